#!/bin/sh
# The output of svctl status: in a pipe, on terminals of two sizes, and for a single
# service.
. "${0%/*}/../lib.sh"

mkdir -p scan/cron
daemon scan/web 'fork{setsid main fork{note:worker serve} serve}'
printf 'stop.timeout = "3s"\nsurvivors = "stop"\n' >scan/web/service.toml
service scan/db 'exec sleep 1000'
service scan/bad 'exit 3'
printf 'restart.delay = "1h"\n' >scan/bad/service.toml
service scan/off 'exec sleep 1000'
touch scan/off/down
SVDIR=$PWD/scan
export SVDIR
for name in bad db off web; do begin "scan/$name"; done
wait_for 10 spoken_for scan/web 1
wait_for 10 noted worker
wait_for 10 settled scan/db 1
wait_for 10 phase_is scan/bad waiting

# Numbers and their widths are left out.
plain() {
    sed "s,$PWD,PWD,g; s/[0-9][0-9]*-[0-9-]*T[0-9:.]*Z/WHEN/g; s/[0-9][0-9]*\.[0-9]*[KMGs]/N/g;
        s/[0-9][0-9]*K/N/g; s/\([0-9][0-9]*[dhms] \)*[0-9][0-9]*[dhms]\b/T/g; s/\bpid [0-9]*/pid P/g;
        s/ [0-9]* fork/ P fork/; s/^\( *\)[0-9][0-9][0-9]* /\1P /; s/-\?[0-9][0-9][0-9]*/N/g;
        s/   */  /g; s/ *$//"
}

# shown WORD...: records the output in a pipe.
shown() {
    code=0
    svctl "$@" >out 2>err || code=$?
    {
        echo "\$ svctl $*"
        cat out err | plain
        echo "=> $code"
    } >>"$record"
    same 'escape bytes in a pipe' 0 "$(tr -dc '\033' <out | wc -c)"
}

shown status
shown status --long
shown status db off
shown status web
shown tree bad db
shown why
shown status -o name,phase,main,restarts,how,status,retry off bad db web cron
shown status -o name,phaes
shown status --long --json
expect <<'END'
$ svctl status
NAME  STATE  MAIN  SINCE  RESTARTS  LAST DEATH
bad  down (wanted up, next try in T)  -  T  0  exit 3, T ago
cron  not supervised  -  -  -  -
db  up  N  T  0  -
off  down  -  T  0  -
web  up  N  T  0  -
=> 100
$ svctl status --long
NAME  STATE  MAIN  SINCE  PROCESSES  MEMORY  CPU  RESTARTS  LAST DEATH
bad  down (wanted up, next try in T)  -  T  0  -  -  0  exit 3, T ago
cron  not supervised  -  -  -  -  -  -  -
db  up  N  T  1  N  N  0  -
off  down  -  T  0  -  -  0  -
web  up  N  T  2  N  N  0  -
=> 100
$ svctl status db off
NAME  STATE  MAIN  SINCE  PROCESSES  MEMORY  CPU  RESTARTS  LAST DEATH
db  up  N  T  1  N  N  0  -
off  down  -  T  0  -  -  0  -
=> 0
$ svctl status web
web: up
  directory  PWD/scan/web
  main  N
  since  T, WHEN
  processes  2, memory N, CPU N
  starts  1
  last death  none
  setting  stop.timeout = "T"
  setting  survivors = "stop"
processes:
  P supervise scan/web stop-timeout=N survivors=stop planned=N
  (run has exited; these processes remain)
  P actor lock:PWD/scan-web.lock note:run fork{setsid main fork{note:worker serve} serve}  (main, adopted, T)
  P actor lock:PWD/scan-web.lock note:run fork{setsid main fork{note:worker serve} serve}
=> 0
$ svctl tree bad db
bad: down (wanted up, next try in T)
  P supervise scan/bad delay=N planned=N
db: up
  P supervise scan/db planned=N
  P sleep N  (main, spawned, T)
=> 1
$ svctl why
bad: down (wanted up, next try in T)
  The service is dead and waits for its next start.
  The last main process, pid P, exited 3, T ago.
  The service has been started once since its first supervisor began.
  Next: supervise starts the service in T (svctl up does not wait).
cron: not supervised
db: up
  The service has been up for T, with pid P as its main process.
  No main process of the service has died.
  The service has been started once since its first supervisor began.
  Next: when all processes of the service are dead, supervise starts the service again, at the earliest T after the last start.
off: down
  The service has been down for T, as wanted.
  The service has never been started.
  Next: nothing. Start the service with svctl up.
web: up
  The service has been up for T, with pid P as its main process.
  No main process of the service has died.
  The service has been started once since its first supervisor began.
  Next: when all processes of the service are dead, supervise starts the service again, at the earliest T after the last start.
=> 100
$ svctl status -o name,phase,main,restarts,how,status,retry off bad db web cron
off	down	0	0	-	-	-
bad	waiting	0	0	exited	3	WHEN
db	up	N	0	-	-	-
web	up	N	0	-	-	-
cron	unsupervised	-	-	-	-	-
svctl cron: fatal: not supervised: no supervisor runs for PWD/scan/cron (find out with svctl scan whether svscan runs)
=> 100
$ svctl status -o name,phaes
svctl: fatal: unable to understand the field "phaes": the nearest is phase
=> 2
$ svctl status --long --json
svctl: fatal: --json, --output and --long exclude each other
=> 2
END

# --- A look at all services looks at no process, and takes few calls for each service.

calls() { # for all services
    ASAN_OPTIONS=detect_leaks=0 strace -o calls.log -e trace=%file svctl status >out 2>&1 ||
        [ $? = 100 ]
}
if installed strace && calls; then
    ! grep '"/proc/[0-9]' calls.log || fail "status of all looks at processes"
    same 'calls for db' 4 "$(grep -c '[/"]db[/"]' calls.log)" # log, ok, state, status
fi

# --- Terminals: 80 columns, and the 200 of a wide window.

needs tmux
: >"$record"

# screen WIDTH HEIGHT WORD...: writes what svctl shows there to `seen`, with escape bytes
# to `coloured`.
done_there() { terminal capture-pane -p -t : | grep -q '^DONE$'; }
screen() {
    width=$1 height=$2
    shift 2
    terminal new-session -d -x "$width" -y "$height" "svctl $* 2>&1; echo DONE; exec cat"
    wait_for 20 done_there
    terminal capture-pane -p -t : | sed '/^DONE$/,$d' >seen
    terminal capture-pane -p -e -t : | sed '/DONE/,$d' >coloured
    end_terminal
    longest=$(awk 'length > most { most = length } END { print most + 0 }' seen)
    [ "$longest" -le "$width" ] || fail "a line has $longest columns of $width"
    echo "\$ svctl $* ($width columns)" >>"$record"
    plain <seen | sed 's/(wan[^~]*~/(wan~/; s/[0-9]*~$/~/; s/ actor .*~/ actor ~/' >>"$record"
}

mv scan/cron scan/a-service-with-a-rather-long-name
screen 80 24 status
screen 80 24 status --long
grep -q "$(printf '^db  *\033\\[32mup')" coloured || fail "up is not green: $(cat -v coloured)"
screen 80 24 status web
screen 80 24 why off
expect <<'END'
$ svctl status (80 columns)
NAME  STATE  MAIN  SINCE  LAST DEATH
a-service-with-a-rather-long-name  not supervised  -  -  -
bad  down (wan~  -  T  exit 3, ~
db  up  N  T  -
off  down  -  T  -
web  up  N  T  -
$ svctl status --long (80 columns)
NAME  STATE  MAIN  SINCE  LAST DEATH
a-service-with-a-rather-long-name  not supervised  -  -  -
bad  down (wan~  -  T  exit 3, ~
db  up  N  T  -
off  down  -  T  -
web  up  N  T  -
$ svctl status web (80 columns)
web: up
  directory  PWD/scan/web
  main  N
  since  T, WHEN
  processes  2, memory N, CPU N
  starts  1
  last death  none
  setting  stop.timeout = "T"
  setting  survivors = "stop"
processes:
  P supervise scan/web stop-timeout=N survivors=stop planned=N
  (run has exited; these processes remain)
  P actor ~
  P actor ~
$ svctl why off (80 columns)
off: down
  The service has been down for T, as wanted.
  The service has never been started.
  Next: nothing. Start the service with svctl up.
END
: >"$record"
screen 200 50 status --long
grep -v '^[$=]' "$record" >wide
: >"$record"
shown status --long
grep -v '^[$=]' "$record" | diff -u - wide || fail "a wide terminal shows what a pipe does not"
NO_COLOR=1
export NO_COLOR
screen 200 50 status
! grep -q "$(printf '\033')" coloured || fail "NO_COLOR is not heard: $(cat -v coloured)"
