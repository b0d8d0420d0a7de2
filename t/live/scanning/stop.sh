#!/bin/sh
# TERM to svscan: each service ends first and its log after it, by end-of-file, when it
# has read the last lines.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir new scan
for name in one two; do
    daemon "new/$name" "fork{on:15{note:$name-over print:last-words-of-$name exit:0}
        print:hello note:$name serve}"
    service "new/$name/log" "actor note:$name-log
while read -r line; do echo \"\$line\" >>$STAGE/$name.log; done
exec actor until:$STAGE/go note:$name-log-over"
    mv "new/$name" scan
done
scan scan
for name in one two; do
    wait_for 5 settled "scan/$name" 1
    wait_for 5 noted "$name"
    wait_for 5 noted "$name-log"
    wait_for 5 phase_is "scan/$name/log" up
    note "$name" "scan/$name"
done
signal TERM "$svscan"
for name in one two; do
    wait_for 5 phase_is "scan/$name/log" stopping # and svscan does not hurry it
done
touch go
scan_ended
for name in one two; do
    note "$name over" "scan/$name"
    {
        field "scan/$name/log" phase
        cat "$name.log"
        grep "^$name-.*over" "$ACTOR_LOG" | cut -d ' ' -f 1
    } >>"$record"
done
quiet svscan
expect <<END
one: up want=up main=one kin=one
two: up want=up main=two kin=two
one over: down want=down main=- kin=-
down
hello
last-words-of-one
one-over
one-log-over
two over: down want=down main=- kin=-
down
hello
last-words-of-two
two-over
two-log-over
END
