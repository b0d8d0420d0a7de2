#!/bin/sh
# A service that was recovered while svscan was dead has processes that are no children of
# svscan.  Its supervise is killed again, at the same moment as another one, so svscan
# cannot assign their orphans.  The service is known to be alive all the same, and no
# second copy is started.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

lock_holder() {
    lock=$(stat -c %i "scan/$1/supervise/lock")
    awk -v inode=":$lock\$" '$2 == "POSIX" && $6 ~ inode { print $5 }' /proc/locks
}
taken_back() { another_supervise "$1" "$2" && grep -q taken-back "scan/$1/supervise/state"; }

daemon scan/one 'main fork{note:worker serve} serve'
daemon scan/two 'main serve'
scan scan
wait_for 10 spoken_for scan/one 1
wait_for 10 spoken_for scan/two 1
wait_for 10 noted worker
main=$(main_of scan/one)

one=$(supervise_of one)
signal STOP "$one"
wait_for 5 stopped "$one"
signal KILL "$svscan"
wait "$svscan" || true
started=$(echo " $started " | sed "s/ $svscan / /")
signal KILL "$one"
wait_for 5 gone "$one"
scan scan
wait_for 10 taken_back one "$one"
note "svscan and its supervise" scan/one

# two gets a supervise of this svscan.
signal KILL "$(lock_holder two)"
wait_for 10 taken_back two 0
signal_main KILL scan/two
wait_for 10 spoken_for scan/two 2

one=$(supervise_of one)
two=$(supervise_of two)
signal STOP "$svscan"
wait_for 5 stopped "$svscan"
signal KILL "$one" "$two"
wait_for 5 finished "$one"
wait_for 5 finished "$two"
signal CONT "$svscan"
wait_for 10 taken_back two "$two"
wait_for 10 taken_back one "$one"
note "its supervise, and another" scan/one
same "the main" "$main" "$(main_of scan/one)"

# supervise sees how the main process ends, and what it leaves.
signal KILL "$main"
wait_for 10 phase_is scan/one degraded
note "the main" scan/one
kill_noted worker
wait_for 10 spoken_for scan/one 2
scan_over TERM
expect <<END
svscan and its supervise: up want=up main=main kin=main
its supervise, and another: up want=up main=main kin=main
the main: degraded want=up main=- kin=worker
END
