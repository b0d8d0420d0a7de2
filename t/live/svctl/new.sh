#!/bin/sh
# svctl new creates a service directory that works at once, and never touches existing
# files.
# shellcheck disable=SC2016 # text that no shell is to read
. "${0%/*}/../lib.sh"

umask 022
mkdir scan bin
SVDIR=scan
export SVDIR
client svctl new web -- sh -c 'echo "$0 says $1: it'\''s"; exec sleep 1000' web '' 'a  b'
client svctl new web -- other
client svctl new ./elsewhere/web -- other
client svctl new .web -- other
client svctl new web@ -- other
client svctl new web
client svctl new '' -- other
mkdir scan/empty
client svctl new empty -- other
client env "PATH=$FOSTER_BIN" svctl new --log db -- sleep 1000
sed -i "s|PATH=$FOSTER_BIN|PATH=BIN|" "$record"
ls -A scan >>"$record"
cat scan/web/run >>"$record"
expect <<'END'
$ svctl new web -- sh -c echo "$0 says $1: it's"; exec sleep 1000 web  a  b
scan/web/run: executes sh -c 'echo "$0 says $1: it'\''s"; exec sleep 1000' web '' 'a  b'
svscan starts the service if it scans scan (svctl status shows the result)
$ svctl new web -- other
svctl: fatal: unable to create scan/web: File exists
=> 111
$ svctl new ./elsewhere/web -- other
svctl: fatal: unable to find the directory ./elsewhere (create it, or choose another with --scan-dir or SVDIR): No such file or directory
=> 111
$ svctl new .web -- other
svctl: fatal: unable to create a service with the name ".web": svscan ignores names that begin with a dot
=> 2
$ svctl new web@ -- other
svctl: fatal: unable to create the template "web@": name an instance, web@ARGUMENT
=> 2
$ svctl new web
svctl: fatal: a name, -- and a command are required (see svctl new --help)
=> 2
$ svctl new  -- other
svctl: fatal: a service name is empty
=> 2
$ svctl new empty -- other
svctl: fatal: unable to create scan/empty: File exists
=> 111
$ env PATH=BIN svctl new --log db -- sleep 1000
svctl: fatal: unable to find a logger: install runit for svlogd, daemontools for multilog, or s6 for s6-log
=> 111
empty
web
#!/bin/sh
exec 2>&1
exec sh -c 'echo "$0 says $1: it'\''s"; exec sleep 1000' web '' 'a  b'
END

# If no logger is installed, the log goes to syslog; a logger that writes files gets a
# directory.
mkdir only
printf '#!/bin/sh\n' >only/logger
chmod 755 only/logger
PATH=$FOSTER_BIN:$PWD/only svctl new --log 'to syslog' -- sleep 1000 >out
grep -q 'executes logger, which sends its lines to syslog' out || fail "$(cat out)"
same 'its log' "exec logger -t 'to syslog'" "$(tail -n 1 'scan/to syslog/log/run')"
rm -r 'scan/to syslog'

# With a log of each kind, under a real svscan.
rm -r scan/empty
scan scan
begun() { grep -qs 'says : it' "scan/$1/log/main/current"; }
for logger in svlogd multilog s6-log; do
    installed "$logger" || continue
    rm -f bin/*
    ln -s "$(command -v "$logger")" bin
    PATH=$FOSTER_BIN:$PWD/bin svctl new --log "web-$logger" -- \
        sh -c 'echo "$0 says $1: it'\''s"; exec sleep 1000' web ''
    wait_for 20 begun "web-$logger"
    svctl check "web-$logger"
    for line in 'umask 022' 'mkdir -p main'; do
        grep -qx "$line" "scan/web-$logger/log/run" || fail "$(cat "scan/web-$logger/log/run")"
    done
done
wait_for 20 settled scan/web 1
scan_over TERM
