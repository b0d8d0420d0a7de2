#!/bin/sh
# The messages and exit codes of a svscan that cannot begin, and of a supervise that
# cannot.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

refused() {
    code=0
    timeout "$(patient 10)" svscan "$@" 2>said.err || code=$?
    echo "$code $(cat said.err)" >>"$record"
}

refused none
touch file
refused file
refused one two
mkdir scan
daemon scan/one 'fork{setsid main serve}'
begin scan/one
wait_for 5 spoken_for scan/one 1
scan scan
wait_for 5 grep -q warning svscan.err
note "supervised by another" scan/one
scan_over_before=$started
signal TERM "$svscan"
wait_for 15 finished "$svscan"
wait "$svscan" || fail "svscan ended with $?"
started=$(echo " $scan_over_before " | sed "s/ $svscan / /")
note "still supervised by another" scan/one
over scan/one
cat svscan.err >>"$record"
expect <<END
111 svscan none: fatal: unable to enter the scan directory: No such file or directory
100 svscan file: fatal: unable to enter the scan directory: it is not a directory
100 svscan: fatal: more than one directory given (usage: svscan [OPTION...] [DIR] [-- COMMAND...])
supervised by another: up want=up main=main kin=main
still supervised by another: up want=up main=main kin=main
supervise one: fatal: unable to acquire supervise/lock (is another supervisor running here?): Resource temporarily unavailable
svscan scan: warning: supervise one exited 111; starting it again
END
