#!/bin/sh
# The main process of a service, its supervise and perhaps svscan die at once.  The
# workers, which no supervise has listed, are known by the session of the main process,
# and no second copy is started beside them.  svctl shows the inherited processes.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

lose_svscan() {
    signal KILL "$svscan"
    wait "$svscan" || true
    started=$(echo " $started " | sed "s/ $svscan / /")
}
taken_back() { another_supervise "$1" "$2" && grep -q taken-back "scan/$1/supervise/state"; }
listed() { svctl tree -S scan one | grep -q "^ *$1 "; }

[ "${life-}" ] || life='main fork{note:worker serve} serve' # 152 has another life
daemon scan/one "$life"
daemon scan/two 'main serve'
scan scan
wait_for 10 spoken_for scan/one 1
wait_for 10 spoken_for scan/two 1
wait_for 10 noted worker

# While svscan has orphans of two services, another orphan may belong to either.
two=$(supervise_of two)
signal KILL "$two"
wait_for 10 taken_back two "$two"
killed=$(supervise_of one)
signal STOP "$svscan"
wait_for 5 stopped "$svscan"
signal STOP "$killed"
wait_for 5 stopped "$killed"
wait_for 10 has_main scan/one
signal KILL "$found_main" "$killed"
wait_for 5 finished "$killed"
signal CONT "$svscan"
wait_for 10 another_supervise one "$killed"
wait_for 10 phase_is scan/one degraded
note "with its supervise" scan/one
wait_for 10 listed "$(pid_of worker)"
kill_noted worker
wait_for 10 spoken_for scan/one 2
wait_for 10 noted worker 2

# No svscan reports orphans.
killed=$(supervise_of one)
signal STOP "$killed"
wait_for 5 stopped "$killed"
main=$(main_of scan/one)
lose_svscan
signal KILL "$main" "$killed"
wait_for 5 gone "$killed"
wait_for 5 gone "$main"
scan scan
wait_for 10 another_supervise one "$killed"
wait_for 10 phase_is scan/one degraded
note "and svscan" scan/one
wait_for 10 listed "$(pid_of worker)"
kill_noted worker
wait_for 10 spoken_for scan/one 3
scan_over TERM
expect <<END
with its supervise: degraded want=up main=- kin=worker
and svscan: degraded want=up main=- kin=worker
END
