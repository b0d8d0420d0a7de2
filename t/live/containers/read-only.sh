#!/bin/sh
# svscan --container on a read-only file system prints that once, with a remedy, and exits
# 111; a service whose supervise is a link into a writable file system is kept.
# shellcheck disable=SC2016 # the inner shell's own words
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root mounts"
unshare --mount true || skip "no mount namespaces here"

service scan/one 'exec actor note:one serve'
service scan/two "exec actor 'note:two until:$STAGE/go exit:5'"
mkdir run

# contained WORD...: runs in a root where `scan` is read-only.
contained() {
    code=0
    timeout -k 1 "$(patient 20)" unshare --mount sh -c 'mount --bind scan scan &&
        mount -o remount,bind,ro scan && exec svscan --container "$@" scan' sh "$@" \
        2>err || code=$?
    { echo "$code"; cat err; } >>"$record"
}

contained
nobody_noted
ln -s "$STAGE/run/two" scan/two/supervise
touch go
contained --exit-with one
contained --exit-with two
ln -s "$STAGE/run/one" scan/one/supervise
contained --exit-with two
nobody_noted
sed -i 's/(link supervise.*/(...)/; /^supervise one: /d; /exited 111/d' "$record"
expect <<'END_OF_RECORD'
111
svscan scan: fatal: unable to supervise one, two: the file system is read-only (...)
111
svscan scan: fatal: unable to supervise one: the file system is read-only (...)
5
svscan scan: warning: unable to supervise one: the file system is read-only (...)
5
END_OF_RECORD
