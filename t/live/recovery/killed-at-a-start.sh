#!/bin/sh
# A supervise is killed while its service starts: before its first status, while a parent
# waits for the daemon, and after it has been shown as up.  The next supervise recovers the
# launch, never starts a second instance, and follows the daemon when the parent exits,
# also while svscan has inherited processes of other services.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# kill_supervise NAME: kills it, and waits for the next one.
kill_supervise() {
    killed=$(supervise_of "$1")
    [ "${killed:-0}" -gt 1 ] || fail "there is no supervise of $1"
    signal KILL "$killed"
    wait_for 10 another_supervise "$1" "$killed"
}
put_down() {
    tell "scan/$1" d
    wait_for 10 phase_is "scan/$1" down
}
published() { [ -s "$1/supervise/state" ]; }

mkdir new scan
daemon new/early 'sleep:200 fork{setsid fork{main serve}}'
daemon new/late 'fork{setsid main serve} sleep:1500'
daemon new/shown 'fork{setsid main fork{note:worker serve} serve} sleep:2500'
daemon new/again 'fork{setsid main serve} sleep:1000'
scan scan

mv new/early scan
wait_for 10 noted run 1
kill_supervise early
wait_for 10 spoken_for scan/early 1
note early scan/early

mv new/late scan
wait_for 10 published scan/late
kill_supervise late
wait_for 10 spoken_for scan/late 1
note late scan/late

mv new/shown scan
wait_for 10 phase_is scan/shown up # its run process is the main process still
kill_supervise shown
wait_for 10 main_is scan/shown main
wait_for 10 spoken_for scan/shown 1
note shown scan/shown

mv new/again scan
wait_for 10 published scan/again
kill_supervise again
kill_supervise again
wait_for 10 spoken_for scan/again 1
note "killed twice" scan/again
for name in early late shown again; do put_down $name; done
nobody_noted
scan_over TERM
expect <<END
early: up want=up main=main kin=main
late: up want=up main=main kin=main
shown: up want=up main=main kin=main
killed twice: up want=up main=main kin=main
END
