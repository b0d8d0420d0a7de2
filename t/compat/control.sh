#!/bin/sh
# The scripts control/LETTER of runit's directories, under runsv and under foster's
# supervise: the same scripts run, and a signal that they forbid is not sent.
# shellcheck disable=SC2016 # the words are the script's
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers sv runsv
unset SVWAIT

# script LETTER CODE: makes a script that notes its run and its arguments.
script() {
    mkdir -p one/control
    printf '#!/bin/sh\necho "$0" $# >>ran\nexit %s\n' "$2" >one/control/new
    chmod 755 one/control/new
    mv one/control/new "one/control/$1"
}

# ran WORD...: these scripts ran since the last call, in this order.
ran() {
    wait_for 10 has_run $#
    echo "ran $(tr '\n' ',' <one/ran)" >>"$record"
    same "$side: scripts" "$*" "$(sed 's/^control\/\(.\) 0$/\1/' one/ran | tr '\n' ' ' | sed 's/ $//')"
    : >one/ran
}
has_run() { [ "$(grep -c . one/ran)" -ge "$1" ]; }

forbids() {
    step forbids
    plain one 'on:1{note:HUP} on:14{note:ALRM} on:10{note:USR1}'
    : >one/ran
    script u 1
    script h 0
    script a 1
    keep one
    wait_for 5 runs 1
    wait_for 5 published one u up
    ran u
    sees sv hup ./one
    ran h
    sees sv alarm ./one
    heard ALRM
    ran a
    sees sv 1 ./one
    heard USR1
    ! noted HUP || fail "$side: HUP was not forbidden"
}

stops() {
    step stops
    script t 0
    sees sv term ./one
    ran t
    runs 1 || fail "$side: TERM was not forbidden"
    script t 1
    script d 1
    sees sv down ./one
    ran t d
    wait_for 10 dead
    wait_for 10 published one d down
    sees sv status ./one
    sees sv up ./one
    ran u
    wait_for 5 runs 2
    wait_for 5 published one u up
    script x 1
    sees sv exit ./one
    ran t x
    kept_no_more one
}

all() {
    forbids
    stops
}

plays all runsv.theirs foster.theirs foster.ours
agree runsv.theirs foster.theirs
agree runsv.theirs foster.ours
