#!/bin/sh
# A supervise is killed while its service starts, and then svscan.  The daemon begins a
# session afterwards.  When it dies, the next supervise knows its workers by that session,
# and starts no second instance beside them.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon scan/one 'fork{setsid main fork{note:worker serve} serve} sleep:800'
scan scan
wait_for 10 has_main scan/one
killed=$(supervise_of one)
signal 9 "$killed"
wait_for 10 another_supervise one "$killed"
wait_for 10 spoken_for scan/one 1
wait_for 10 noted worker
signal 9 "$svscan"
wait "$svscan" || true
started=$(echo " $started " | sed "s/ $svscan / /")
scan scan
signal_main 9 scan/one
wait_for 10 phase_is scan/one degraded
note "the main process is killed" scan/one
kill_noted worker
wait_for 10 spoken_for scan/one 2
scan_over TERM
expect <<END
the main process is killed: degraded want=up main=- kin=worker
END
