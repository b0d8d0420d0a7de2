#!/bin/sh
# The file system of supervise/ has become read-only, and the supervise is killed: the next
# one takes the service back, and keeps others away, though it can write no status.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root mounts"
if [ ! "${UNSHARED-}" ]; then
    unshare --mount true || skip "no mount namespaces here"
    trap - EXIT
    UNSHARED=yes exec unshare --mount /bin/sh "$0"
fi

daemon scan/one 'fork{setsid main serve}'
scan scan
wait_for 10 spoken_for scan/one 1
main=$(main_of scan/one)
mount --bind scan/one/supervise scan/one/supervise
mount -o remount,bind,ro scan/one/supervise

signal KILL "$(supervise_of one)"
begun() { grep -q 'unable to write the status to supervise/.*Read-only' svscan.err; }
wait_for 10 begun
alive "$main" || fail "the service has ended"
code=0
supervise scan/one 2>second.err || code=$?
same "exit code of a second one" 111 "$code"
grep -q 'is another supervisor running here' second.err || fail "$(cat second.err)"
svctl -S scan down one -t 1s 2>down.err || true # it cannot say that it is down
wait_for 10 finished "$main"
mount -o remount,bind,rw scan/one/supervise
wait_for 10 phase_is scan/one down
scan_over TERM
