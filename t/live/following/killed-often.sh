#!/bin/sh
# Twenty times the process that noted last is killed, whether it is about to exit, the
# main process or a future one, and then every other process of the service.  There are
# never two instances: each takes a lock that its whole tree keeps.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{note:middle setsid fork{fork{note:worker serve} main serve}}'
begin one delay=20

lines=0
said_more() {
    seen=$(wc -l <"$ACTOR_LOG")
    [ "$seen" -gt "$lines" ]
}

for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    wait_for 5 said_more
    lines=$seen
    kill_noted "$(tail -n 1 "$ACTOR_LOG" | cut -d ' ' -f 1)"
    kill_noted '.*'
done
tell one d
wait_for 10 phase_is one down
nobody_noted
note down one
# Each start was an instance that noted itself, except one that `d` ended before.
silent=$(($(field one starts) - $(grep -c '^run ' "$ACTOR_LOG")))
[ "$silent" = 0 ] || same "starts that nobody noted" 1 "$silent"
over one
quiet one
expect <<END
down: down want=down main=- kin=-
END
