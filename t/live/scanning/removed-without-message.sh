#!/bin/sh
# rm -rf of a service and its log: both end without a message.  If only supervise/ is
# removed, the failure to write the status is reported.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

for name in one two three; do
    daemon "scan/$name" 'main serve'
    service "scan/$name/log" 'exec cat >/dev/null'
done
mkdir etc
mv scan/two etc
ln -s ../etc/two scan/two
scan scan
for name in one two three; do
    wait_for 10 spoken_for "scan/$name" 1
    wait_for 10 settled "scan/$name/log" 1
done
mains=''
supervises=''
for name in one two; do
    mains="$mains $(main_of "scan/$name")"
    supervises="$supervises $(supervise_of $name) $(supervise_of $name/log)"
done
rm -rf scan/one etc/two
for pid in $mains $supervises; do wait_for 20 finished "$pid"; done
quiet svscan

wait_for 10 has_main scan/three
main=$(main_of scan/three)
rm -rf scan/three/supervise
signal KILL "$main"
told() { grep -q 'three: warning: unable to write the status to supervise/' svscan.err; }
wait_for 10 told
scan_over TERM
