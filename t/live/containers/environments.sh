#!/bin/sh
# svscan in the environments of containers: a uid other than root, a read-only root,
# noexec, no new privileges, no /proc or one that hides others, a filter without new
# calls.  In each of them the same life: a daemon in the background is killed, is back,
# and ends.
# shellcheck disable=SC2012,SC2016 # our own names; the inner shell's words
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root makes rooms"
[ "${MOUNTS-}" ] || {
    trap - EXIT
    unshare --pid --fork --mount --mount-proc true || skip "no namespaces here"
    MOUNTS=own exec unshare --mount --propagation private /bin/sh "$here/${0##*/}"
}

# A user without rights must reach all files, also if the build directory is closed.
mkdir bin etc room
cp "$FOSTER_BIN"/svscan "$FOSTER_BIN"/supervise* "$FOSTER_BIN/actor" "$FOSTER_BIN/refuse" bin
PATH=$STAGE/bin:$PATH
mount -t tmpfs -o noexec,nosuid,mode=1777 tmpfs room || skip "no tmpfs here"

# Files that are only read lie in etc, written ones in the room.  The main process notes
# nothing, because an actor needs /proc for that; foster does not.
service etc/one 'exec actor "on:15{exit:3} fork{setsid serve}"'
ln -s "$STAGE/room/supervise" etc/one/supervise

written() {
    [ -s "$1" ]
}

# lives NAME WORD...: plays the life, with these words before `svscan`.
lives() {
    name=$1
    shift
    rm -rf room/supervise room/scan
    mkdir room/scan
    ln -s "$STAGE/etc/one" room/scan/one
    "$@" svscan --container "$STAGE/room/scan" 2>"$name.err" </dev/null &
    outer=$!
    started="$started $outer"
    wait_for 10 written room/scan/one/supervise/state
    wait_for 10 settled room/scan/one 1
    tell room/scan/one k
    wait_for 10 settled room/scan/one 2
    tell room/scan/one d
    wait_for 15 finished $outer
    code=0
    wait $outer || code=$?
    echo "$name: $code, its main $(field room/scan/one status)" >>"$record"
    cat "$name.err" >>"$record"

    # A command, with its directory in the room.
    code=0
    "$@" timeout -k 1 "$(patient 20)" svscan --container --run-directory "$STAGE/room" -- \
        actor exit:7 2>"$name.err" </dev/null || code=$?
    echo "$name, a command: $code" >>"$record"
    cat "$name.err" >>"$record"
    same "what is left in the room" 'scan supervise ' "$(ls room | tr '\n' ' ')"
}

user='setpriv --reuid 12345 --regid 12345 --clear-groups'
inside='unshare --pid --fork --mount --propagation private --mount-proc'
# Everything except the room is read-only.
seal='mount --rbind / / && mount -o remount,bind,ro / && cd / &&
    mount --rbind "$STAGE" "$STAGE" && mount -o remount,bind,ro "$STAGE" &&
    ! touch "$STAGE/bin/new" 2>&- && ! touch /new 2>&- && exec "$@"'
# shellcheck disable=SC2086 # words
{
    lives plain env
    lives process-one $inside
    lives somebody $user
    lives somebody-process-one $inside $user
    lives no-new-privileges $inside setpriv --no-new-privs --bounding-set=-all \
        --inh-caps=-all
    lives old-filter refuse clone3 close_range faccessat2 pidfd_open --
    lives read-only $inside sh -c "$seal" sh
    lives somebody-read-only $inside sh -c "$seal" sh $user
    lives hidden-processes $inside sh -c 'mount -o remount,hidepid=2 /proc && exec "$@"' sh $user
}
# A sanitizer needs /proc, so there the results are written by hand.
# shellcheck disable=SC2086 # words
if grep -q __asan "$FOSTER_BIN/svscan"; then
    for name in no-proc all; do
        printf '%s: 0, its main 3\n%s, a command: 7\n' $name $name >>"$record"
    done
else
    lives no-proc $inside sh -c 'mount -t tmpfs -o ro none /proc && exec "$@"' sh
    lives all $inside sh -c "$seal" sh sh -c 'mount -t tmpfs -o ro none /proc && exec "$@"' sh $user \
        --no-new-privs refuse clone3 close_range faccessat2 pidfd_open --
fi
expect <<'END'
plain: 0, its main 3
plain, a command: 7
process-one: 0, its main 3
process-one, a command: 7
somebody: 0, its main 3
somebody, a command: 7
somebody-process-one: 0, its main 3
somebody-process-one, a command: 7
no-new-privileges: 0, its main 3
no-new-privileges, a command: 7
old-filter: 0, its main 3
old-filter, a command: 7
read-only: 0, its main 3
read-only, a command: 7
somebody-read-only: 0, its main 3
somebody-read-only, a command: 7
hidden-processes: 0, its main 3
hidden-processes, a command: 7
no-proc: 0, its main 3
no-proc, a command: 7
all: 0, its main 3
all, a command: 7
END
