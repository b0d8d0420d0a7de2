#!/bin/sh
# Workers that outlive their master: the service is degraded, is left alone, and counts as
# dead only when its last process is gone.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid fork{main times:3{fork{note:worker serve}} serve}}'
begin one
wait_for 5 spoken_for one 1
wait_for 5 noted worker 3
note started one
signal_main KILL one
wait_for 5 phase_is one degraded
note "master killed" one
signal KILL "$(pid_of worker)"
wait_for 5 kin_is one 'worker worker '
note "a worker killed" one
tell one du
wait_for 10 settled one 2
wait_for 5 noted worker 6
note "down and up" one
kill_noted "main|worker"
wait_for 5 spoken_for one 3
note "all killed" one
over one
quiet one
expect <<END
started: up want=up main=main kin=main
master killed: degraded want=up main=- kin=worker worker worker
a worker killed: degraded want=up main=- kin=worker worker
down and up: up want=up main=main kin=main
all killed: up want=up main=main kin=main
END
