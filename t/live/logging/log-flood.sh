#!/bin/sh
# Numbered lines flow from a service to multilog and from another to svlogd.  At random
# times the service is killed, the logger is killed or stopped, and the logger's supervise
# is killed.  The lines come out complete and in order, with three exceptions.  A killed
# logger loses its buffers.  A killed sender may have written lines without noting them.
# svlogd loses the line that it reads when it is stopped, under any supervisor.
#   FOSTER_FLOOD=200 FOSTER_SEED=N sh t/live/logging/log-flood.sh    # so many megabytes
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs multilog svlogd
megabytes=${FOSTER_FLOOD-20}
seed=${FOSTER_SEED-$$}
lines_held=32 # 2 kB: read by a killed logger and not written, or torn

# logged NAME TEXT: a service that sends, and its logger, without delays.
logged() {
    service "new/$1" "exec flood send $STAGE/$1.flood"
    service "new/$1/log" "$2"
    mkdir "new/$1/log/main"
    for dir in "new/$1" "new/$1/log"; do
        printf '[restart]\ndelay = "10ms"\n' >"$dir/service.toml"
    done
    mv "new/$1" scan
}

# lives DIR: it is up and has a main process.
lives() {
    phase_is "$1" up && has_main "$1"
}

# hit DIR SIGNAL: signals its main process.
hit() {
    wait_for 10 lives "$1"
    signal_main "$2" "$1" 2>>"$STAGE/kill.log" || true
}

# Kills a supervise: its processes go on, and the next one recovers them.
hit_supervise() {
    wait_for 10 lives "scan/$1"
    old=$(supervise_of "$1")
    signal KILL "$old"
    wait_for 10 another_supervise "$1" "$old"
    wait_for 10 lives "scan/$1"
}

# blows: prints one line for each half of a megabyte or more: NAME LINES VICTIM.
blows() {
    awk -v seed="$seed" -v lines="$((megabytes * 16384))" '
        BEGIN {
            srand(seed)
            split("sender sender-supervise logger logger-ends supervise", victims, " ")
            for (i = 1; i <= split("multilog svlogd", names, " "); ++i)
                for (left = lines; left > 0; left -= some) {
                    some = 8192 + int(rand() * 16384)
                    if (some > left) some = left
                    r = rand()
                    who = r < .35 ? 1 : r < .45 ? 2 : r < .75 ? 3 : r < .9 ? 4 : 5
                    print rand(), names[i], some, victims[who]
                }
        }' | sort | cut -d ' ' -f 2-
    for name in multilog svlogd; do echo "$name 1000 nobody"; done
}

sent() {
    flood sent "$STAGE/$1.flood"
}

# whole NAME: checks its logs.
whole() {
    kills=$(grep -c "^$1 .* logger$" plan || true)
    ends=0
    [ "$1" = multilog ] || ends=$(grep -c "^$1 .* logger-ends$" plan || true)
    set -- "$1" scan/"$1"/log/main/@* scan/"$1"/log/main/current
    name=$1
    shift
    # shellcheck disable=SC2046 # they are words
    set -- $(flood check "$STAGE/$name.flood" "$@")
    echo "$name: $1 lines, $2 of them again; by $kills kills and $ends ends of the logger" \
        "$4 lost in $3 places (seed $seed)"
    same "$name: lines out of order" 0 "$5"
    same "$name: missing at the end" 0 "$6"
    [ "$3" -le $((kills + ends)) ] || fail "$name: lines are lost in too many places: $3"
    [ "$4" -le $((kills * lines_held + ends)) ] || fail "$name: too many lines are lost: $4"
    same "$name: lines and lost lines" $((megabytes * 16384 + 1000)) $(($1 - $2 + $4))
}

mkdir new scan
logged multilog 'exec multilog s4000000 n999 ./main'
logged svlogd 'exec svlogd ./main'
printf 's4000000\nn999\n' >scan/svlogd/log/main/config
scan scan
for name in multilog svlogd; do
    wait_for 5 lives "scan/$name"
    wait_for 5 lives "scan/$name/log"
done
blows >plan
echo "seed $seed: $(cut -d ' ' -f 3 plan | sort | uniq -c | tr '\n' ' ')"
while read -r name lines victim; do
    flood allow "$STAGE/$name.flood" "$lines"
    case $victim in
    sender) hit "scan/$name" KILL ;;
    logger) hit "scan/$name/log" KILL ;;
    logger-ends) hit "scan/$name/log" TERM ;;
    supervise) hit_supervise "$name/log" ;;
    sender-supervise) hit_supervise "$name" ;;
    esac
    wait_for 20 sent "$name"
done <plan
scan_over TERM # each logger reads to the end of its input
whole multilog
whole svlogd
