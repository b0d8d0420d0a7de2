#!/bin/sh
# A million random bytes into supervise/control: whatever they order is done or passed
# over, one service runs in the end, supervise has not grown, and an order that is given
# meanwhile is obeyed.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

# private PID: kilobytes that it has written to. A page of its program is its own whenever no
# other supervise runs it, and other stories' come and go.
private() {
    awk '$1 == "Anonymous:" { print $2 }' "/proc/$1/smaps_rollup"
}

daemon scan/one 'main serve'
SVDIR=$PWD/scan
export SVDIR
scan scan
wait_for 10 spoken_for scan/one 1

count=1000000
# It is ten times as slow with a sanitizer.
! grep -q __asan "$FOSTER_BIN/supervise" || count=100000

# One of them means `x`: its supervise ends as it was told, and another is asked for.
head -c $count /dev/urandom >bytes
timeout "$(patient 300)" dd if=bytes bs=4096 of=scan/one/supervise/control conv=nocreat,notrunc \
    2>>dd.err || true # there may be nobody who reads
wait_for 20 unsupervised scan/one
svctl scan
wait_for 20 supervised scan/one
# What is left of them is obeyed first.
is_up() { svctl up --timeout "$(patient 10)s" one 2>>up.log && main_is scan/one main; }
wait_for 60 is_up
same "who runs" 1 "$(living main | wc -l)"

# None of these does, and no `e` starts its memory anew: it lives through all of them.
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
