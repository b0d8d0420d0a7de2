#!/bin/sh
# Children that ignore TERM, and one that forks when it gets TERM, are killed in the end;
# down means that no process is left.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main
    fork{ignore:15 note:deaf serve}
    fork{fork{on:15{fork{ignore:15 note:bred serve}} note:breeder serve}}
    serve}'
begin one stop-timeout=200 kill-timeout=200
wait_for 5 spoken_for one 1
wait_for 5 noted deaf
wait_for 5 noted breeder
tell one d
wait_for 10 phase_is one down
noted bred || fail "the breeder was not asked to end"
nobody_noted
note down one
over one
said one 'supervise one: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes'
expect <<END
down: down want=down main=- kin=-
END
