# Shared by the compat stories.  A play runs once under each supervisor, with each one's
# clients, and the records are compared.  A play is a function.  It calls `sees` for the
# output of a client, `heard` and `runs` for the effect on the service.  t/compat/rulings
# lists the permitted differences; any other fails.
# shellcheck shell=sh
# shellcheck source=../live/lib.sh
. "${0%/*}/../live/lib.sh"

names=$STAGE/names # foster's programs under the names of their peers
mkdir "$names"
for name in svc svstat svok svup sv update-service; do
    ln -s "$FOSTER_BIN/svctl" "$names/$name"
done
for name in runsvdir svscanboot; do
    ln -s "$FOSTER_BIN/svscan" "$names/$name"
done

# program NAME: prints its path in the system; foster's does not count.
program() {
    for place in ${FOSTER_ENCORE:+"$FOSTER_ENCORE"} /usr/bin /usr/sbin /bin /sbin /usr/local/bin; do
        [ -x "$place/$1" ] || continue
        case $(readlink -f "$place/$1") in
        */svctl | */svscan) ;;
        *)
            echo "$place/$1"
            return
            ;;
        esac
    done
}

# peers NAME...: skips the story if one is missing.
peers() {
    for name; do
        [ "$(program "$name")" ] || skip "there is no $name here"
    done
}

# plays PLAY SUPERVISOR.CLIENTS...: runs the play with each, and compares.
plays() {
    what=$1
    shift
    all=''
    for one; do
        play "${one%.*}" "${one#*.}" "$what" &
        all="$all $!"
    done
    for one in $all; do
        wait "$one" || fail "a play was not played to its end"
    done
}

# play SUPERVISOR CLIENTS PLAY: SUPERVISOR is `foster` or the program of a peer; CLIENTS
# is `ours` or `theirs`.
play() {
    keeper=$1
    clients=$2
    side=$1.$2
    mkdir "$STAGE/$side"
    cd "$STAGE/$side"
    ACTOR_LOG=$STAGE/$side/events
    record=$STAGE/$side/record
    : >"$ACTOR_LOG"
    : >"$record"
    "$3"
    cd "$STAGE"
}

# keep DIR: starts its supervisor, and waits until clients find it.
keep() {
    case $keeper in
    foster) supervise "$1" 2>>"$STAGE/$side.err" & ;;
    *) "$(program "$keeper")" "$1" 2>>"$STAGE/$side.err" & ;;
    esac
    supervise=$!
    started="$started $supervise"
    wait_for 5 kept "$1"
}

kept() {
    case $keeper in
    s6-supervise) s6-svok "$1" ;;
    *) supervised "$1" ;;
    esac
}

# kept_no_more DIR: its supervisor has exited 0.
kept_no_more() {
    wait_for 15 finished "$supervise"
    wait "$supervise" || fail "$side: the supervisor of $1 exits $?"
    started=$(echo " $started " | sed "s/ $supervise / /")
    nobody_noted
}

# plain DIR WORDS: makes a service in the foreground; WORDS say what it notes.
plain() {
    service "$1" "exec 2>/dev/null; export ASAN_OPTIONS=detect_leaks=0
exec actor 'note:run $2 main serve'"
}

# runs TIMES: the service has been started so often, and is alive.
runs() {
    noted main "$1" && [ "$(living main)" ]
}

dead() {
    [ ! "$(living '.*')" ]
}

# heard EVENT...: the service has noted these events.
heard() {
    for event; do wait_for 10 noted "$event"; done
    echo "heard $*" >>"$record"
}

# step WORD: begins another part of the play; rulings name it.
step() {
    echo "# $1" >>"$record"
}

# published DIR WANT UP [PAUSED]: the bytes on which daemontools and runit agree have
# these values; WANT is u or d, UP is up or down.  After `once`, daemontools wants
# neither.
published() {
    # shellcheck disable=SC2046 # they are words
    set -- "$@" $(od -An -j12 -N6 -tu1 "$1/supervise/status" 2>>"$STAGE/od.log")
    dir=$1 want=$2 up=$3
    shift 3
    paused=0
    [ $# = 6 ] || {
        paused=$1
        shift
    }
    [ $# = 6 ] && [ -d "$dir" ] || return 1
    pid=up
    [ "$1 $2 $3 $4" != '0 0 0 0' ] || pid=down
    case "$pid $5 $6" in
    "$up $paused $(printf %d "'$want")") ;;
    "$up $paused 0") [ "$want" = d ] ;;
    *) return 1 ;;
    esac
}

# sees WORD...: records the output of a client, and its exit code.  Pids, times and
# versions are left out.  With order=sort, the order of lines does not matter.
sees() {
    name=$1
    shift
    echo "\$ $name $*" >>"$record"
    case $clients in
    ours) set -- "$names/$name" "$@" ;;
    linked) set -- "init.d/$name" "$@" ;;
    *) set -- "$(program "$name")" "$@" ;;
    esac
    code=0
    "$@" >seen 2>&1 || code=$?
    # shellcheck disable=SC2016 # a dollar sign
    sed 's/^\$Id: [0-9a-f]* \$$/(version)/; s/^sv (foster) .*/(version)/
        s/(pid [0-9]*)/(pid)/g; s/ [0-9]* seconds/ N seconds/
        s/ [0-9][0-9]*s\([,;]\|$\)/ Ns\1/g; s/^\(; \)*//' seen | ${order-cat} >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}

# agree SIDE SIDE: both records are the same, except for rulings.
agree() {
    # A ruling is KEEPER|STEP|LINE OF THE PEER|LINE OF FOSTER|REASON.
    awk -F '|' -v keeper="${1%.*}" -v ours="${2%.*}" '
        FNR == NR { if ($1 == keeper && ours == "foster") to[$2, $3] = $4; next }
        /^# / { step = substr($0, 3) }
        { print ((step, $0) in to) ? to[step, $0] : $0 }' \
        "$here/rulings" "$STAGE/$1/record" >"$STAGE/$1/ruled"
    diff -u "$STAGE/$1/ruled" "$STAGE/$2/record" || fail "$1 and $2 differ"
}
