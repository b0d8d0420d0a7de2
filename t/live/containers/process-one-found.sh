#!/bin/sh
# If process 1 is svscan, svctl uses its directory.  svctl's requests to svscan reach no
# service, although a HUP in a container does.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root makes a pid namespace"
unshare --pid --fork --mount-proc true || skip "no pid namespaces here"

service elsewhere/web "exec actor 'on:1{note:hung-up} note:web serve'"
unshare --pid --fork --mount-proc svscan --container --exit-with web elsewhere 2>svscan.err &
outer=$!
wait_for 10 noted web
wait_for 10 settled elsewhere/web 1
one=$(ps -o pid= --ppid $outer | tr -d ' ')
unset SVDIR XDG_RUNTIME_DIR
inside() { nsenter --target "$one" --pid --mount "$@"; }
inside svctl list >>"$record"
inside svctl status -o name,phase >>"$record"
inside svctl scan
service .other 'exec actor note:other serve'
mv .other elsewhere/other
wait_for 10 noted other
! noted hung-up || fail "the look that svctl asked for came to the service"
inside kill -s HUP 1
wait_for 10 noted hung-up
SVDIR=nowhere inside svctl list 2>>"$record" || true
signal TERM "$one"
wait_for 15 finished $outer
[ ! -s svscan.err ] || fail "svscan has said: $(cat svscan.err)"
expect <<'END_OF_RECORD'
web
web	up
svctl: fatal: unable to list the scan directory nowhere (choose another with --scan-dir or SVDIR): No such file or directory
END_OF_RECORD
