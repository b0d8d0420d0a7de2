#!/bin/sh
# Commands are heard while the delay before a restart runs; none is lost.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

daemon one 'main serve'
begin one delay=25000
wait_for 5 noted main
kill -9 "$(main_of one)"
wait_for 5 phase_is one waiting
note killed one
tell one d
wait_for 5 phase_is one down
note d one
tell one u
wait_for 5 phase_is one waiting
note u one
tell one dudud
wait_for 5 phase_is one down
note dudud one
tell one o
wait_for 5 phase_is one waiting
note o one
tell one u
wait_for 5 want_is one up
note u one
same starts 1 "$(field one starts)"
tell one x # seconds before the delay is over
ended one 0
quiet one
expect <<END
killed: waiting want=up main=- kin=-
d: down want=down main=- kin=-
u: waiting want=up main=- kin=-
dudud: down want=down main=- kin=-
o: waiting want=once main=- kin=-
u: waiting want=up main=- kin=-
END
