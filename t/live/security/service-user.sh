#!/bin/sh
# The user of a service can do nothing to its supervise, and nothing through it to other
# services and to strangers.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
setpriv --reuid=40001 --regid=40001 --clear-groups true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes users"
umask 022
chmod 755 .
chmod 666 "$ACTOR_LOG"
mkdir bin scan
cp "$FOSTER_BIN/actor" bin # where every user reaches it
chmod 755 bin bin/*
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
as() { # as UID COMMAND...
    uid=$1
    shift
    setpriv --reuid="$uid" --regid="$uid" --clear-groups "$@"
}

# A stranger, which no supervise may signal.
hits=''
for signal in 1 2 3 12 15 18; do hits="$hits on:$signal{note:hit}"; done
bin/actor "$hits on:10{note:unhurt} note:stranger serve" &
stranger=$!
wait_for 10 noted stranger

# service_of NAME USER STORY [TOML]
service_of() {
    service "scan/$1" "${5-}exec $STAGE/bin/actor '$3'"
    mkdir "scan/$1/data"
    chown "$2" "scan/$1/data"
    printf '%s\n[run-as]\nuser = "%s"\ngroup = "%s"\n[ready]\nhow = "notify"\n' \
        "${4-}" "$2" "$2" >"scan/$1/service.toml"
}
speaks='on:2{say:STATUS=again} on:12{say:READY=1}'
service_of evil 40001 "fork{setsid main on:1{say:MAINPID=$stranger say:STATUS=lied} $speaks serve}" \
    'main.pidfile = "data/pid"' "echo $stranger >data/pid; "
service_of good 40002 "main on:1{say:STATUS=here} $speaks serve"
# Files that a dead supervise seems to have left, where another user may write to
# supervise/.
service_of planted 40001 "main $speaks serve"
mkdir scan/planted/supervise
cat >scan/planted/supervise/state <<END
version = 2
boot = "$(cat /proc/sys/kernel/random/boot_id)"
phase = "up"
want = "up"
main = $stranger
ready = true
paused = false
since = 2026-11-22T14:31:07.123456Z
starts = 1
children = [{pid = $stranger, start = $(awk '{ print $22 }' "/proc/$stranger/stat"), came = "spawned"}]
bystanders = []
END
echo "$stranger" >scan/planted/supervise/pid
chown -R 40001 scan/planted/supervise
scan scan
for name in evil good planted; do wait_for 10 spoken_for "scan/$name" 1; done
for name in evil good planted; do note "$name" "scan/$name"; done

# The FIFOs, by any name, and the supervise process.
supervise=$(supervise_of evil)
ways="scan/evil/supervise scan/good/supervise /proc/$supervise/cwd/supervise"
for way in $ways; do
    for fifo in control ok; do
        # shellcheck disable=SC2016 # they are for that shell
        ! as 40001 sh -c 'printf d 1<>"$1"' sh "$way/$fifo" 2>>refused ||
            fail "$way/$fifo is open to the service"
        # shellcheck disable=SC2016
        ! as 40001 sh -c ': <"$1"' sh "$way/state" 2>>refused ||
            fail "$way/state is open to the service"
    done
done
! as 40001 ls "/proc/$supervise/fd/" >>refused 2>&1 || fail "its descriptors are shown"
! as 40001 kill -TERM "$supervise" 2>>refused || fail "it may be signalled"

# A pid of another process: in the pidfile, and in a notice.
says() { [ "$(field "scan/$1" status-text)" = "$2" ]; }
main=$(main_of scan/evil)
tell scan/evil h
wait_for 10 says evil lied
same "main of evil" "$main" "$(main_of scan/evil)"

# Readiness of another service, by a stranger and by another process of its user.
socket=$(tr '\0' '\n' <"/proc/$(main_of scan/good)/environ" | sed -n s/^NOTIFY_SOCKET=//p)
for user in 40001 40002; do
    NOTIFY_SOCKET=$socket as $user bin/actor say:READY=1 say:STATUS=forged say:MAINPID=$stranger
done
tell scan/good h
wait_for 10 says good here # earlier notices have been read
field_is scan/good ready false || fail "its readiness was forged"
main_is scan/good main || fail "its main was forged"
tell scan/good 2
wait_for 10 field_is scan/good ready true

# All that a supervise sends, and its end.
for name in evil planted; do
    tell "scan/$name" hiq2t # to one and the same main process
    wait_for 10 settled "scan/$name" 2
    tell "scan/$name" r
    wait_for 10 settled "scan/$name" 3
    tell "scan/$name" d
    wait_for 20 phase_is "scan/$name" down
    note "$name" "scan/$name"
done
signal USR1 "$stranger"
wait_for 10 noted unhurt
! noted hit || fail "the stranger was signalled"
signal KILL "$stranger"
scan_over TERM
expect <<'END'
evil: up want=up main=main kin=main
good: up want=up main=main kin=main
planted: up want=up main=main kin=main
evil: down want=down main=- kin=-
planted: down want=down main=- kin=-
END
