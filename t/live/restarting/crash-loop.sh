#!/bin/sh
# A service that dies at once is started at most once a second.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'exit:3'
begin one
wait_for 10 noted run 4
wait_for 5 phase_is one waiting
note crashing one
grep '^retry = ' one/supervise/state >>"$STAGE/retry.log" || fail "it names no retry"
grep -A 4 '^.last-death' one/supervise/state | sed '/pid\|when/d' >>"$record"
over one
# Births are counted in ticks of 10 ms, and a start may be slower than the next: hence 95.
awk '$1 == "run" { if (last && $3 - last < 95) { print $3 - last " ticks"; found = 1 }
    last = $3 } END { exit found }' "$ACTOR_LOG" || fail "two starts within a second"
quiet one
expect <<END
crashing: waiting want=up main=- kin=-
[last-death]
how = "exited"
status = 3
END
