#!/bin/sh
# svctl log -f shows the lines of real loggers across rotations; no line is lost or shown
# twice, however late svctl looks.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

SVDIR=$PWD/scan
export SVDIR
lines=3000 # of some 50 bytes, in files of 4096

# follow NAME: starts it, into followed.NAME, with the last line; then it watches.
follow() {
    svctl log -f -n 1 "$1" >"followed.$1" 2>"followed.$1.err" 8>&- &
    follows=$!
    wait_for 20 has_followed "$1" 1
}

has_followed() { tail -n 1 "followed.$1" | grep -q " $2\$"; }

# same_lines NAME COUNT: the lines shown are the numbers up to COUNT, in order.
same_lines() {
    seq "$2" >numbers
    sed 's/.* //' "followed.$1" | cmp -s - numbers ||
        fail "lost, doubled or in disorder: $(sed 's/.* //' "followed.$1" | diff - numbers | head)"
    ! grep -v '^20[0-9-]* [0-9:]*[.][0-9]* a line ' "followed.$1" || fail 'a line is not whole'
}

# now_is NAME: its last stamp is the present time, whatever leap seconds its logger
# counts.
now_is() {
    shown=$(tail -n 1 "followed.$1" | cut -c 1-19)
    ago=$(($(date +%s) - $(date -d "$shown" +%s)))
    if [ "$ago" -lt -1 ] || [ "$ago" -gt 24 ]; then fail "$1: $shown is $ago s ago"; fi
}

write() { seq "$@" | sed 's/^/a line of some length, so that files are full soon /'; }

# life NAME COMMAND...: runs a logger that gets lines on its standard input, first while
# svctl looks, then while svctl is stopped, so that many files have come and gone.
life() {
    name=$1
    shift
    mkdir -p "scan/$name/log/main"
    mkfifo "$name.fifo"
    "$@" <"$name.fifo" 2>"$name.err" &
    logger=$!
    exec 8>"$name.fifo" # not for followers, or it never ends
    write 1 >&8
    wait_for 20 written "$name" 1
    follow "$name"
    write 2 "$lines" >&8
    wait_for 60 has_followed "$name" "$lines"
    now_is "$name"
    signal STOP "$follows"
    wait_for 20 stopped "$follows"
    write $((lines + 1)) $((2 * lines)) >&8
    wait_for 60 written "$name" $((2 * lines))
    signal CONT "$follows"
    wait_for 60 has_followed "$name" $((2 * lines))
    printf 'a line in ' >&8
    echo "two pieces $((2 * lines + 1))" >&8
    wait_for 60 has_followed "$name" $((2 * lines + 1))
    exec 8>&-
    wait_for 20 finished "$logger"
    same_lines "$name" $((2 * lines + 1))
    signal TERM "$follows"
    wait_for 20 finished "$follows"
    [ ! -s "followed.$name.err" ] || fail "it says: $(cat "followed.$name.err")"
    files=$(find "scan/$name/log/main" -name '@*.[su]' | wc -l)
    [ "$files" -gt 40 ] || fail "$name was rotated $files times only"
    echo "$name: followed" >>"$record"
}
written() { grep -qs " $2\$" "scan/$1/log/main/"*; } # it may have been rotated at once

tried=0
if installed multilog; then
    tried=$((tried + 1))
    life multilog multilog t s4096 n1000 ./scan/multilog/log/main
    life processed multilog t s4096 n1000 !cat ./scan/processed/log/main
fi
if installed svlogd; then
    tried=$((tried + 1))
    mkdir -p scan/svlogd/log/main
    printf 's4096\nn1000\n' >scan/svlogd/log/main/config
    life svlogd svlogd -tt scan/svlogd/log/main
fi
if installed s6-log; then
    tried=$((tried + 1))
    life s6-log s6-log t s4096 n1000 "$PWD/scan/s6-log/log/main"
fi
[ "$tried" -gt 0 ] || skip 'there is no multilog, svlogd or s6-log here'

# --- Several logs are followed together, each with its name; a missing log is reported.
for name in web db; do mkdir -p "scan/$name/log/main"; done
touch scan/db/log/main/lock # its logger has just begun
echo 'before' >scan/web/log/main/current
: >several
svctl log -f --grep 'e$' web db none >several 2>several.err &
follows=$!
several_are() { [ "$(tr '\n' ' ' <several)" = "$1 " ]; }
wait_for 20 several_are 'web: before'
echo '@400000006b040d5020f52c04 one' >scan/db/log/main/current # like the first logger
wait_for 20 grep -q '^db: 20[0-9-]* [0-9:]*[.]552 one$' several
printf 'two\nthree\n' >>scan/web/log/main/current
wait_for 20 grep -qx 'web: three' several
! grep two several || fail 'it shows what does not fit'
same 'what it says' "svctl none: fatal: there is no $SVDIR/none" "$(sed 's/[ ;(]*the nearest.*//; s/ (svctl list.*//' several.err)"

# It ends when the last directory is gone, with one line for each.
rm -r scan/web/log
wait_for 20 grep -q 'svctl web: fatal: .*/log/main is gone: ' several.err
rm -r scan/db/log
wait_for 20 finished "$follows"
code=0
wait "$follows" || code=$?
same 'the code of one with no directory left' 111 "$code"

# It ends quietly when the output has no reader any more, also without a line.
mkfifo pipe
svctl log -f multilog svlogd s6-log processed >pipe 2>quiet.err &
follows=$!
exec 7<pipe
read -r _ <&7
exec 7<&-
wait_for 20 finished "$follows"
wait "$follows" || fail "it exits $? when its reader is gone: $(cat quiet.err)"
! grep -v 'no log\|there is no' quiet.err || fail 'it is not quiet'
