#!/bin/sh
# svctl up, once and restart report a start as failed if the service dies soon after it is
# up; --stay sets the time.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

SVDIR=.
export SVDIR
told() {
    code=0
    svctl "$@" >out 2>&1 || code=$?
    echo "\$ $*" >>"$record"
    recorded out
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}
recorded() {
    sed 's/pid [0-9]*/pid PID/g; s/next try in 1*[059]*[0-9]*[hm] *[0-9]*[ms]/next try in T/' "$1" >>"$record"
}
# made NAME STORY SETTING: creates a service, not started yet.
made() {
    service "$1" "export ASAN_OPTIONS=detect_leaks=0; exec actor '$2'"
    echo "$3" >"$1/service.toml"
    touch "$1/down"
    begin "$1"
}
# meanwhile NAME WORD... -- COMMAND...: runs svctl and, when NAME is up, that command.
meanwhile() {
    name=$1
    shift
    words=''
    while [ "$1" != -- ]; do
        words="$words $1"
        shift
    done
    shift
    rm -f "$STAGE/die"
    starts=$(field "$name" starts)
    # shellcheck disable=SC2086 # words
    { svctl $words "$name" >out 2>&1 || echo "=> $?" >>out; } &
    waits=$!
    again() { [ "$(field "$name" starts)" -gt "$starts" ]; }
    wait_for 10 again
    wait_for 10 phase_is "$name" up
    "$@"
    wait "$waits"
    echo "\$$words $name" >>"$record"
    recorded out
}
service steady 'exec sleep 1000'
touch steady/down
begin steady
made dies "main until:$STAGE/die exit:3" 'restart.delay = "1h"'
made never "main until:$STAGE/die die:11" 'restart.when = "never"'
made leaves "fork{serve} main until:$STAGE/die exit:4" ''
made ends "main until:$STAGE/die exit:0" 'restart.when = "never"'
made deaf 'ignore:15 main serve' 'stop.timeout = "1s"'
service sleeps 'exec sleep 0.2'
touch sleeps/down
begin sleeps delay=3600000
die() { : >"$STAGE/die"; }
kill_main() {
    has_main "$1" || fail "$1 has no main"
    signal_main KILL "$1"
}

# A second by default.
code=0
svctl up steady sleeps 2>out || code=$?
same "exit code of a start that dies after 0.2 s" 1 "$code"
grep -q '^svctl sleeps: fatal: .*: its main process, pid [0-9]*, exited 0' out || fail "$(cat out)"
told up --stay 10ms steady
told restart --stay 0s steady
meanwhile dies up --stay 1m -- die
meanwhile never up --stay 1m -- die
meanwhile leaves up --stay 1m -- die
meanwhile leaves restart --stay 1m -- die
meanwhile ends once --stay 1m -- die
meanwhile ends up --stay 1m -- die
meanwhile deaf up --stay 1m -- svctl down deaf
meanwhile dies restart --stay 1m -- kill_main dies

# Up for longer already: svctl returns at once.
up_for() { [ "$(svctl status -o seconds steady)" -ge "$1" ]; }
wait_for 10 up_for 2
told up --stay 1s --timeout 900ms steady
told up --stay 1h --timeout 300ms steady
told up --stay soon ends
told down --stay 1s ends
expect <<'END'
$ up --stay 10ms steady
$ restart --stay 0s steady
$ up --stay 1m dies
svctl dies: fatal: up, but not for 1m 00s: its main process, pid PID, exited 3; next try in T (see svctl why)
=> 1
$ up --stay 1m never
svctl never: fatal: up, but not for 1m 00s: its main process, pid PID, was killed by signal 11 (SEGV); supervise does not start it again (see svctl why)
=> 1
$ up --stay 1m leaves
svctl leaves: fatal: up, but not for 1m 00s: its main process, pid PID, exited 4; pid PID is still alive (svctl restart stops it and starts the service again)
=> 1
$ restart --stay 1m leaves
svctl leaves: fatal: up, but not for 1m 00s: its main process, pid PID, exited 4; pid PID is still alive (svctl restart stops it and starts the service again)
=> 1
$ once --stay 1m ends
$ up --stay 1m ends
$ up --stay 1m deaf
svctl deaf: fatal: up, but not for 1m 00s: the service was stopped on request
=> 1
$ restart --stay 1m dies
svctl dies: fatal: up, but not for 1m 00s: its main process, pid PID, was killed by signal 9 (KILL); next try in T (see svctl why)
=> 1
$ up --stay 1s --timeout 900ms steady
$ up --stay 1h --timeout 300ms steady
$ up --stay soon ends
svctl: fatal: unable to read --stay=soon: it must be a number with a unit, at most 31d: 250ms, 30s, 5m, 2h, 1d
=> 2
$ down --stay 1s ends
svctl: fatal: unable to read the command line: unrecognised option '--stay' (see svctl down --help)
=> 2
END
