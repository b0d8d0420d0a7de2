#!/bin/sh
# The owner of a planted supervise/ can answer for supervise and keep it from starting,
# but cannot command it.  supervise obeys no FIFO of another user, before the start or
# after it, and an upgrade does not fail by one.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
setpriv --reuid=40001 --regid=40001 --clear-groups true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes users"
umask 022
chmod 755 .
as() { setpriv --reuid=40001 --regid=40001 --clear-groups "$@"; }
# plant NAME: the user makes FIFOs there.
plant() {
    # shellcheck disable=SC2016 # they are for that shell
    as sh -c 'cd "$1" && rm -f control && mkfifo -m 666 control' sh "scan/$1/supervise"
}

mkdir scan
for name in one let-in locked; do
    daemon "scan/$name" 'main serve'
    mkdir "scan/$name/supervise"
    chown 40001 "scan/$name/supervise"
    chmod 755 "scan/$name/supervise"
    plant "$name"
done
printf '[control]\ngroup = "40002"\n' >scan/let-in/service.toml
# An administrator may let a user command by owning the FIFO, in a directory of root.
daemon scan/kept 'main serve'
mkdir scan/kept/supervise
chmod 711 scan/kept/supervise
mkfifo -m 600 scan/kept/supervise/control
chown 40001 scan/kept/supervise/control

as touch scan/locked/supervise/lock
setpriv --reuid=40001 --regid=40001 --clear-groups \
    sh -c 'exec 9<>scan/locked/supervise/lock && flock 9 && exec sleep 60' &
locker=$!
# flock(1) makes the file, so that the user cannot open it.
held() { [ -e scan/locked/supervise/lock ] && ! flock -n scan/locked/supervise/lock true; }
wait_for 10 held
scan scan
for name in one let-in kept; do
    wait_for 10 spoken_for "scan/$name" 1
    echo "$name: $(stat -c '%A %u:%g' "scan/$name/supervise/control")" >>"$record"
done
refused() { grep -q 'unable to acquire supervise/lock' svscan.err; }
wait_for 10 refused
for name in one let-in; do
    # shellcheck disable=SC2016 # they are for that shell
    ! as sh -c 'printf d 1<>"$1"' sh "scan/$name/supervise/control" 2>>refused ||
        fail "the control of $name is open to the user"
done
as sh -c 'printf p 1<>scan/kept/supervise/control' || fail 'kept is not open to the user'
paused() { field_is scan/kept paused true; }
wait_for 10 paused

# While the service runs.
exec 7<>scan/one/supervise/control
plant one
as sh -c 'printf d 1<>scan/one/supervise/control'
was=$(supervise_of one)
printf e >&7
renewed() { grep -q '^upgraded-at' scan/one/supervise/state; }
wait_for 10 renewed
same 'the supervise of one' "$was" "$(supervise_of one)"
note one scan/one
printf h >&7
printf d >&7
wait_for 10 phase_is scan/one down
printf c 1<>scan/kept/supervise/control
signal TERM "$locker"
wait "$locker" || true
wait_for 10 spoken_for scan/locked 1
scan_over TERM

# A link of root's leads through a public directory, where the user has put another link.
mkdir -m 1777 public
mkdir roots
daemon lured 'main serve'
ln -s ../public/run/lured/supervise lured/supervise
as ln -s ../roots public/run
for step in made there; do
    code=0
    supervise lured 2>>"$record" || code=$?
    echo "$step: $code, $(find roots | wc -l)" >>"$record"
    [ "$step" = there ] || mkdir -p roots/lured/supervise
done
rm public/run
ln -s ../roots public/run # a link of root's is followed
begin lured
wait_for 10 spoken_for lured 1
[ -p roots/lured/supervise/control ] || fail 'the link of root was not followed'
over lured
expect <<'END'
one: prw------- 0:0
let-in: prw--w---- 0:40002
kept: prw------- 40001:0
one: up want=up main=main kin=main
supervise lured: fatal: unable to follow the link supervise: its path contains a link of another user
made: 100, 1
supervise lured: fatal: unable to follow the link supervise: its path contains a link of another user
there: 100, 3
END
