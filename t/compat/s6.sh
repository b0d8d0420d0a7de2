#!/bin/sh
# s6's s6-svc and s6-svok with s6-supervise and with foster's supervise: the same codes
# and effects.  s6-svstat and clients that wait by s6's fifodirs are left out (WIRE 2).
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers s6-svc s6-svok s6-supervise

signals='on:1{note:HUP} on:14{note:ALRM} on:2{note:INT} on:3{note:QUIT} on:10{note:USR1}'
signals="$signals on:12{note:USR2} on:28{note:WINCH}"

nobody_there() {
    step nobody
    sees s6-svok
    sees s6-svok none
    sees s6-svc -u none
    sees s6-svc
    sees s6-svc -u
    sees s6-svc -Z one
    plain one "$signals"
    sees s6-svok one
    sees s6-svc -u one
    mkdir one/supervise
    sees s6-svok one
    sees s6-svc -u one
    touch file
    sees s6-svok file
    sees s6-svc -u file
}

# s6-supervise obeys -o only once it has seen the death.
known_dead() {
    dead || return 1
    case $keeper in
    s6-supervise) [ "$("$(program s6-svstat)" -o up one)" = false ] ;;
    esac
}

lives() {
    step lives
    keep one
    wait_for 5 runs 1
    sees s6-svok one
    sees s6-svc one
    sees s6-svc -a -hqi one
    heard HUP ALRM INT QUIT
    sees s6-svc -12y one
    heard USR1 USR2 WINCH
    sees s6-svc -p one
    wait_for 5 stopped "$(pid_of main)"
    sees s6-svc -c one
    wait_for 5 running "$(pid_of main)"
    for letter in t k b r; do
        sees s6-svc -$letter one
        again=$((again + 1))
        wait_for 10 runs "$again"
    done
}

wants() {
    step wants
    sees s6-svc -d one
    wait_for 10 known_dead
    sees s6-svc -u one
    wait_for 10 runs 6
    sees s6-svc -O one
    sees s6-svc -t one
    wait_for 10 known_dead
    sees s6-svc -o one
    wait_for 10 runs 7
    sees s6-svc -k one
    wait_for 10 known_dead
    sees s6-svc -u one
    wait_for 10 runs 8
}

marks() {
    step marks
    sees s6-svc -D one
    wait_for 10 known_dead
    wait_for 5 test -e one/down
    sees s6-svc -U one
    wait_for 10 runs 9
    wait_for 5 test ! -e one/down
    sees s6-svc -Q one
    wait_for 5 test -e one/down
    sees s6-svc -t one
    wait_for 10 known_dead
}

over() {
    step over
    sees s6-svc -dx one
    kept_no_more one
    sees s6-svok one
    sees s6-svc -u one
}

all() {
    again=1
    nobody_there
    lives
    wants
    marks
    over
}

plays all s6-supervise.theirs foster.theirs
agree s6-supervise.theirs foster.theirs
