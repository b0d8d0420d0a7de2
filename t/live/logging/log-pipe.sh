#!/bin/sh
# The pipe to the log outlives both of its ends: no restart loses a line, be it of the
# service, of the log or of either supervise.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir new scan
mkfifo words
exec 9<>words
service new/one "while read -r line; do
    echo \"\$line\"
    echo \"\$line\" >>$STAGE/sent
done <$STAGE/words"
service new/one/log "exec cat >>$STAGE/logged"
touch logged sent
mv new/one scan
scan scan

logged() {
    [ "$(tail -n 1 logged)" = "$1" ]
}

sent() {
    [ "$(tail -n 1 sent)" = "$1" ]
}

wait_for 5 settled scan/one 1
wait_for 5 settled scan/one/log 1
echo first >words
wait_for 5 logged first

killed=$(main_of scan/one/log)
signal KILL "$killed"
wait_for 5 gone "$killed" # a dying process still reads
echo "while the log is dead" >words
wait_for 5 logged "while the log is dead"

signal_main KILL scan/one
wait_for 5 settled scan/one 2
echo "by the second service" >words
wait_for 5 logged "by the second service"

tell scan/one/log d
wait_for 5 phase_is scan/one/log down
echo "while the log is down" >words
wait_for 5 sent "while the log is down"
old=$(supervise_of one/log)
signal KILL "$old"
wait_for 5 another_supervise one/log "$old"
wait_for 5 supervised scan/one/log
tell scan/one/log u
wait_for 5 logged "while the log is down"

tell scan/one/log d
wait_for 5 phase_is scan/one/log down
echo "while the log is down again" >words
wait_for 5 sent "while the log is down again"
tell scan/one d
wait_for 5 phase_is scan/one down
old=$(supervise_of one)
signal KILL "$old"
wait_for 5 another_supervise one "$old"
wait_for 5 supervised scan/one
tell scan/one u
wait_for 5 phase_is scan/one up
echo "by another supervise" >words
wait_for 5 sent "by another supervise"
tell scan/one/log u
wait_for 5 logged "by another supervise"
scan_over TERM
cp logged "$record"
expect <<END
first
while the log is dead
by the second service
while the log is down
while the log is down again
by another supervise
END
