#!/bin/sh
# svscan remembers nothing about directories that came and went: three thousand more need
# no memory, where their names alone would need 300 kB.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

umask 022
private() { awk '/^Private/ { all += $2 } END { print all }' "/proc/$svscan/smaps_rollup"; }
told() { [ "$(grep -c "$1-.* is world-writable.*not started" svscan.err)" = 1000 ]; }
back() { [ "$(private)" -le "$1" ]; }
mkdir scan
: >svscan.err
scan scan
wait_for 5 is_program "$svscan" svscan
[ -r "/proc/$svscan/smaps_rollup" ] || skip 'this kernel does not tell how much it is'
! ldd "$FOSTER_BIN/svscan" 2>&1 | grep -q libasan || skip 'a sanitizer keeps what was freed'
# Every user may change them, so that no supervise is started.
round() {
    mkdir new
    for i in $(seq 1000); do echo "new/$1-a-service-of-some-name-$i"; done | xargs mkdir -m 777
    mv new/* scan
    wait_for 20 told "$1"
    rm -r scan/* new
    daemon new/last 'main serve'
    mv new/last scan
    wait_for 10 spoken_for scan/last 1 # so the others are gone
    rm -r scan/last new
}
round first
round second
most=$(($(private) + 150)) # how much free memory malloc keeps depends on the order of events
for name in third fourth fifth; do round "$name"; done
wait_for 10 back "$most" # private memory in kB
scan_over TERM
