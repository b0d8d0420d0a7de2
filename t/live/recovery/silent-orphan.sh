#!/bin/sh
# A service was recovered without svscan.  An orphan of it silently becomes the child of
# another process: its session shows its service.  svctl shows it at once, and down ends
# it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# processes_of NAME: prints their pids, from svctl.
processes_of() {
    svctl status --json -S "$STAGE" "$1" | tr -d ' \n' |
        sed 's/.*"processes":\[\([0-9,]*\)\].*/\1/'
}
# adopted PID: it is a child of the process that adopts here.
adopted() {
    [ "$(ps -o ppid= -p "$1" | tr -d ' ')" = "$PPID" ]
}

daemon one 'main fork{note:worker fork{note:late ignore:15 serve} serve} serve'
begin one
wait_for 10 spoken_for one 1
wait_for 10 noted late
main=$(main_of one)
late=$(pid_of late)
signal KILL "$supervise"
wait "$supervise" || true
started=$(echo " $started " | sed "s/ $supervise / /")
supervise --take-over one 2>>one.err &
supervise=$!
started="$started $supervise"
wait_for 5 supervised one
wait_for 10 spoken_for one 1
kill_noted worker
wait_for 5 adopted "$late"
same "the processes" "$main,$late" "$(processes_of one)"
svctl down -S "$STAGE" --timeout "$(patient 20)s" one
nobody_noted
over one
