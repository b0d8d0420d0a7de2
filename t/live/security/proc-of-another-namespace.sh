#!/bin/sh
# A pid namespace with the /proc of another, as unshare(1) makes it without --mount-proc:
# its pids are wrong.  foster works as without /proc, and signals no stranger.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

ASAN_OPTIONS=detect_leaks=0 # leak detection needs the right /proc
export ASAN_OPTIONS

# inside: runs in the namespace, where ps shows strangers.
inside() {
    trap - EXIT
    daemon one 'fork{main fork{note:worker serve} serve}'
    supervise one 2>>one.err &
    wait_for 10 spoken_for one 1
    wait_for 10 noted worker
    note started one
    same "pids of another namespace" '' "$(field one children | grep -o 'pid = [0-9]*' |
        awk -v most="$(most_pid)" '$3 > most')"
    signal_main KILL one
    wait_for 10 phase_is one degraded
    note "its main killed" one
    tell one du
    wait_for 10 spoken_for one 2
    note "down and up" one
    tell one d
    wait_for 20 phase_is one down
    note down one
    tell one x
    wait $! || fail "supervise has ended with $?"
    quiet one

    # The same with svscan, whose supervise is killed.
    mkdir scan
    service scan/two "echo \$PPID >ppid
        exec actor 'lock:$STAGE/two.lock note:run fork{main serve}'"
    svscan scan 2>>svscan.err &
    svscan=$!
    wait_for 10 spoken_for scan/two 1
    code=0
    timeout "$(patient 10)" svctl scan -S scan >>"$record" 2>&1 || code=$?
    echo "svctl scan => $code" >>"$record"
    code=0
    timeout "$(patient 10)" svctl status -S scan -o name,phase two >>"$record" 2>&1 || code=$?
    echo "svctl status => $code" >>"$record"
    signal KILL "$(cat scan/two/ppid)"
    wait_for 10 taken_back
    wait_for 10 phase_is scan/two up
    note "taken back" scan/two
    signal TERM $svscan
    wait $svscan || fail "svscan has ended with $?"
    ! pgrep_here || fail "a process is left"
}

taken_back() { grep -q 'to recover the service' svscan.err && supervised scan/two; }

# most_pid: prints the highest pid of the namespace so far.
most_pid() { sh -c 'echo $$'; }

# pgrep_here: whether another process is alive; pids are few here.
pgrep_here() {
    for pid in $(seq 2 "$(most_pid)"); do
        [ "$pid" = $$ ] || ! alive "$pid" || return 0
    done
    return 1
}

if [ "${1-}" = inside ]; then
    inside
    exit
fi
[ "$(id -u)" = 0 ] || skip 'only root makes a pid namespace'
unshare -pf --kill-child true 2>"$STAGE/unshare.log" || skip 'no pid namespace can be made here'
unshare -pf --kill-child sh "$0" inside || fail "inside: $?"
expect <<'END'
started: up want=up main=main kin=main
its main killed: degraded want=up main=- kin=worker
down and up: up want=up main=main kin=main
down: down want=down main=- kin=-
svctl: fatal: unable to look for svscan: /proc belongs to another pid namespace (mount the right one: unshare --mount-proc)
svctl scan => 111
two	up
svctl status => 0
taken back: up want=up main=main kin=main
END
