#!/bin/sh
# runit's runsvdir, and svscan under its name, started as Void does: the same services
# come up, and runit's sv finds them.
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers runsvdir sv
unset SVWAIT

directory() {
    case $clients in
    ours) set -- "$names/runsvdir" "$@" ;;
    *) set -- "$(program runsvdir)" "$@" ;;
    esac
    "$@" 2>>"$STAGE/$side.err" &
    scanner=$!
    started="$started $scanner"
}

kept_both() {
    supervised service/web && supervised service/web/log && supervised service/mail
}

nobody() {
    unsupervised service/web && unsupervised service/web/log &&
        unsupervised service/mail && unsupervised service/late
}

# runit's sv asks, with either supervisor.
asks() {
    whose=$clients
    clients=theirs
    sees sv "$@"
    clients=$whose
}

all() {
    SVDIR=$STAGE/$side/service
    export SVDIR
    plain service/web ''
    plain service/mail ''
    service service/web/log 'exec cat >/dev/null'
    mkdir service/.hidden
    directory -P service 'log: ..............................................'
    wait_for 10 kept_both
    wait_for 10 runs 2
    wait_for 5 published service/web u up
    wait_for 5 published service/web/log u up
    wait_for 5 published service/mail u up
    asks status web
    asks status mail
    sees sv status web mail web/log
    sees sv -v -w 9 term web/log
    asks -w 9 stop mail
    asks status mail .hidden
    asks -w 9 start mail
    order='sort'
    asks -w 9 stop web mail
    unset order
    # runit's looks every five seconds; it has just found this one.
    plain service/late ''
    wait_for 10 supervised service/late
    asks -w 9 shutdown mail
    wait_for 15 supervised service/mail
    wait_for 15 runs 5
    signal TERM "$scanner"
    wait_for 15 finished "$scanner"
    wait "$scanner" || true
    started=$(echo " $started " | sed "s/ $scanner / /")
    # runit's runsvdir leaves the services running, foster's does not: peers(7).
    "$(program sv)" -w 9 shutdown web mail late >>"$STAGE/$side.over" || true
    wait_for 15 nobody
    wait_for 5 dead
}

plays all runsvdir.theirs runsvdir.ours
agree runsvdir.theirs runsvdir.ours
