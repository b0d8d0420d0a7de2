#!/bin/sh
# A supervise is killed: its service goes on, and the next supervise recovers it with the
# same main process, the same counters, and no second copy.  It learns how its inherited
# processes end.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# taken_back NAME PID: another supervise than PID has the service, and has inherited the
# main process.  Clients find that supervise a moment later.
taken_back() {
    another_supervise "$1" "$2" && grep -q taken-back "scan/$1/supervise/state" &&
        supervised "scan/$1"
}

# kill_supervise NAME
kill_supervise() {
    killed=$(supervise_of "$1")
    signal KILL "$killed"
}

# At this moment svscan reads everything that happened while it was stopped.
together() {
    signal STOP "$svscan"
    wait_for 5 stopped "$svscan"
    "$@"
    signal CONT "$svscan"
}


last_death() {
    sed -n '/^\[last-death\]/,$p' "scan/$1/supervise/state" |
        awk '$1 == "how" { how = $3 } $1 == "status" { print how, $3 }' | tr -d '"'
}

daemon scan/fork 'fork{setsid fork{main fork{note:worker serve} serve}}'
daemon scan/plain 'main serve'
scan scan
wait_for 10 spoken_for scan/fork 1
wait_for 10 spoken_for scan/plain 1
main=$(main_of scan/fork)

# One supervise, then another, then all at once.
kill_supervise fork
wait_for 10 taken_back fork "$killed"
note "killed" scan/fork
same "the main" "$main" "$(main_of scan/fork)"
svctl tree -S scan fork | grep -q "^ *$main .*(main" || fail "svctl does not show its main"
kill_supervise fork
wait_for 10 taken_back fork "$killed"
note "and again" scan/fork
all() {
    kill_supervise plain
    plain=$killed
    kill_supervise fork
}
together all
wait_for 10 taken_back fork "$killed"
wait_for 10 taken_back plain "$plain"
note "both at once" scan/fork
note "both at once" scan/plain
same "the main" "$main" "$(main_of scan/fork)"

# The main process dies, and leaves a worker.  svscan reports the death that it has
# reaped, and the worker belongs to the service before any process reads of the death.
signal KILL "$main"
wait_for 10 phase_is scan/fork degraded
note "its main is killed" scan/fork
echo "the death: $(last_death fork)" >>"$record"
kill_noted worker
wait_for 10 spoken_for scan/fork 2
note "its worker, too" scan/fork

# The main process and its supervise die at once: only svscan can reap the zombie.
both() {
    killed=$(supervise_of plain)
    signal STOP "$killed"
    wait_for 5 stopped "$killed"
    signal_main KILL scan/plain
    signal KILL "$killed"
}
together both
wait_for 10 spoken_for scan/plain 2
note "with its supervise" scan/plain
echo "the death: $(last_death plain)" >>"$record"

# The wanted state is remembered, and inherited processes are stopped like others.
kill_supervise fork
wait_for 10 taken_back fork "$killed"
tell scan/fork d
wait_for 20 phase_is scan/fork down
note "down" scan/fork
nobody=$(living 'worker')
same "who is left of it" '' "$nobody"
kill_supervise fork
wait_for 10 another_supervise fork "$killed"
wait_for 10 supervised scan/fork
note "and killed" scan/fork

# svscan gets TERM while a supervise is dead.
at_the_end() {
    kill_supervise plain
    signal TERM "$svscan"
}
together at_the_end
wait_for 20 finished "$svscan"
wait "$svscan" || fail "svscan did not end well"
started=$(echo " $started " | sed "s/ $svscan / /")
nobody_noted

expect <<END
killed: up want=up main=main kin=main
and again: up want=up main=main kin=main
both at once: up want=up main=main kin=main
both at once: up want=up main=main kin=main
its main is killed: degraded want=up main=- kin=worker
the death: signalled 9
its worker, too: up want=up main=main kin=main
with its supervise: up want=up main=main kin=main
the death: signalled 9
down: down want=down main=- kin=-
and killed: down want=down main=- kin=-
END
