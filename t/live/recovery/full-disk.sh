#!/bin/sh
# The disk under supervise/ is full, the service has been started again, and then its
# supervise is killed: the last status is of an earlier launch.  The next supervise knows
# the new one by the record that its run process has left, and starts none beside it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root mounts"
[ "${MOUNTS-}" ] || {
    trap - EXIT
    unshare -m true || skip "no mount namespaces here"
    MOUNTS=own exec unshare -m --propagation private /bin/sh "$here/${0##*/}"
}

mkdir -p scan/front/supervise scan/back/supervise
for name in front back; do
    mount -t tmpfs -o size=40k,mode=700 tmpfs scan/$name/supervise || skip "no tmpfs here"
done
daemon scan/front 'main serve'
daemon scan/back 'fork{setsid main serve} sleep:1000'
scan scan
for name in front back; do
    wait_for 10 spoken_for scan/$name 1
    ! head -c 100000 /dev/zero >scan/$name/supervise/fill 2>fill.log ||
        fail "the disk is not full"
    before=$(grep -c '^main ' "$ACTOR_LOG")
    wait_for 5 has_main scan/$name
    signal_main KILL scan/$name
    wait_for 10 noted main $((before + 1))
    main=$(pid_of main)
    killed=$(supervise_of $name)
    [ "${killed:-0}" -gt 1 ] || fail "there is no supervise of $name"
    signal KILL "$killed"
    wait_for 10 another_supervise $name "$killed"
    rm scan/$name/supervise/fill
    wait_for 10 spoken_for scan/$name 2
    same "the main process" "$main" "$(main_of scan/$name)"
    note "$name" scan/$name
    tell scan/$name d
    wait_for 10 phase_is scan/$name down
done
nobody_noted
scan_over TERM
expect <<END
front: up want=up main=main kin=main
back: up want=up main=main kin=main
END
