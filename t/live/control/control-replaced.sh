#!/bin/sh
# A file replaces supervise/control while supervise runs: supervise goes on, and the next
# one names the fault.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
begin one
wait_for 5 spoken_for one 1
rm one/supervise/control
touch one/supervise/control
tell one d
signal_main KILL one
wait_for 5 spoken_for one 2
note "killed and back" one
signal TERM "$supervise"
ended one 0
quiet one
launch one
ended one 100
said one 'supervise one: fatal: unable to use supervise/control: it is not a FIFO (remove it)'
rm one/supervise/control
rm one.err
begin one
wait_for 5 spoken_for one 1
note mended one
over one
quiet one
expect <<END
killed and back: up want=up main=main kin=main
mended: up want=up main=main kin=main
END
