#!/bin/sh
# The disk under supervise/ is full: the service is kept alive all the same, two messages
# report it, and the status is correct as soon as there is room.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root mounts"
[ "${MOUNTS-}" ] || {
    trap - EXIT
    unshare -m true || skip "no mount namespaces here"
    MOUNTS=own exec unshare -m --propagation private /bin/sh "$here/${0##*/}"
}
daemon one 'fork{setsid main serve}'
mkdir one/supervise
mount -t tmpfs -o size=40k,mode=700 tmpfs one/supervise || skip "no tmpfs here"
begin one
wait_for 5 spoken_for one 1
note started one
old=$(main_of one)
! head -c 100000 /dev/zero >one/supervise/fill 2>fill.log || fail "the disk is not full"
signal KILL "$old"
wait_for 5 noted main 2
wait_for 5 grep -q warning one.err
tell one d
wait_for 5 gone "$(pid_of main)"
same "the old status" "$old" "$(main_of one)"
rm one/supervise/fill
wait_for 5 phase_is one down # without another event
note "room again" one
tell one u
wait_for 5 spoken_for one 3
note "up again" one
over one
said one 'supervise one: warning: unable to write the status to supervise/ (trying again every second): No space left on device
supervise one: info: the status is written to supervise/ again'
expect <<END
started: up want=up main=main kin=main
room again: down want=down main=- kin=-
up again: up want=up main=main kin=main
END
