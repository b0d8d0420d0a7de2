#!/bin/sh
# If the user may have no inotify instance, or hardly a watch, svscan looks by itself,
# svctl waits by other means, and a command that needs inotify prints that with a remedy.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# A user namespace has limits of its own.
[ "${NAMESPACE-}" ] || {
    trap - EXIT
    unshare --user --map-root-user true || skip "no user namespaces here"
    NAMESPACE=own exec unshare --user --map-root-user /bin/sh "$here/${0##*/}"
}
limit() {
    echo "$2" >"/proc/sys/user/max_inotify_$1"
}
SVDIR=$PWD/scan
export SVDIR

# life NAME: a service comes, svctl waits for it, and it goes.
life() {
    mkdir -p scan new
    scan scan
    daemon "new/$1" 'fork{setsid fork{main serve}}'
    mv "new/$1" scan
    wait_for 30 supervised "scan/$1"
    svctl wait --up --timeout "$(patient 30)s" "$1"
    svctl restart --timeout "$(patient 30)s" "$1"
    svctl down --timeout "$(patient 30)s" "$1"
    same "$1 in the end" down "$(field "scan/$1" phase)"
    code=0
    timeout "$(patient 20)" svctl events --timeout 1s >out 2>err || code=$?
    echo "$1: events $code: $(cat out err)" >>"$record"
    scan_over TERM
    rm -rf "scan/$1"
}

limit instances 0 2>>"$STAGE/limit.log" || skip "the limits cannot be set"
life no-instance
limit instances 100
limit watches 0
life no-watch
limit watches 2
life two-watches
sed "s,$PWD,PWD,g" svscan.err | awk '!seen[$0]++' >>"$record"
expect <<'END'
no-instance: events 111: svctl: fatal: unable to create an inotify instance (raise /proc/sys/fs/inotify/max_user_instances): Too many open files
no-watch: events 111: svctl: fatal: unable to watch so many services (raise /proc/sys/fs/inotify/max_user_watches, or name fewer): No space left on device
two-watches: events 111: svctl: fatal: unable to watch so many services (raise /proc/sys/fs/inotify/max_user_watches, or name fewer): No space left on device
svscan scan: warning: unable to watch the scan directory (polling every 5 seconds): Too many open files
svscan scan: warning: unable to watch the scan directory (polling every 5 seconds): No space left on device
END
