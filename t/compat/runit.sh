#!/bin/sh
# runit's sv and foster's under its name, with runsv and with foster's supervise: the same
# words, codes and effects.
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers sv runsv
unset SVWAIT
SVDIR=$STAGE/none
export SVDIR

# sv accepts a status from the second of its request as a new one.
old() {
    [ $(($(stat -c %Y one/supervise/status) + 1)) -lt "$(date +%s)" ] # times lag by a tick
}

nobody_there() {
    step nobody
    sees sv
    sees sv status
    sees sv zap ./one
    sees sv -z
    sees sv -V
    sees sv -vV status ./one
    sees sv -w
    sees sv restar ./one
    sees sv status ./none
    plain one 'on:1{note:HUP} on:14{note:ALRM} on:2{note:INT} on:3{note:QUIT}
        on:10{note:USR1} on:12{note:USR2}'
    sees sv status ./one
    sees sv up ./one
    sees sv start ./one
    sees sv exit ./one
    touch file
    sees sv status ./file ./one
    sees sv status one
}

lives() {
    step lives
    keep one
    wait_for 5 runs 1
    wait_for 5 published one u up
    sees sv status ./one
    sees sv status one/
    sees sv status ./one ./none ./one
    sees sv up ./one
    sees sv -v up ./one
    sees sv start ./one
    sees sv check ./one
    for word in hup alarm interrupt quit 1 2; do sees sv "$word" ./one; done
    heard HUP ALRM INT QUIT USR1 USR2
    sees sv reload ./one
    wait_for 5 noted HUP 2
    sees sv pause ./one
    wait_for 5 published one u up 1
    sees sv status ./one
    sees sv -v cont ./one
    wait_for 5 published one u up
}

restarts() {
    step restarts
    sees sv term ./one
    wait_for 10 runs 2
    wait_for 5 published one u up
    sees sv kill ./one
    wait_for 10 runs 3
    wait_for 5 published one u up
    wait_for 5 old
    former=$(pid_of main)
    sees sv restart ./one
    gone "$former" || fail "$side: restart did not wait"
    wait_for 5 runs 4
    wait_for 5 old
    sees sv try-restart ./one
    wait_for 5 runs 5
    wait_for 5 published one u up
}

stops() {
    step stops
    sees sv -v down ./one
    dead || fail "$side: down did not wait"
    sees sv status ./one
    sees sv down ./one
    sees sv stop ./one
    sees sv try-restart ./one
    wait_for 5 old
    sees sv -w 9 once ./one
    wait_for 5 runs 6
    wait_for 5 published one d up
    sees sv status ./one
    sees sv force-stop ./one
    dead || fail "$side: force-stop did not wait"
    touch one/down
    sees sv status ./one
    sees sv start ./one
    wait_for 5 runs 7
    sees sv status ./one
}

checks() {
    step checks
    printf '#!/bin/sh\nexit 1\n' >one/check
    chmod +x one/check
    sees sv -w 1 check ./one
    sees sv -w 1 start ./one
    wait_for 5 old
    sees sv -w 1 restart ./one
    wait_for 5 runs 8
    wait_for 5 published one u up
    SVWAIT=1 sees sv start ./one ./none
    rm one/check
    sees sv start ./one
}

over() {
    step over
    sees sv shutdown ./one
    kept_no_more one
    sees sv status ./one
    sees sv shutdown ./one
    sees sv start ./one
    sees sv status ./one ./none ./file
}

all() {
    nobody_there
    lives
    restarts
    stops
    checks
    over
}

plays all runsv.theirs runsv.ours foster.theirs foster.ours
agree runsv.theirs foster.theirs
agree runsv.theirs foster.ours
agree runsv.theirs runsv.ours
