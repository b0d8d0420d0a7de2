#!/bin/sh
# Without svscan: a killed supervise has left its service.  Another supervise refuses to
# start a second copy.  With --take-over it follows the processes, which are not its
# children, to their end, and then is a supervise like any other.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# abandon DIR: kills its supervise.
abandon() {
    signal KILL "$supervise"
    wait "$supervise" || true
    started=$(echo " $started " | sed "s/ $supervise / /")
}

daemon one 'fork{setsid fork{main fork{note:worker serve} serve}}'
begin one
wait_for 10 spoken_for one 1
main=$(main_of one)
abandon one

launch one
wait_for 5 finished "$supervise"
code=0
wait "$supervise" || code=$?
same "exit code" 100 "$code"
started=$(echo " $started " | sed "s/ $supervise / /")
said one "supervise one: fatal: unable to start the service a second time: it is alive (pid $main), left by a killed supervisor (end it, or recover it with --take-over)"

supervise --take-over one 2>>one.err &
supervise=$!
started="$started $supervise"
wait_for 5 supervised one
wait_for 5 spoken_for one 1
note "taken over" one
same "the main" "$main" "$(main_of one)"

# A process that is no child is signalled, and its death is noticed.
signal KILL "$main"
wait_for 5 main_is one -
note "its main is killed" one
tell one t
wait_for 10 spoken_for one 2
note "and its worker told to end" one

# Files of an earlier boot are not believed.
abandon one
sed -i 's/^boot = .*/boot = "another"/' one/supervise/state
kill_noted '.*'
begin one
wait_for 10 spoken_for one 1
note "after a boot" one
over one
expect <<END
taken over: up want=up main=main kin=main
its main is killed: degraded want=up main=- kin=worker
and its worker told to end: up want=up main=main kin=main
after a boot: up want=up main=main kin=main
END
