#!/bin/sh
# A supervise is stopped (SIGSTOP).  A waiting client gets a message in time, svscan and
# the other services go on, and supervise obeys the commands when it continues.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon scan/one 'main serve'
daemon scan/two 'main serve'
SVDIR=$PWD/scan
export SVDIR
scan scan
wait_for 10 spoken_for scan/one 1
wait_for 10 spoken_for scan/two 1
main=$(main_of scan/one)
one=$(supervise_of one)
signal STOP "$one"
wait_for 5 stopped "$one"

code=0
svctl restart --timeout 500ms one 2>err || code=$?
same "exit code" 99 "$code"
sed 's/pid [0-9]*/pid P/; s/[0-9]*s)/T)/' err >>"$record"
svctl status -o name,phase one two >>"$record"
svctl restart --timeout "$(patient 20)s" two
signal KILL "$main"
wait_for 5 finished "$main"
mkdir new
daemon new/three 'main serve'
mv new/three scan
wait_for 20 spoken_for scan/three 1

signal CONT "$one"
wait_for 20 spoken_for scan/one 2
same "its supervise" "$one" "$(supervise_of one)"
svctl down --timeout "$(patient 20)s" one two three
scan_over TERM
expect <<'END'
svctl one: fatal: not up again after 500ms: the service is up, with pid P; the command stays in force (use a longer --timeout to wait longer)
one	up
two	up
END
