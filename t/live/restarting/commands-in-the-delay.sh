#!/bin/sh
# Commands are obeyed while the delay before a restart runs, and none is lost.  A command
# to start the service does not wait for the rest of the delay.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'main serve'
begin one delay=3600000
wait_for 5 spoken_for one 1

# waits WHAT: kills its main process, and waits for the delay.
waits() {
    wait_for 5 has_main one
    signal_main KILL one
    wait_for 5 phase_is one waiting
    note "$1" one
}

waits killed
tell one d
wait_for 5 phase_is one down
note d one
tell one dudud
tell one u # read after those, which start nothing
wait_for 5 spoken_for one 2
note u one
waits killed
tell one u
wait_for 5 spoken_for one 3
note u one
waits killed
tell one o
wait_for 5 spoken_for one 4
note o one
signal_main KILL one
wait_for 5 phase_is one down
note killed one
tell one u
wait_for 5 spoken_for one 5
tell one du # as svctl restart does
wait_for 5 spoken_for one 6
note du one
waits killed
svctl up --timeout "$(patient 10)s" one/ || fail "svctl up: $?"
wait_for 5 spoken_for one 7
waits killed
svctl restart --timeout "$(patient 10)s" one/ || fail "svctl restart: $?"
wait_for 5 spoken_for one 8
waits killed
tell one x # an hour before the delay is over
ended one 0
quiet one
expect <<END
killed: waiting want=up main=- kin=-
d: down want=down main=- kin=-
u: up want=up main=main kin=main
killed: waiting want=up main=- kin=-
u: up want=up main=main kin=main
killed: waiting want=up main=- kin=-
o: up want=once main=main kin=main
killed: down want=down main=- kin=-
du: up want=up main=main kin=main
killed: waiting want=up main=- kin=-
killed: waiting want=up main=- kin=-
killed: waiting want=up main=- kin=-
END
