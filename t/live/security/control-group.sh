#!/bin/sh
# [control] group: its members can command and read a service with every client, and other
# users cannot; also if supervise/ existed, is a link, or after a recovery.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root can be two others'
setpriv --reuid=40001 --regid=40001 --groups=40000 true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes groups"
chmod 755 .
mkdir bin
cp "$FOSTER_BIN/svctl" "$FOSTER_BIN/actor" bin # where every user reaches them
chmod 755 bin bin/*
SVDIR=$STAGE/scan
export SVDIR
member=40001 stranger=40002 group=40000
as() { # as UID GROUP COMMAND...
    uid=$1 gid=$2
    shift 2
    setpriv --reuid="$uid" --regid="$uid" --groups="$gid" "$@"
}

# Whatever the umask of svscan is: the service has it, too.
umask 077
mkdir scan
chmod 755 scan
for name in one old link plain; do
    service "scan/$name" "exec $STAGE/bin/actor serve"
    printf 'control.group = "%s"\n' "$group" >"scan/$name/service.toml"
    chmod 755 "scan/$name"
done
rm scan/plain/service.toml
mkdir scan/old/supervise run
mkfifo -m 600 scan/old/supervise/ok
ln -s "$STAGE/run/link" scan/link/supervise
chmod 755 run
scan scan
for name in one old link plain; do wait_for 10 phase_is "scan/$name" up; done

modes() { stat -L -c '%a %u %g' "$1/supervise" "$1/supervise/ok" "$1/supervise/control" | tr '\n' ' '; }
for name in one old link plain; do echo "$name: $(modes "scan/$name")" >>"$record"; done
try() {
    who=$1
    shift
    code=0
    as "$who" "$group_of_who" "$@" >out 2>&1 || code=$?
    echo "$who $(echo "$*" | sed 's|.*/bin/||'): $code" >>"$record"
}
group_of_who=$group
for name in one old link plain; do
    try $member bin/svctl restart "$name"
    try $member bin/svctl status -o phase "$name"
    try $member bin/svctl wait --up "$name"
done
for client in 'svc -d' 'sv down' 's6-svc -d'; do
    installed "${client%% *}" || continue
    as $member $group bin/svctl up one
    # shellcheck disable=SC2086 # words
    as $member $group $client "$SVDIR/one" >out 2>&1 || fail "$client: $(cat out)"
    wait_for 10 phase_is scan/one down
done
as $member $group bin/svctl up one
group_of_who=$stranger
for name in one link; do
    try $stranger bin/svctl down "$name"
    try $stranger bin/svctl status "$name"
    # shellcheck disable=SC2016 # it is for that shell
    ! as $stranger $stranger sh -c 'printf d 1<>"$1"' sh "scan/$name/supervise/control" \
        2>out || fail "a stranger has written to control"
done
phase_is scan/one up || fail "a stranger has commanded it"

# A supervise is killed, and the next one does the same.
was=$(supervise_of one)
chmod 700 scan/one/supervise
signal KILL "$was"
wait_for 10 another_supervise one "$was"
wait_for 10 supervised scan/one
as $member $group bin/svctl restart one
as $member $group bin/svctl upgrade one
echo "taken back and upgraded: $(modes scan/one)" >>"$record"

# An unknown group is reported.  A group that is not permitted is reported too, and the
# service runs.
mkdir none
service none 'exec sleep 1000'
printf '[control]\ngroup = "no-such-group"\n' >none/service.toml
code=0
supervise none 2>>"$record" || code=$?
same 'exit code' 100 "$code"
mkdir -m 755 mine
service mine "exec $STAGE/bin/actor serve"
printf 'control.group = "%s"\n' "$group" >mine/service.toml
chmod 755 mine/run
chmod 644 mine/service.toml
chown -R $stranger:$stranger mine
cp "$FOSTER_BIN/supervise" "$FOSTER_BIN/supervise-plan" bin
chmod 755 bin/*
setpriv --reuid=$stranger --regid=$stranger --clear-groups bin/supervise mine 2>mine.err &
started="$started $!"
wait_for 10 supervised mine
wait_for 10 phase_is mine up
cat mine.err >>"$record"
echo "mine: $(modes mine)" >>"$record"
tell mine x
wait_for 10 unsupervised mine
scan_over TERM
cat svscan.err >>"$record"
expect <<'END'
one: 750 0 40000 620 0 40000 620 0 40000 
old: 750 0 40000 620 0 40000 620 0 40000 
link: 750 0 40000 620 0 40000 620 0 40000 
plain: 700 0 0 600 0 0 600 0 0 
40001 bin/svctl restart one: 0
40001 bin/svctl status -o phase one: 0
40001 bin/svctl wait --up one: 0
40001 bin/svctl restart old: 0
40001 bin/svctl status -o phase old: 0
40001 bin/svctl wait --up old: 0
40001 bin/svctl restart link: 0
40001 bin/svctl status -o phase link: 0
40001 bin/svctl wait --up link: 0
40001 bin/svctl restart plain: 111
40001 bin/svctl status -o phase plain: 111
40001 bin/svctl wait --up plain: 111
40002 bin/svctl down one: 111
40002 bin/svctl status one: 111
40002 bin/svctl down link: 111
40002 bin/svctl status link: 111
taken back and upgraded: 750 0 40000 620 0 40000 620 0 40000 
supervise none: fatal: none/service.toml:2: there is no group "no-such-group" in /etc/group: create it (groupadd --system no-such-group), or name another
supervise none: fatal: unable to use these settings (fix the errors above)
supervise mine: warning: unable to let group 40000 command the service ([control] group): Operation not permitted
mine: 700 40002 40002 600 40002 40002 600 40002 40002 
svscan scan: warning: supervise one was killed by signal 9; starting it again to recover the service
END
