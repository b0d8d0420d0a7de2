#!/bin/sh
# runit's sv and foster's as the LSB script of a service: a link of another name.
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers sv runsv
unset SVWAIT

old() {
    [ $(($(stat -c %Y service/web/supervise/status) + 1)) -lt "$(date +%s)" ] # times lag by a tick
}

# starts_anew NUMBER WORD...: the client waits for another process, whose pid the
# supervisor has published; that process begins to note a moment later.
starts_anew() {
    number=$1
    shift
    before=$(cat service/web/supervise/pid)
    script "$@"
    now=$(cat service/web/supervise/pid)
    case $now in
    '' | "$before") fail "$side: $* did not wait" ;;
    esac
    wait_for 5 runs "$number"
}

# The link's name is the service's, as in /etc/init.d.
script() {
    whose=$clients
    clients=linked
    sees web "$@"
    clients=$whose
}

all() {
    mkdir init.d
    case $clients in
    ours) ln -s "$FOSTER_BIN/svctl" init.d/web ;;
    *) ln -s "$(program sv)" init.d/web ;;
    esac
    SVDIR=$STAGE/$side/service
    export SVDIR
    script
    script zap
    script -z
    script status
    plain service/web 'on:1{note:HUP}'
    script status
    script start
    script stop
    keep service/web
    wait_for 5 runs 1
    wait_for 5 published service/web u up
    script start
    script status
    script stat
    script reload
    heard HUP
    wait_for 5 old
    starts_anew 2 restart
    script stop
    script status
    script stop
    starts_anew 3 -w 5 start
    wait_for 5 old
    starts_anew 4 force-reload
    printf '#!/bin/sh\nexit 1\n' >service/web/check
    chmod +x service/web/check
    script -w 1 start
    script force-stop
    script shutdown
    kept_no_more service/web
    script start
    script status
    script shutdown
}

plays all runsv.theirs runsv.ours foster.theirs foster.ours
agree runsv.theirs foster.theirs
agree runsv.theirs foster.ours
agree runsv.theirs runsv.ours
