#!/bin/sh
# A million random bytes into supervise/control.  supervise obeys or ignores each, one
# service runs in the end, supervise has not grown, and a command in between is obeyed.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# private PID: prints the kilobytes to which it has written.  A page of its program counts
# as its own whenever no other supervise runs, and other stories start and end them.
private() {
    awk '$1 == "Anonymous:" { print $2 }' "/proc/$1/smaps_rollup"
}

daemon scan/one 'main serve'
SVDIR=$PWD/scan
export SVDIR
scan scan
wait_for 10 spoken_for scan/one 1

count=1000000
# A sanitizer makes this ten times as slow.
! grep -q __asan "$FOSTER_BIN/supervise" || count=100000

# One of them is `x`: supervise exits, and svscan starts another.
head -c $count /dev/urandom >bytes
timeout "$(patient 300)" dd if=bytes bs=4096 of=scan/one/supervise/control conv=nocreat,notrunc \
    2>>dd.err || true # there may be no reader
wait_for 20 unsupervised scan/one
svctl scan
wait_for 20 supervised scan/one
# The remaining bytes are obeyed first.
is_up() { svctl up --timeout "$(patient 10)s" one 2>>up.log && main_is scan/one main; }
wait_for 60 is_up
same "who runs" 1 "$(living main | wc -l)"

# None of these is `x`, and no `e` upgrades supervise: one process lives through all of
# them.
one=$(supervise_of one)
tr -d ex <bytes >most
before=$(private "$one")
timeout "$(patient 300)" dd if=most bs=4096 of=scan/one/supervise/control conv=nocreat,notrunc 2>>dd.err
is_down() { svctl down --timeout "$(patient 10)s" one 2>>down.log && phase_is scan/one down; }
wait_for 60 is_down
wait_for 60 is_up
same "its supervise" "$one" "$(supervise_of one)"
grown=$(($(private "$one") - before))
if ! grep -q __asan "$FOSTER_BIN/supervise"; then # whose memory grows by itself
    [ "$grown" -le 24 ] || fail "its supervise has grown by $grown kB"
fi
scan_over TERM
