#!/bin/sh
# svscan and all its supervise processes are killed.  A service that was commanded down
# stays down, a failed one stays failed, a waiting one continues to wait, and the counters
# are unchanged.  A supervise that exited on request leaves none of that.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

down_and_counted() { phase_is scan/down down && field_is scan/down starts 2; }
# facts NAME: prints the facts that must survive.
facts() {
    echo "$1: $(field "scan/$1" phase) want=$(field "scan/$1" want)" \
        "starts=$(field "scan/$1" starts) $(grep -A3 last-death "scan/$1/supervise/state" |
            grep -E 'how|status' | tr -d '\n')"
}

daemon scan/down 'main serve'
daemon scan/failed 'exit:100'
daemon scan/waits 'exit:1'
echo 'restart.delay = "1h"' >scan/waits/service.toml
daemon scan/exits 'main serve'
scan scan
wait_for 10 spoken_for scan/down 1
signal_main KILL scan/down
wait_for 10 spoken_for scan/down 2
tell scan/down d
wait_for 10 down_and_counted
wait_for 10 phase_is scan/failed failed
wait_for 10 phase_is scan/waits waiting
for name in down failed waits; do facts $name; done >before

pids=$(ps -o pid= --ppid "$svscan")
signal STOP "$svscan"
wait_for 5 stopped "$svscan"
for pid in $pids; do
    [ "$pid" -gt 1 ] || fail "no pid: $pid"
    signal KILL "$pid"
done
signal KILL "$svscan"
wait "$svscan" || true
started=$(echo " $started " | sed "s/ $svscan / /")
scan scan
for name in down failed waits exits; do
    wait_for 10 another_supervise $name 0
    wait_for 10 supervised scan/$name
done
for name in down failed waits; do facts $name; done >after
diff -u before after || fail "something was undone"
wait_for 10 spoken_for scan/exits 1

# One that exited on request starts afresh.
tell scan/down u
wait_for 10 spoken_for scan/down 3
ended=$(supervise_of down)
tell scan/down x
wait_for 15 another_supervise down "$ended"
wait_for 10 spoken_for scan/down 1
scan_over TERM
