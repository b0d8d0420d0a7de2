#!/bin/sh
# A process that opens a service's files and then does nothing delays neither supervise
# nor other clients.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'main serve'
begin one
wait_for 10 spoken_for one 1
cat one/supervise/state >before
# Opens all of them, for reading and as a client, and never reads.
exec 4<one/supervise/state 5<one/supervise/status 6<>one/supervise/ok \
    7<>one/supervise/control
tell one t
wait_for 20 spoken_for one 2
same "what an old reader sees" "$(cat before)" "$(cat <&4)"
tell one d
wait_for 10 phase_is one down
svctl up -S "$PWD" --timeout "$(patient 20)s" one
wait_for 10 spoken_for one 3
exec 4<&- 5<&- 6<&- 7<&-
over one
