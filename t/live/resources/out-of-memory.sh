#!/bin/sh
# The kernel's OOM killer leaves only a KILL; svctl why names it by the counter of the
# control group, and does not name it for the KILL of another process.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root makes control groups"
! ldd "$FOSTER_BIN/supervise" 2>&1 | grep -q libasan || skip 'a sanitizer needs more memory'
# group_of CONTROLLER: the path of our control group; of version 2 without a controller.
group_of() {
    awk -F: -v controller="$1" '
        controller == "" ? $2 == "" : index("," $2 ",", "," controller ",") {
            sub(/^[^:]*:[^:]*:/, "")
            print
            exit
        }' /proc/self/cgroup
}
if [ -e /sys/fs/cgroup/memory/memory.limit_in_bytes ]; then
    group=/sys/fs/cgroup/memory$(group_of memory)
    limit=memory.limit_in_bytes
else
    group=/sys/fs/cgroup$(group_of '')
    limit=memory.max
fi
own=$group/${STAGE##*/}
mkdir "$own" 2>group.err || skip "no control group can be made here"
remove_group() {
    tries=500
    until rmdir "$own" 2>rmdir.err || [ "$tries" = 0 ]; do
        tries=$((tries - 1))
        sleep 0.02
    done
}
trap 'remove_group; finish' EXIT
[ -e "$own/$limit" ] || skip "no limit of memory can be set"
echo 33554432 >"$own/$limit"

mkdir scan
service scan/greedy 'exec tail /dev/zero'
printf 'restart.delay = "1h"\n' >scan/greedy/service.toml
touch scan/greedy/down
daemon scan/modest 'main serve'
printf 'restart.delay = "1h"\n' >scan/modest/service.toml
: >svscan.err
# shellcheck disable=SC2016 # for the inner shell
sh -c 'echo $$ >"$1/cgroup.procs" && exec svscan scan' sh "$own" 2>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 settled scan/modest 1
signal KILL "$(main_of scan/modest)"
wait_for 10 phase_is scan/modest waiting
svctl -S scan up greedy >up.out 2>&1 || true # it has died by then
wait_for 20 phase_is scan/greedy waiting
for name in greedy modest; do
    svctl -S scan why $name | sed -n "s/.*was killed by \(.*\) [0-9]*s ago/$name: \1/p" >>"$record" || true
done
scan_over TERM
expect <<'END'
greedy: signal 9 (KILL): since the service started, the OOM killer of the kernel has killed in its control group.
modest: signal 9 (KILL): another process sent it, not supervise, and the kernel has counted no OOM kill.
END
