#!/bin/sh
# svscan restarts a dead supervise, of a service or of its log.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir new scan
daemon new/one 'fork{setsid main serve}'
service new/one/log 'exec cat >/dev/null'
touch new/one/down new/one/log/down
mv new/one scan
scan scan
for name in one one/log; do
    wait_for 5 supervised "scan/$name"
    old=$(supervise_of "$name")
    signal KILL "$old"
    wait_for 5 another_supervise "$name" "$old"
    wait_for 5 supervised "scan/$name"
done
tell scan/one u
wait_for 5 spoken_for scan/one 1
note "one after all" scan/one
old=$(supervise_of one)
signal TERM "$old" # that ends the service in order; svscan still wants it
wait_for 15 another_supervise one "$old"
wait_for 5 supervised scan/one
note "one dismissed" scan/one
scan_over TERM
said svscan "svscan scan: warning: supervise one was killed by signal 9; starting it again to recover the service
svscan scan: warning: supervise one/log was killed by signal 9; starting it again to recover the service"
expect <<END
one after all: up want=up main=main kin=main
one dismissed: down want=down main=- kin=-
END
