#!/bin/sh
# daemontools' svc, svstat and svok, and foster's under these names, with daemontools'
# supervise and with foster's: the same words, codes and effects.
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers svc svstat svok supervise

nobody_there() {
    sees svok
    sees svok none
    sees svstat none
    sees svc -u none
    sees svc -z one
    sees svc
    sees svstat
    plain one 'on:1{note:HUP} on:14{note:ALRM} on:2{note:INT}'
    sees svok one
    sees svstat one
    sees svc -u one
    touch file
    sees svok file
    sees svstat file one
    sees svc -u file one
}

lives() {
    keep one
    wait_for 5 runs 1
    wait_for 5 published one u up
    sees svok one
    sees svstat one
    sees svstat one none one
    sees svc -hai one
    heard HUP ALRM INT
    sees svc -p one
    wait_for 5 published one u up 1
    sees svstat one
    sees svc -c one
    wait_for 5 published one u up
    sees svstat one
    sees svc -t one
    wait_for 10 runs 2
    wait_for 5 published one u up
    sees svstat one
    sees svc -k one
    wait_for 10 runs 3
    wait_for 5 published one u up
}

wants() {
    sees svc -d one
    wait_for 10 published one d down
    sees svstat one
    step once
    sees svc -o one
    wait_for 10 runs 4
    wait_for 5 published one d up
    sees svstat one
    step after
    sees svc -k one
    wait_for 10 published one d down
    sees svc -u one
    wait_for 10 runs 5
    wait_for 5 published one u up
    sees svc -d -u one
    wait_for 10 runs 6
    wait_for 5 published one u up
    touch one/down
    sees svstat one
    sees svc -d one
    wait_for 10 published one d down
    sees svstat one
    sees svc -u one
    wait_for 10 runs 7
    wait_for 5 published one u up
}

over() {
    sees svc -dx one
    kept_no_more one
    sees svok one
    sees svstat one
    sees svc -u one
}

exits() {
    step exit
    rm one/down
    keep one
    wait_for 10 runs 8
    wait_for 5 published one u up
    sees svc -x one
    [ "$keeper" != foster ] || wait_for 10 finished "$supervise"
    sees svstat one
    "$(program svc)" -d one 2>>"$STAGE/$side.over"
    kept_no_more one
}

all() {
    nobody_there
    lives
    wants
    over
    exits
}

plays all supervise.theirs supervise.ours foster.theirs foster.ours
agree supervise.theirs foster.theirs
agree supervise.theirs foster.ours
agree supervise.theirs supervise.ours
