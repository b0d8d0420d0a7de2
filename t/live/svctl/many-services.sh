#!/bin/sh
# Hundreds of services in one look, which takes several threads if there are several
# processors: each is shown once, in order, and as in a look at it alone.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

SVDIR=$PWD/scan
export SVDIR
mkdir -p scan real/nobody
daemon real/up 'main serve'
daemon real/odd 'main serve'
daemon real/down 'main serve'
touch real/down/down
for name in up odd down; do begin real/$name; done
wait_for 10 spoken_for real/up 1
wait_for 10 spoken_for real/odd 1
wait_for 10 phase_is real/down down
# TOML that foster does not write, and longer than one read.
{
    seq -f '# %g: a newer supervise may say more' 200
    cat real/odd/supervise/state
} >real/odd/state.new
mv real/odd/state.new real/odd/supervise/state

ln -s ../real/up scan/000 # so that the halves differ
for i in $(seq -w 100); do
    for name in up odd down nobody; do ln -s "../real/$name" "scan/$i-$name"; done
done
list() { # the table, without values that change
    awk 'NR > 1 { print $1, $2 == "not" ? "not supervised" : $2 " " $3 }'
}
code=0
svctl status >all || code=$?
code_of_one=0
taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" svctl status >by_one || code_of_one=$?
same 'the exit code' "$code_of_one" "$code"
list <all >all.list
list <by_one >one.list
cmp all.list one.list || fail "$(diff all.list one.list | head)"
echo "000 up $(main_of real/up)" >expected.list
for i in $(seq -w 100); do
    echo "$i-down down -"
    echo "$i-nobody not supervised"
    echo "$i-odd up $(main_of real/odd)"
    echo "$i-up up $(main_of real/up)"
done >>expected.list
cmp all.list expected.list || fail "$(diff all.list expected.list | head)"
