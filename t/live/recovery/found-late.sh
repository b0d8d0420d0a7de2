#!/bin/sh
# shellcheck disable=SC2016 # what a script says
# svscan finds later what it misses at its first look: a supervise of a dead svscan that
# had not begun yet, and one that dies while its directory is renamed.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

lose_svscan() {
    signal KILL "$svscan"
    wait "$svscan" || true
    started=$(echo " $started " | sed "s/ $svscan / /")
}
lock_holder() {
    lock=$(stat -c %i "scan/$1/supervise/lock")
    awk -v inode=":$lock\$" '$2 == "POSIX" && $6 ~ inode { print $5 }' /proc/locks
}
# taken_back DIR PID: another supervise than PID has recovered the service.
taken_back() {
    holder=$(lock_holder "$1")
    [ "$holder" ] && [ "$holder" != "$2" ] &&
        grep -q taken-back "scan/$1/supervise/state"
}
complained() { grep -q "$1" svscan.err; }
has_begun() { has_children "$svscan" 1; }

# The first configuration loader waits for `first`, all others for `others`.
mkdir bin planner
cp "$(command -v svscan)" "$(command -v supervise)" bin/
cp "$(command -v supervise)" "$(command -v supervise-plan)" planner/
printf '#!/bin/sh
gate=$STAGE/others
[ -d "$STAGE/begun" ] || gate=$STAGE/first
mkdir -p "$STAGE/begun"
actor "until:$gate"
exec "$STAGE/planner/supervise-plan" "$@"\n' >bin/supervise-plan
chmod 755 bin/supervise-plan
PATH=$STAGE/bin:$PATH

daemon scan/one 'main serve'
: >scan/one/service.toml
scan scan
wait_for 10 test -d begun
lose_svscan
scan scan
wait_for 10 has_begun
: >first
wait_for 10 spoken_for scan/one 1
main=$(main_of scan/one)
note "begun when svscan was dead" scan/one
: >others
wait_for 10 complained 'supervise one exited 111'
holder=$(lock_holder one)
signal KILL "$holder"
wait_for 20 taken_back one "$holder"
note "killed" scan/one
same "the main" "$main" "$(main_of scan/one)"

# At the same moment: svscan reads both when it continues.
lose_svscan
holder=$(lock_holder one)
scan scan
daemon new/late 'main serve'
mv new/late scan
wait_for 10 spoken_for scan/late 1 # it has swept before that
signal STOP "$svscan"
wait_for 5 stopped "$svscan"
signal KILL "$holder"
wait_for 5 gone "$holder"
mv scan/one scan/other
signal CONT "$svscan"
wait_for 20 taken_back other "$holder"
note "killed and renamed" scan/other
same "the main" "$main" "$(main_of scan/other)"
scan_over TERM
expect <<END
begun when svscan was dead: up want=up main=main kin=main
killed: up want=up main=main kin=main
killed and renamed: up want=up main=main kin=main
END
