#!/bin/sh
# A run script without exec: the shell is the main process, and its children belong to the
# service.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

service one "actor 'lock:$STAGE/one.lock main serve'; exit 1"
begin one
wait_for 5 noted main
wait_for 5 phase_is one up
shell=$(main_of one)
same "the shell's child" "$(pid_of main)" "$(ps -o pid= --ppid "$shell" | tr -d ' ')"
signal KILL "$shell"
wait_for 5 phase_is one degraded
note "shell killed" one
signal TERM "$(pid_of main)"
wait_for 5 noted main 2
wait_for 5 phase_is one up
tell one d
wait_for 10 phase_is one down
nobody_noted
note down one
over one
quiet one
expect <<END
shell killed: degraded want=up main=- kin=main
down: down want=down main=- kin=-
END
