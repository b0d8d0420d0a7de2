#!/bin/sh
# daemontools' service directories run unchanged: setuidgid, envdir, softlimit and
# multilog with `t s n`, which rotates and stamps lines with the present time.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs svc svstat multilog setuidgid envdir softlimit tai64nlocal
[ "$(id -u)" = 0 ] || skip 'setuidgid takes root'
mkdir -p etc/talker/env etc/talker/log/main service
chmod 666 "$ACTOR_LOG"
chown nobody etc/talker/log/main
echo 'a line of some length, so that the log is soon full' >etc/talker/env/WORDS
# shellcheck disable=SC2016 # its own variables
service etc/talker 'exec 2>&1
exec envdir ./env setuidgid nobody softlimit -o 64 sh -c '\''
    n=0
    while [ "$n" -lt 400 ]; do echo "$n $WORDS"; n=$((n + 1)); done
    exec actor "main serve"'\'''
service etc/talker/log 'exec setuidgid nobody multilog t s4096 n3 ./main'
began=$(date +%s)
scan service
ln -s "$STAGE/etc/talker" service

last_is() {
    tail -n 1 "etc/talker/log/main/current" 2>>"$STAGE/tail.log" | grep -q "$1"
}

wait_for 5 spoken_for service/talker 1
wait_for 5 last_is '^@[0-9a-f]\{24\} 399 a line'
same 'old logs' 2 "$(find etc/talker/log/main -name '@*.s' | wc -l)"
for file in etc/talker/log/main/@*.s; do
    [ "$(stat -c %s "$file")" -le 4096 ] || fail "$file is too long"
done
written=$(date -d "$(tail -n 1 etc/talker/log/main/current | tai64nlocal | cut -c 1-19)" +%s)
if [ "$written" -lt "$began" ] || [ "$written" -gt $((began + 60)) ]; then
    fail "multilog has written at $written, which was to be at $began"
fi
same 'user of talker' nobody "$(ps -o user= -p "$(main_of service/talker)")"

wait_for 5 shows service/talker u 1
svstat service/talker | grep -q "up (pid $(main_of service/talker)) " ||
    fail "svstat: $(svstat service/talker)"
svc -a service/talker/log # rotate now
wait_for 5 [ ! -s etc/talker/log/main/current ]
old=$(main_of service/talker)
svc -t service/talker
wait_for 5 spoken_for service/talker 2
[ "$(main_of service/talker)" != "$old" ] || fail 'svc -t did nothing'
svc -d service/talker
wait_for 5 shows service/talker d 0
svstat service/talker | sed 's/ [0-9]* seconds/ N seconds/' >"$record"

# daemontools' manual removes a service in this way.
cd service/talker
rm "$STAGE/service/talker"
svc -dx . log 2>"$STAGE/svc.log" # svscan may have been faster
cd "$STAGE"
wait_for 15 unsupervised etc/talker
wait_for 15 unsupervised etc/talker/log
wait_for 5 has_children "$svscan" 0
scan_over TERM
quiet svscan
expect <<'END'
service/talker: down N seconds, normally up
END
