#!/bin/sh
# survivors = "stop": supervise ends what a dead main process leaves, even if it ignores
# TERM, and restarts the service.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main fork{note:worker serve} fork{ignore:15 note:mule serve} serve}'
cat >one/service.toml <<END
survivors = "stop"
[stop]
kill-timeout = "200ms"
END
begin one
wait_for 5 spoken_for one 1
wait_for 5 noted worker
wait_for 5 noted mule
note started one
signal_main KILL one
wait_for 10 spoken_for one 2
wait_for 5 noted worker 2
wait_for 5 noted mule 2
note "killed and back" one
tell one d
wait_for 10 phase_is one down
nobody_noted
note down one
over one
said one 'supervise one: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes
supervise one: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes'
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
