#!/bin/sh
# A user other than root has a scan directory without naming it, and svctl finds it.
# shellcheck source=../lib.sh disable=SC2086 # $as is words
. "${0%/*}/../lib.sh"

user=$(id -u)
as=''
if [ "$user" = 0 ]; then
    user=40001
    as="setpriv --reuid=$user --regid=$user --clear-groups"
    $as true 2>"$STAGE/setpriv.log" || skip "there is no setpriv that changes users"
fi
umask 022
chmod 755 .
mkdir -m 755 bin
for program in svscan supervise supervise-plan supervise-exec supervise-attend svctl actor; do
    cp "$FOSTER_BIN/$program" bin # where every user reaches them
done
chmod 755 bin/*
chmod 666 "$ACTOR_LOG"
PATH=$STAGE/bin:$PATH
mkdir -m 700 run
mkdir home
service home/agent "exec $STAGE/bin/actor 'main serve'"
service other/web "exec $STAGE/bin/actor 'main serve'"
[ "$(id -u)" != 0 ] || chown -R $user:$user run home other
unset SVDIR
XDG_RUNTIME_DIR=$STAGE/run
export XDG_RUNTIME_DIR

# begins [VARIABLE=VALUE...]: starts a svscan of the user, without arguments.
begins() {
    $as env "$@" svscan 2>>svscan.err &
    svscan=$!
    started="$started $svscan"
}
told() {
    code=0
    $as "$@" >out 2>&1 || code=$?
    echo "\$ $*" >>"$record"
    sed 's/ *$//' out >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}

begins
wait_for 10 test -d run/service
same 'its mode' "700 $user" "$(stat -c '%a %u' run/service)"
$as ln -s "$STAGE/home/agent" run/service/agent
wait_for 10 spoken_for run/service/agent 1
told svctl list
told svctl restart agent
told svctl status -o name,phase,starts
told svctl scan
told svctl upgrade
told svctl down agent
scan_over TERM

# Again, with an existing directory; and with the variable that names another.
begins
wait_for 10 spoken_for run/service/agent 1
scan_over TERM
begins SVDIR="$STAGE/other"
wait_for 10 spoken_for other/web 1
told svctl list
told env SVDIR="$STAGE/other" svctl status -o name,phase
scan_over TERM
[ ! -s svscan.err ] || fail "svscan has said: $(cat svscan.err)"
sed -i "s|$STAGE/||" "$record"
expect <<'END'
$ svctl list
agent
$ svctl restart agent
$ svctl status -o name,phase,starts
agent	up	2
$ svctl scan
$ svctl upgrade
$ svctl down agent
$ svctl list
agent
$ env SVDIR=other svctl status -o name,phase
web	up
END
