#!/bin/sh
# `x`, TERM and HUP each bring all processes down and end supervise; INT, which a shell
# ignores for what it starts with `&`, does not.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid fork{main fork{note:worker serve} serve}}'
begin one
wait_for 5 spoken_for one 1
tell one x
ended one 0
note x one
for signal in TERM HUP; do
    begin one
    wait_for 5 spoken_for one 1
    signal INT "$supervise"
    signal "$signal" "$supervise"
    ended one 0
    note "$signal" one
done
# And while no process runs.
touch one/down
begin one
tell one x
ended one 0
note "x when down" one
quiet one
expect <<END
x: down want=down main=- kin=-
TERM: down want=down main=- kin=-
HUP: down want=down main=- kin=-
x when down: down want=down main=- kin=-
END
