#!/bin/sh
# svscan starts existing and new services, and brings down removed ones; it ignores files,
# and names that begin with a dot.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir new old scan
for name in one two three .hidden; do
    daemon "new/$name" 'fork{setsid fork{main serve}}'
done
touch scan/file
mv new/one new/.hidden scan
scan scan
wait_for 5 spoken_for scan/one 1
note one scan/one
mv new/two scan
wait_for 5 spoken_for scan/two 1
note "two comes" scan/two
ln -s ../new/three scan/three
wait_for 5 spoken_for scan/three 1
note "three is linked" scan/three
mv scan/two old
wait_for 5 phase_is old/two down
wait_for 5 unsupervised old/two
note "two has gone" old/two
rm scan/three
wait_for 5 unsupervised new/three
note "three has gone" new/three
note "one stays" scan/one
[ ! -e scan/.hidden/supervise ] || fail "the hidden one is supervised"
wait_for 5 has_children "$svscan" 1
scan_over TERM
note over scan/one
quiet svscan
expect <<END
one: up want=up main=main kin=main
two comes: up want=up main=main kin=main
three is linked: up want=up main=main kin=main
two has gone: down want=down main=- kin=-
three has gone: down want=down main=- kin=-
one stays: up want=up main=main kin=main
over: down want=down main=- kin=-
END
