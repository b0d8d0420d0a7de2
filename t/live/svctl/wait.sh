#!/bin/sh
# svctl wait commands nothing, and ends when services are in the given state.
. "${0%/*}/../lib.sh"

SVDIR=.
export SVDIR
service one 'exec sleep 1000'
service two 'exec sleep 1000'
touch two/down
begin one
begin two
wait_for 20 settled one 1

client svctl wait --up --timeout=20s one
client svctl wait --up --timeout=1ms one two
client svctl wait --down --timeout=1ms two one
client svctl wait --up --any --timeout=20s two one
client svctl wait --down --any --timeout=20s nobody two
client svctl wait --ready one nobody
client svctl wait one
client svctl wait --up --down one
client svctl wait --any --failed --timeout=1ms one
sed -i "s/pid [0-9]*/pid PID/" "$record"
expect <<'END'
$ svctl wait --up --timeout=20s one
$ svctl wait --up --timeout=1ms one two
svctl two: fatal: not up after 1ms: the service is down (see svctl why)
=> 99
$ svctl wait --down --timeout=1ms two one
svctl one: fatal: not down after 1ms: the service is up, with pid PID (see svctl why)
=> 99
$ svctl wait --up --any --timeout=20s two one
one
$ svctl wait --down --any --timeout=20s nobody two
svctl nobody: fatal: not supervised: there is no ./nobody (svctl list prints the names)
two
$ svctl wait --ready one nobody
svctl nobody: fatal: not supervised: there is no ./nobody (svctl list prints the names)
=> 100
$ svctl wait one
svctl: fatal: exactly one of --up, --down, --ready, --degraded and --failed is required (see svctl wait --help)
=> 2
$ svctl wait --up --down one
svctl: fatal: exactly one of --up, --down, --ready, --degraded and --failed is required (see svctl wait --help)
=> 2
$ svctl wait --any --failed --timeout=1ms one
svctl one: fatal: not failed after 1ms: the service is up, with pid PID (see svctl why)
=> 99
END

# found_by PID: its child has opened the FIFO of one.
found_by() {
    for child in $(ps -o pid= --ppid "$1"); do
        for file in "/proc/$child/fd/"*; do
            [ "$(readlink "$file")" != "$PWD/one/supervise/ok" ] || return 0
        done
    done
    return 1
}

# It notices changes while it waits.
: >"$record"
{ svctl wait --up --timeout="$(patient 60)s" two one && echo 'both are up' >>"$record"; } &
waits=$!
{ svctl wait --down --timeout="$(patient 60)s" one && echo 'one is down' >>"$record"; } &
also=$!
tell two u
wait "$waits"
tell one d
wait "$also"
{ svctl wait --up --timeout="$(patient 60)s" one 2>heard || echo "=> $?" >>"$record"; } &
waits=$!
wait_for 20 found_by "$waits"
tell one x
wait "$waits"
cat heard >>"$record"
expect <<'END'
both are up
one is down
=> 100
svctl one: fatal: not supervised any more: its supervisor has ended, or ./one/supervise was removed
END

# A line on a terminal, after the first second.
installed script || exit 0
script -qec 'svctl wait --down --timeout=3s two' typescript >"$STAGE/script.log" 2>&1 &&
    fail "two is down"
grep -q 'waiting for two to be down' typescript || fail "nothing is said meanwhile"
