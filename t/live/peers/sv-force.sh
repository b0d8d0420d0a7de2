#!/bin/sh
# force-stop and force-restart: the client's time is over, and it sends KILL.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs sv

# The answer of sv then depends on how soon the KILL takes effect.
forced() {
    code=0
    sv -w 1 "$1" ./one >>"$STAGE/client.log" 2>&1 || code=$?
    echo "$1: $code" >>"$record"
}

daemon one 'fork{setsid ignore:15 main serve}'
begin one delay=50 stop-timeout=60000
wait_for 5 settled one 1
wait_for 5 shows one u 1
client sv -w 1 stop ./one
forced force-restart
wait_for 5 settled one 2
wait_for 5 shows one u 1
client sv status ./one
forced force-stop
wait_for 5 shows one d 0
client sv status ./one
over one
ignores='supervise one: warning: the main process ignores the stop signal: sending TERM to all processes'
said one "$ignores
$ignores"
expect <<'END'
$ sv -w 1 stop ./one
timeout: run: ./one: (main) Ns, want down, got TERM
=> 1
force-restart: 1
$ sv status ./one
run: ./one: (main) Ns
force-stop: 1
$ sv status ./one
down: ./one: Ns, normally up
END
