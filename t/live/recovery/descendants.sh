#!/bin/sh
# svscan is killed, and then a supervise.  A process below the main process has a session
# of its own, so no file names it.  The next supervise sees it there.  So it starts no
# second instance when the main process dies, and a stop reaches that process.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# It is degraded; or the worker is the main process now, if the kernel does not report how
# the main process has ended.
has_worker() { grep -q "^children = \[{pid = $(pid_of worker)," scan/one/supervise/state; }

daemon scan/one 'fork{setsid note:worker serve} main serve'
scan scan
wait_for 10 spoken_for scan/one 1
wait_for 10 noted worker
killed=$(supervise_of one)
signal 9 "$svscan"
wait "$svscan" || true
started=$(echo " $started " | sed "s/ $svscan / /")
signal 9 "$killed"
scan scan
wait_for 10 another_supervise one "$killed"
wait_for 10 grep -q taken-back scan/one/supervise/state
signal_main 9 scan/one
wait_for 10 has_worker
! noted run 2 || fail 'there is a second instance'
tell scan/one d
wait_for 10 phase_is scan/one down
finished "$(pid_of worker)" || fail 'the worker is left'
! noted run 2 || fail 'there is a second instance'
scan_over TERM
