#!/bin/sh
# svctl reload, signal, pause, cont and kill: which process gets which signal, for what
# svctl waits, and what it refuses.
# shellcheck disable=SC2016 # what a run script says
. "${0%/*}/../lib.sh"

# one: a main process that notes its signals, and a worker.
service one '
for s in HUP USR1 USR2; do trap "echo $s >>../heard" $s; done
(exec sleep 1000) &
echo $! >../worker
echo ready >>../heard
while :; do wait; done'
service down 'exec sleep 1000'
touch down/down heard
begin one
begin down

heard() { grep -qx "$1" heard; }
wait_for 10 heard ready
client svctl reload ./one
wait_for 10 heard 'HUP'
echo 'reload.signal = "USR2"' >one/service.toml
client svctl reload ./one
wait_for 10 heard 'USR2'
client svctl signal SIGUSR1 ./one
wait_for 10 heard 'USR1'
main=$(main_of one)
client svctl pause ./one
stopped "$main" || fail "the main is not stopped"
client svctl cont ./one
running "$main" || fail "the main is stopped"
: >heard
worker=$(cat worker)
client svctl kill ./one
gone "$main" || fail "the main lives"
gone "$worker" || fail "the worker lives"
wait_for 10 heard ready
wait_for 10 field_is one starts 2

client svctl pause ./down ./one
client svctl signal HUP ./down
client svctl reload ./down
client svctl kill ./down
client svctl signal HUP
client svctl signal HPU ./one
client svctl signal STOP ./one
client svctl cont --timeout=5s ./one
expect <<'END'
$ svctl reload ./one
$ svctl reload ./one
$ svctl signal SIGUSR1 ./one
$ svctl pause ./one
$ svctl cont ./one
$ svctl kill ./one
$ svctl pause ./down ./one
svctl down: fatal: no process of the service is alive (start it with svctl up)
=> 1
$ svctl signal HUP ./down
svctl down: fatal: no process of the service is alive (start it with svctl up)
=> 1
$ svctl reload ./down
svctl down: fatal: no process of the service is alive (start it with svctl up)
=> 1
$ svctl kill ./down
svctl down: fatal: no process of the service is alive (start it with svctl up)
=> 1
$ svctl signal HUP
svctl: fatal: a signal and a service name are required (see svctl signal --help)
=> 2
$ svctl signal HPU ./one
svctl: fatal: unable to send the signal "HPU": supervise sends HUP, INT, QUIT, ABRT, KILL, USR1, USR2, ALRM, TERM, WINCH (use svctl pause and svctl cont for STOP and CONT)
=> 2
$ svctl signal STOP ./one
svctl: fatal: unable to send the signal "STOP": supervise sends HUP, INT, QUIT, ABRT, KILL, USR1, USR2, ALRM, TERM, WINCH (use svctl pause and svctl cont for STOP and CONT)
=> 2
$ svctl cont --timeout=5s ./one
END

: >"$record"
mkdir scan
client svctl scan --scan-dir scan
scan scan
in_scan() { [ "$(readlink "/proc/$svscan/cwd")" = "$PWD/scan" ]; }
wait_for 10 in_scan
client svctl scan --scan-dir scan
client svctl scan scan
client svctl scan --scan-dir nowhere
expect <<'END'
$ svctl scan --scan-dir scan
svctl: fatal: no svscan runs for scan (start one: svscan scan)
=> 100
$ svctl scan --scan-dir scan
$ svctl scan scan
svctl: fatal: unexpected operand "scan": svctl scan takes no service (see svctl scan --help)
=> 2
$ svctl scan --scan-dir nowhere
svctl: fatal: unable to find the scan directory nowhere (choose another with --scan-dir or SVDIR): No such file or directory
=> 111
END
scan_over TERM
