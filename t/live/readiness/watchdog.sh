#!/bin/sh
# A service that sends its keep-alives in time is not stopped by ready.watchdog or
# ready.timeout, whatever happens to its supervise.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# expires DIR: a silent service with the same times begins now; when it is started again,
# those times have passed.
expired=0
expires() {
    expired=$((expired + 1))
    daemon "silent$expired" 'main say:READY=1 serve'
    cp "$1/service.toml" "silent$expired"
    speaker=$supervise
    begin "silent$expired"
    wait_for 20 field_is "silent$expired" starts 2
    tell "silent$expired" x
    wait_for 10 unsupervised "silent$expired"
    supervise=$speaker
}

# lives_on DIR COUNT: supervise takes a turn, and the service is the same.
lives_on() {
    tell "$1" 1
    wait_for 10 noted turned "$2"
    same "starts of $1" 1 "$(field "$1" starts)"
    quiet "$1"
}

# supervise reads the waiting notices before it finds that none has come in time.
daemon one 'main on:10{say:WATCHDOG=1 note:turned} on:1{say:WATCHDOG=1 note:spoken} say:READY=1 serve'
printf '[ready]\nhow = "notify"\nwatchdog = "2s"\n' >one/service.toml
begin one
wait_for 5 field_is one ready true
main=$(main_of one)
signal STOP "$supervise"
expires one
signal HUP "$main"
wait_for 5 noted spoken
signal CONT "$supervise"
lives_on one 1

# Both stood still, so the service had no time to send.
signal STOP "$supervise" "$main"
expires one
tell one p
signal CONT "$supervise"
wait_for 5 field_is one paused true
tell one c
lives_on one 2
over one

# A notice of a start is also read before the deadline counts.
daemon start 'main on:10{note:turned} on:1{say:READY=1 note:ready} serve'
printf '[ready]\nhow = "notify"\ntimeout = "2s"\nwatchdog = "2s"\n' >start/service.toml
begin start
wait_for 5 spoken_for start 1
main=$(main_of start)
signal STOP "$supervise"
expires start
signal HUP "$main"
wait_for 5 noted ready
signal CONT "$supervise"
wait_for 5 field_is start ready true
same "starts of start" 1 "$(field start starts)"
quiet start
over start
expect <<END
END
