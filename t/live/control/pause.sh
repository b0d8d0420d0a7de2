#!/bin/sh
# `p` and `c` pause and continue the main process, and status shows it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
begin one
wait_for 5 spoken_for one 1
main=$(main_of one)
tell one p
wait_for 5 stopped "$main"
wait_for 5 field_is one paused true
tell one c
wait_for 5 running "$main"
wait_for 5 field_is one paused false
tell one p
wait_for 5 stopped "$main"
note paused one
tell one d
wait_for 4 phase_is one down
note down one
over one
quiet one
expect <<END
paused: up want=up main=main kin=main
down: down want=down main=- kin=-
END
