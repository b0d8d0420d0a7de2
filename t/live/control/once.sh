#!/bin/sh
# `o` starts a service that is down, and does not restart it.  `O` does not start it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
touch one/down
begin one delay=50
note begun one
tell one O
tell one o
wait_for 5 spoken_for one 1
note o one
signal_main KILL one
wait_for 5 phase_is one down
note killed one
tell one u
wait_for 5 spoken_for one 2
tell one o
wait_for 5 want_is one once
note "u, o" one
signal_main KILL one
wait_for 5 phase_is one down
note "killed again" one
same starts 2 "$(field one starts)"
over one
quiet one
expect <<END
begun: down want=down main=- kin=-
o: up want=once main=main kin=main
killed: down want=down main=- kin=-
u, o: up want=once main=main kin=main
killed again: down want=down main=- kin=-
END
