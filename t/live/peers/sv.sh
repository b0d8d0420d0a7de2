#!/bin/sh
# runit's client drives a foster service.  It reads the status before it writes, so each
# step waits until the previous one is published.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs sv
daemon one 'fork{setsid on:1{note:HUP} on:10{note:USR1} main serve}'
begin one delay=50
wait_for 5 settled one 1
wait_for 5 shows one u 1
client sv status ./one
client cat one/supervise/stat
same supervise/pid "$(main_of one)" "$(cat one/supervise/pid)"
client sv -w 5 down ./one
wait_for 5 shows one d 0
client cat one/supervise/stat
same "supervise/pid when down" '' "$(cat one/supervise/pid)"
client sv status ./one
starting_client 2 sv -v -w 5 up ./one
wait_for 5 shows one u 1
client sv up ./one
client sv pause ./one
wait_for 5 shows one u 1 1
client sv status ./one
client sv cont ./one
wait_for 5 shows one u 1
client sv hup ./one
client sv 1 ./one
for signal in HUP USR1; do wait_for 5 noted "$signal"; done
client sv term ./one
wait_for 5 settled one 3
wait_for 5 shows one u 1
client sv kill ./one
wait_for 5 settled one 4
wait_for 5 shows one u 1
# sv accepts a process that was started in the second of its request as the restarted one.
another_second() { [ "$(date +%s)" != "$second" ]; }
second=$(date +%s)
wait_for 5 another_second
starting_client 5 sv -w 5 restart ./one
wait_for 5 shows one u 1
client sv -w 5 stop ./one
starting_client 6 sv -w 5 start ./one
wait_for 5 shows one u 1
client sv once ./one
wait_for 5 shows one d 1
client sv status ./one
client sv -w 5 force-stop ./one
wait_for 5 shows one d 0
client sv once ./one
wait_for 5 settled one 7
wait_for 5 shows one d 1
client sv kill ./one
wait_for 5 shows one d 0
client sv status ./one
touch one/down
client sv status ./one
client sv status ./one ./none
client sv exit ./one
ended one 0
client sv status ./one
client sv down ./one
quiet one
expect <<'END'
$ sv status ./one
run: ./one: (main) Ns
$ cat one/supervise/stat
run
$ sv -w 5 down ./one
ok: down: ./one: Ns, normally up
$ cat one/supervise/stat
down
$ sv status ./one
down: ./one: Ns, normally up
$ sv -v -w 5 up ./one
ok: run: ./one: (main) Ns
$ sv up ./one
$ sv pause ./one
$ sv status ./one
run: ./one: (main) Ns, paused
$ sv cont ./one
$ sv hup ./one
$ sv 1 ./one
$ sv term ./one
$ sv kill ./one
$ sv -w 5 restart ./one
ok: run: ./one: (main) Ns
$ sv -w 5 stop ./one
ok: down: ./one: Ns, normally up
$ sv -w 5 start ./one
ok: run: ./one: (main) Ns
$ sv once ./one
$ sv status ./one
run: ./one: (main) Ns, want down
$ sv -w 5 force-stop ./one
ok: down: ./one: Ns, normally up
$ sv once ./one
$ sv kill ./one
$ sv status ./one
down: ./one: Ns, normally up
$ sv status ./one
down: ./one: Ns
$ sv status ./one ./none
down: ./one: Ns
fail: ./none: unable to change to service directory: file does not exist
=> 1
$ sv exit ./one
$ sv status ./one
fail: ./one: runsv not running
=> 1
$ sv down ./one
fail: ./one: runsv not running
=> 1
END
