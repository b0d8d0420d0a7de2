#!/bin/sh
# Services that fork, make sessions, orphan and ignore signals at random are stopped, and
# no process is left.  (stage would find an escaped process among its children.)
#   SEED=N COUNT=200 sh t/live/stopping/random-services.sh
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

seed=${SEED-1}
count=${COUNT-24}
text() {
    awk -v seed="$1" '
        function life(depth,    text, n) {
            if (rand() < .4) text = text "setsid "
            if (rand() < .3) text = text "ignore:15 "
            if (rand() < .1) text = text "nochild "
            for (n = int(rand() * 3); n > 0 && depth < 4; n--)
                text = text (rand() < .2 ? "vfork{" : "fork{") life(depth + 1) "} "
            return text (rand() < .6 ? "serve" : rand() < .8 ? "exit:0" : "die:9")
        }
        BEGIN { srand(seed); print life(0) }'
}
while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    words=$(text "$seed")
    echo "seed $seed: $words"
    service "s$seed" "exec actor '$words'"
    begin "s$seed" stop-timeout=100 kill-timeout=100
    starts() { [ "$(field "s$seed" starts)" -ge 1 ]; }
    wait_for 5 starts
    tell "s$seed" d
    wait_for 10 phase_is "s$seed" down
    same "children of supervise" 0 "$(children "$supervise")"
    over "s$seed"
    seed=$((seed + 1))
done
