#!/bin/sh
# supervise may be a link into a file system that is empty after a boot, even without the
# directories above its target.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
mkdir run
ln -s ../run/supervise.one one/supervise
begin one
wait_for 5 spoken_for one 1
note started one
[ -p run/supervise.one/control ] || fail "the link's target was not made"
same "mode of the target" 700 "$(stat -c %a run/supervise.one)"
over one
begin one # and when the target exists
wait_for 5 spoken_for one 1
note "started again" one
over one
quiet one
same "run has" supervise.one "$(ls run)"

daemon far 'main serve'
ln -s "$STAGE/run/runit//supervise/far" far/supervise
begin far
wait_for 5 spoken_for far 1
note far far
same "mode of the target" 700 "$(stat -c %a run/runit/supervise/far)"
[ "$(stat -c %A run/runit/supervise)" = "$(stat -c %A run)" ] ||
    fail "run/runit/supervise is $(stat -c %A run/runit/supervise)"
over far
quiet far
expect <<END
started: up want=up main=main kin=main
started again: up want=up main=main kin=main
far: up want=up main=main kin=main
END
