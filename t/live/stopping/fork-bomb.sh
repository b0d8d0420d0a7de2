#!/bin/sh
# A fork bomb that ignores TERM, limited by a number of processes, is stopped, and none of
# its processes is left.  On request only: FOSTER_BOMB=1 sh t/live/stopping/fork-bomb.sh
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "${FOSTER_BOMB-}" ] || skip "FOSTER_BOMB=1 runs it"
needs setpriv prlimit
[ "$(id -u)" = 0 ] || skip "only root can become another user"
chmod 755 "$STAGE"
cat >bomb.sh <<'END'
# Without the limit it is not begun.
[ "$(awk '/^Max processes/ { print $3 }' /proc/self/limits)" = 120 ] || exit 1
trap '' TERM
bomb() { bomb & bomb & wait; }
while :; do (bomb) 2>/dev/null; done
END
# A uid of its own: the limit counts all processes of a user.
service bomb "exec prlimit --nproc=120 setpriv --reuid 64999 --regid 64999 --clear-groups \
/bin/sh $STAGE/bomb.sh 2>/dev/null"
printf '[stop]\ntimeout = "200ms"\nkill-timeout = "200ms"\n' >bomb/service.toml
bombs() { ps -o pid= -u 64999 | wc -l; }
many() { [ "$(bombs)" -ge 60 ]; }
begin bomb
wait_for 20 many
tell bomb d
wait_for 30 phase_is bomb down
same "processes left" 0 "$(bombs)"
over bomb
quiet bomb
