#!/bin/sh
# Mistakes of new users of svctl, each with its message.  A message names the fault and
# the remedy.
. "${0%/*}/../lib.sh"

mkdir -p scan/new@ scan/.svscan
service scan/web 'exec sleep 1000'
service scan/idle 'exec sleep 1000'
service scan/bad 'exit 3'
mkdir scan/hollow
service scan/tough 'trap "" TERM; echo >ready; exec sleep 1000'
service scan/tired 'exit 1'
printf 'restart.delay = "1h"\n' >scan/bad/service.toml
printf 'stop.timeout = "10m"\n' >scan/tough/service.toml
printf 'restart.give-up.count = 1\n' >scan/tired/service.toml
printf 'groups = "front"\n' >scan/web/service.toml
touch scan/bad/down scan/idle/down scan/hollow/down scan/tired/down scan/plain-file
rm scan/web/service.toml
for name in web bad idle hollow tough tired; do begin "scan/$name"; done
printf 'groups = "front"\n' >scan/web/service.toml
wait_for 10 settled scan/web 1
wait_for 10 test -e scan/tough/ready
SVDIR=scan
export SVDIR

# A number is a pid, a time or the time of the next try.
told() {
    code=0
    echo "\$ $*" >>"$record"
    "$@" >out 2>&1 || code=$?
    sed 's/pid [0-9]*/pid P/; s/try in [0-9]*[dhms]\( [0-9]*[hms]\)*/try in T/' out >>"$record"
    echo "=> $code" >>"$record"
}

# --- The words.
told svctl
told svctl web restart
told svctl start web
told svctl stop web
told svctl restrat web
told svctl strat web
told svctl logs web
told svctl enable web
told svctl foo
told svctl gibberish web
told svctl --timeout=1s up web
told svctl up
told svctl up --wait web
told svctl up --timeout=30 web
told svctl up ''
told svctl signal web
told svctl signal HUB web
told svctl completion tcsh
told svctl list --names web
told svctl status --output=mian
# --- The services.
told svctl up wbe
told svctl up scan/wbe
told svctl up scan/plain-file
told svctl up new@
told svctl up @nobody
told svctl up +front
told svctl down 'w*x'
told svctl -S elsewhere up web
told svctl up --scan-dir=elsewhere web
told svctl status --scan-dir=elsewhere
told svctl scan
told svctl perms --group=no-such-group web
told svctl perms --group=0
told svctl perms --group=0 --no-group web
# --- Their fates.
told svctl up bad
told svctl up hollow
told svctl up tired
told svctl reload idle
told svctl kill idle
svctl down --no-wait tough
wait_for 10 phase_is scan/tough stopping
told svctl down --timeout=200ms tough
signal_main KILL scan/tough
told svctl exit idle
told svctl up idle
printf 'version = 9\n' >scan/web/supervise/state
told svctl status web

# --- Without permission: as nobody, who may not enter root's supervise/.
if by_root && installed setpriv; then
    chmod 755 "$STAGE" scan
    mkdir open
    cp "$FOSTER_BIN/svctl" open
    nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups ./open/svctl "$@"; }
    told nobody status tough
    told nobody up tough
    said_so='$ nobody status tough
svctl tough: fatal: unable to open scan/tough/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ nobody up tough
svctl tough: fatal: unable to open scan/tough/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111'
else
    said_so=''
fi
{
    cat <<'END'
$ svctl
svctl: fatal: missing command (svctl --help lists all commands)
=> 2
$ svctl web restart
svctl: fatal: unable to understand "web": the command must come first: svctl restart web
=> 2
$ svctl start web
svctl: fatal: unable to understand "start": use svctl up (see svctl --help)
=> 2
$ svctl stop web
svctl: fatal: unable to understand "stop": use svctl down (see svctl --help)
=> 2
$ svctl restrat web
svctl: fatal: unable to understand "restrat": the nearest command is restart (see svctl --help)
=> 2
$ svctl strat web
svctl: fatal: unable to understand "strat": the nearest word is start, so use svctl up (see svctl --help)
=> 2
$ svctl logs web
svctl: fatal: unable to understand "logs": use svctl log (see svctl --help)
=> 2
$ svctl enable web
svctl: fatal: unable to understand "enable": use a link in the scan directory (ln -s /etc/foster/NAME /service), or no file down in the service directory (see svctl --help)
=> 2
$ svctl foo
svctl: fatal: unable to understand "foo": svctl --help lists all commands
=> 2
$ svctl gibberish web
svctl: fatal: unable to understand "gibberish": svctl --help lists all commands
=> 2
$ svctl --timeout=1s up web
svctl: fatal: the command must come before its options (see svctl --help)
=> 2
$ svctl up
svctl: fatal: missing service name (see svctl up --help)
=> 2
$ svctl up --wait web
svctl: fatal: unable to read the command line: unrecognised option '--wait' (see svctl up --help)
=> 2
$ svctl up --timeout=30 web
svctl: fatal: unable to read --timeout=30: it must be a number with a unit, at most 31d: 250ms, 30s, 5m, 2h, 1d
=> 2
$ svctl up 
svctl: fatal: a service name is empty
=> 2
$ svctl signal web
svctl: fatal: a signal and a service name are required (see svctl signal --help)
=> 2
$ svctl signal HUB web
svctl: fatal: unable to send the signal "HUB": supervise sends HUP, INT, QUIT, ABRT, KILL, USR1, USR2, ALRM, TERM, WINCH (use svctl pause and svctl cont for STOP and CONT)
=> 2
$ svctl completion tcsh
svctl: fatal: unable to complete for "tcsh": the shells are bash, zsh and fish
=> 2
$ svctl list --names web
svctl: fatal: unable to use --names with a SERVICE: it prints all words
=> 2
$ svctl status --output=mian
svctl: fatal: unable to understand the field "mian": the nearest is main
=> 2
$ svctl up wbe
svctl wbe: fatal: not supervised: there is no scan/wbe; the nearest is web
=> 100
$ svctl up scan/wbe
svctl wbe: fatal: not supervised: there is no scan/wbe; the nearest is web
=> 100
$ svctl up scan/plain-file
svctl plain-file: fatal: not supervised: scan/plain-file is not a directory (name the directory that contains ./run)
=> 100
$ svctl up new@
svctl new@: fatal: not supervised: it is a template (name an instance of it: new@ARGUMENT)
=> 100
$ svctl up @nobody
svctl: fatal: @nobody matches no service of scan (@ARG stands for the instances NAME@ARG)
=> 100
$ svctl up +front
svctl web: warning: ignoring scan/web/service.toml:1: "groups" must be a list of names, of letters, digits, _, - and ., as ["web"]
svctl: fatal: +front matches no service of scan (+GROUP stands for the services with GROUP in groups of service.toml)
=> 100
$ svctl down w*x
svctl: fatal: w*x matches no service of scan (svctl list prints all names)
=> 100
$ svctl -S elsewhere up web
svctl web: fatal: not supervised: there is no elsewhere/web (no elsewhere; choose another with --scan-dir or SVDIR)
=> 100
$ svctl up --scan-dir=elsewhere web
svctl web: fatal: not supervised: there is no elsewhere/web (no elsewhere; choose another with --scan-dir or SVDIR)
=> 100
$ svctl status --scan-dir=elsewhere
svctl: fatal: unable to list the scan directory elsewhere (choose another with --scan-dir or SVDIR): No such file or directory
=> 111
$ svctl scan
svctl: fatal: no svscan runs for scan (start one: svscan scan)
=> 100
$ svctl perms --group=no-such-group web
svctl: fatal: unable to admit group "no-such-group": /etc/group has no such group
=> 2
$ svctl perms --group=0
svctl: fatal: missing service name (see svctl perms --help)
=> 2
$ svctl perms --group=0 --no-group web
svctl: fatal: --group and --no-group exclude each other
=> 2
$ svctl up bad
svctl bad: fatal: not up: its main process, pid P, exited 3; next try in T (see svctl why)
=> 1
$ svctl up hollow
svctl hollow: fatal: not up: unable to start ./run (see svctl check and the messages of supervise); next try in T
=> 1
$ svctl up tired
svctl tired: fatal: not up: its main process, pid P, exited 1; supervise does not start it again (see svctl why)
=> 1
$ svctl reload idle
svctl idle: fatal: no process of the service is alive (start it with svctl up)
=> 1
$ svctl kill idle
svctl idle: fatal: no process of the service is alive (start it with svctl up)
=> 1
$ svctl down --timeout=200ms tough
svctl tough: fatal: not down after 200ms: the service is stopping, with pid P; the command stays in force (use a longer --timeout to wait longer)
=> 99
$ svctl exit idle
=> 0
$ svctl up idle
svctl idle: fatal: not supervised: no supervisor runs for scan/idle (find out with svctl scan whether svscan runs)
=> 100
$ svctl status web
svctl web: fatal: unable to understand scan/web/supervise/state: the file has version 9, but this program reads versions 1 and 2
=> 111
END
    [ -z "$said_so" ] || echo "$said_so"
} | expect
