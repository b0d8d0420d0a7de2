#!/bin/sh
# supervise and svscan can open nothing more (EMFILE).  The service is kept alive, each
# problem is reported once, and the work is done as soon as there is a descriptor.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# A sanitizer checks memory through a pipe.
! grep -q __asan "$FOSTER_BIN/supervise" || skip "a sanitizer needs descriptors"
# may_open PID COUNT
may_open() {
    prlimit --pid "$1" --nofile="$2:"
}
# used_by PID: prints the lowest number that it does not use; with that as its limit it
# gets no other descriptor.
used_by() {
    number=0
    while [ -e "/proc/$1/fd/$number" ]; do number=$((number + 1)); done
    echo "$number"
}
said_once() {
    [ "$(grep -c -- "$1" svscan.err)" = 1 ]
}

# The service has the limit of its supervise, and opens nothing.
service scan/one "exec actor 'note:run main serve'"
SVDIR=$PWD/scan
export SVDIR
scan scan
wait_for 10 spoken_for scan/one 1
one=$(supervise_of one)

may_open "$one" "$(used_by "$one")"
kill_noted main
wait_for 20 noted main 2
wait_for 20 said_once 'unable to write the status'
kill_noted main
wait_for 20 noted main 3
may_open "$one" 1024
wait_for 20 spoken_for scan/one 3
same "its supervise" "$one" "$(supervise_of one)"

may_open "$svscan" "$(used_by "$svscan")"
mkdir new
daemon new/two 'main serve'
mv new/two scan
signal HUP "$svscan"
wait_for 20 grep -q 'unable to read the scan directory' svscan.err
kill_noted main
wait_for 20 spoken_for scan/one 4
may_open "$svscan" 1024
wait_for 30 supervised scan/two
wait_for 30 main_is scan/two main
svctl down --timeout "$(patient 20)s" one two
scan_over TERM
sed "s,$PWD,PWD,g" svscan.err | sort -u >>"$record"
expect <<'END'
supervise one: info: the status is written to supervise/ again
supervise one: warning: unable to write the status to supervise/ (trying again every second): Too many open files
svscan scan: warning: unable to read the scan directory (trying again every 5 seconds): Too many open files
END
