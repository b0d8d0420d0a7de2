#!/bin/sh
# A process of a service writes its own login uid, to look like a user's login, which a
# stop spares.  One runs as a user of its own (run-as.user), another as a system account
# below a main process that is root.  No process of the service is left after a stop.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root can run a service as another user"
needs setpriv
[ "$(cat /proc/self/loginuid)" = 4294967295 ] || skip "a login uid is set here already"
sh -c 'echo 33 >/proc/self/loginuid' 2>login.log || skip "nobody can log in here"

chmod 755 .
cp "$FOSTER_BIN/actor" actor
chmod 755 actor
: >events
chmod 666 events
escaper="$STAGE/actor 'fork{setsid login:2000 note:escaped serve} note:stays serve'"
service user "exec $STAGE/actor 'main fork{setsid login:2000 note:escaped serve} serve'"
printf '[run-as]\nuser = "2000"\ngroup = "2000"\n' >user/service.toml
service root "setpriv --reuid 33 --regid 33 --clear-groups $escaper &
exec $STAGE/actor 'main serve'"
for name in user root; do
    : >"$ACTOR_LOG"
    begin $name
    wait_for 5 settled $name 1
    wait_for 5 noted escaped
    wait_for 5 noted main
    wait_for 5 has_main $name
    escaped=$(pid_of escaped)
    signal KILL "$(main_of $name)" # supervise looks at the survivors
    wait_for 5 phase_is $name degraded
    tell $name d
    wait_for 20 phase_is $name down
    gone "$escaped" || fail "$name: process $escaped got away by its login uid"
    over $name
done
