#!/bin/sh
# A service is recovered without svscan and without pidfds (Linux before 5.3): no living
# process counts as dead, and a death is noticed all the same.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main fork{note:worker serve} serve}'
begin one
wait_for 10 spoken_for one 1
wait_for 10 noted worker
main=$(main_of one)
signal KILL "$supervise"
wait "$supervise" || true
started=$(echo " $started " | sed "s/ $supervise / /")
refuse pidfd_open -- supervise --take-over one 2>>one.err &
supervise=$!
started="$started $supervise"
wait_for 5 supervised one
wait_for 10 spoken_for one 1
same "the main" "$main" "$(main_of one)"
signal KILL "$main"
wait_for 20 phase_is one degraded
kill_noted worker
wait_for 20 spoken_for one 2
svctl down -S "$STAGE" --timeout "$(patient 20)s" one
nobody_noted
over one
