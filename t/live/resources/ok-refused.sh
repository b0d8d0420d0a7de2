#!/bin/sh
# There is no room for supervise/ok when the service starts: it is kept alive all the
# same, and clients find it as soon as there is room.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root mounts"
[ "${MOUNTS-}" ] || {
    trap - EXIT
    unshare -m true || skip "no mount namespaces here"
    MOUNTS=own exec unshare -m --propagation private /bin/sh "$here/${0##*/}"
}
daemon one 'fork{setsid main serve}'
mkdir one/supervise
# The directory, four files of the story, lock, control, state, pid, stat and status: no
# more.
mount -t tmpfs -o nr_inodes=11,mode=700 tmpfs one/supervise || skip "no tmpfs here"
touch one/supervise/fill1 one/supervise/fill2 one/supervise/fill3 one/supervise/fill4
launch one
wait_for 5 grep -q supervise/ok one.err
wait_for 5 noted main 1
old=$(pid_of main)
! supervised one || fail "it is found without ok"
rm one/supervise/fill? # for ok, pid.new, stat.new and the file being written
wait_for 5 supervised one # without another event
wait_for 5 spoken_for one 1
note found one
same "the main" "$old" "$(main_of one)"
over one
head -n 1 one.err >>"$record"
expect <<END
found: up want=up main=main kin=main
supervise one: warning: unable to create supervise/ok, by which clients find this supervisor (trying again every second): No space left on device
END
