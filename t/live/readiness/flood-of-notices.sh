#!/bin/sh
# Any process can send to NOTIFY_SOCKET.  Notices of strangers are ignored, read slowly,
# and do not delay those of the service.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'main on:1{say:READY=1} serve'
printf 'ready.how = "notify"\n' >one/service.toml
begin one
wait_for 5 spoken_for one 1
hears=$supervise
NOTIFY_SOCKET=$(cat one/supervise/notify) actor 'times:4000{say:READY=1} note:flooded' &
stranger=$!
started="$started $stranger"

# In a second supervise reads at most 640 of them, and a few wait.
daemon second 'main say:READY=1 serve'
printf '[ready]\nhow = "notify"\nwatchdog = "1s"\n' >second/service.toml
begin second
wait_for 10 field_is second starts 2
! noted flooded || fail "4000 messages of a stranger were read in a second"
field_is one ready false || fail "a stranger was believed"
tell one h
wait_for 10 field_is one ready true
! noted flooded || fail "the service was heard only after the stranger"
signal TERM "$stranger"
tell second x
wait_for 10 unsupervised second
supervise=$hears
over one
quiet one
