#!/bin/sh
# No supervise can begin for a living service, because a file has replaced its supervise/.
# At its end svscan kills the processes of the service, and then their orphans, and ends
# only when none is left.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

complained() { grep -q 'supervise one exited 111' svscan.err; }
nobody_lives() { [ ! "$(living '.*')" ]; }

daemon scan/one 'fork{setsid main fork{note:worker fork{note:helper serve} serve} serve}'
scan scan
wait_for 10 spoken_for scan/one 1
wait_for 10 noted helper
killed=$(supervise_of one)
signal STOP "$svscan"
wait_for 5 stopped "$svscan"
signal 9 "$killed"
wait_for 5 finished "$killed"
rm -r scan/one/supervise
touch scan/one/supervise
signal CONT "$svscan"
wait_for 10 complained
scan_over TERM
wait_for 1 nobody_lives
