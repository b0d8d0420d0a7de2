#!/bin/sh
# A stopped process reacts only to KILL and CONT: down sends CONT too.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
begin one
wait_for 5 spoken_for one 1
signal_main STOP one
wait_for 5 stopped "$(main_of one)"
tell one d
wait_for 4 phase_is one down # before a KILL would come
note down one
over one
quiet one
expect <<END
down: down want=down main=- kin=-
END
