#!/bin/sh
# The wall clock is set years back or years ahead.  A story must not do that to a machine,
# so the times in a service's files are moved the other way, which looks the same.  No age
# is below 0.  The next supervise paces the service by the time since boot: the main
# process is the same, it is started again when it dies, and restart does not wait for a
# year.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon scan/one 'main serve'
SVDIR=$PWD/scan
export SVDIR
ln -s "$FOSTER_BIN/svctl" "$STAGE/sv"
scan scan
wait_for 10 spoken_for scan/one 1
signal_main KILL scan/one # so that there is a last death
wait_for 10 spoken_for scan/one 2

# clock_was YEAR STAMP: moves the times of `one` to that year (a leap year); its 20 bytes
# begin with STAMP, and its supervise is stopped, so that it does not write again.
clock_was() {
    wait_for 5 shows scan/one u 1
    one=$(supervise_of one)
    main=$(main_of scan/one)
    signal STOP "$one" "$svscan"
    wait_for 5 stopped "$one"
    wait_for 5 stopped "$svscan"
    sed "s/ = 20[0-9][0-9]-/ = $1-/" scan/one/supervise/state >moved
    {
        # shellcheck disable=SC2059 # it is octal for printf
        printf "$2"
        tail -c +9 scan/one/supervise/status
    } >bytes
    mv moved scan/one/supervise/state
    mv bytes scan/one/supervise/status
}

# ages STEP: prints them as svctl and sv(8) show them.
ages() {
    svctl status -o seconds one >age
    svctl why one | sed 's/ Before that.*//' | grep -oE 'up for [0-9]+[smhd]|[0-9]+[smhd]( [0-9]+h)? ago' >told
    "$STAGE/sv" status one | sed 's/(pid [0-9]*) //' >shown
    echo "$1: $(cat age told shown | sed 's/[0-9]\{4,\}/MANY/' | paste -sd ,)" >>"$record"
}

taken_back() {
    another_supervise one "$one" && grep -q taken-back scan/one/supervise/state
}

# lives_on STARTS: recovered with its main process; dies, is back; restarts on command.
lives_on() {
    signal KILL "$one"
    signal CONT "$svscan"
    wait_for 20 taken_back
    same "its main" "$main" "$(main_of scan/one)"
    signal KILL "$main"
    wait_for 20 spoken_for scan/one "$1"
    svctl restart --timeout "$(patient 20)s" one
    wait_for 20 spoken_for scan/one $(($1 + 1))
    echo "restarted: $(field scan/one starts) starts" >>"$record"
}

clock_was 2188 '\100\0\0\1\236\304\0\12'
ages "set back"
lives_on 3
clock_was 2000 '\100\0\0\0\73\304\0\12'
ages "set ahead"
lives_on 5
scan_over TERM
expect <<'END'
set back: 0,up for 0s,0s ago,run: one: 0s
restarted: 4 starts
set ahead: MANY,up for MANYd,MANYd 0h ago,run: one: MANYs
restarted: 6 starts
END
