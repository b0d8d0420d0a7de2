#!/bin/sh
# With a file `down` a service waits for `u`.  `D`, `Q` and `U` create and remove it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

missing() {
    [ ! -e "$1" ]
}

daemon one 'fork{setsid main serve}'
touch one/down
begin one
note begun one
tell one u
wait_for 5 spoken_for one 1
note u one
signal_main KILL one
wait_for 5 spoken_for one 2
note "killed and back" one
tell one U
wait_for 5 missing one/down
note U one
tell one D
wait_for 5 phase_is one down
note D one
wait_for 5 test -e one/down
over one
begin one
note "begun after D" one
tell one U
wait_for 5 spoken_for one 1
note "U again" one
missing one/down || fail "U has left the file down"
tell one Q
wait_for 5 want_is one once
note Q one
[ -e one/down ] || fail "Q has left no file down"
over one
quiet one
expect <<END
begun: down want=down main=- kin=-
u: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
U: up want=up main=main kin=main
D: down want=down main=- kin=-
begun after D: down want=down main=- kin=-
U again: up want=up main=main kin=main
Q: up want=once main=main kin=main
END
