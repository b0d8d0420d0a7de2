#!/bin/sh
# A settled main process that forks a successor and exits 0 hands over: no death, no
# start.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main on:1{fork{note:heir serve} exit:0} serve}'
begin one
wait_for 5 spoken_for one 1
note started one
tell one h
wait_for 5 main_is one heir
note "told HUP" one
same starts 1 "$(field one starts)"
signal_main KILL one
wait_for 5 spoken_for one 2
note "heir killed" one
over one
quiet one
expect <<END
started: up want=up main=main kin=main
told HUP: up want=up main=heir kin=heir
heir killed: up want=up main=main kin=main
END
