#!/bin/sh
# The cost of a supervise: private memory and page tables, which are counted in pages and
# do not depend on the load; and libraries that must not be in its image.  FOSTER_BUDGET:
# "PRIVATE TABLES" in kB; empty if this build has no budget (sanitizers).
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "${FOSTER_BUDGET-}" ] || skip "this build has no budget"
private=${FOSTER_BUDGET% *}
tables=${FOSTER_BUDGET#* }
resident=$FOSTER_BIN/supervise
count=40

# Half of them stay in the foreground, half fork twice and are adopted.
number=0
while [ $number -lt $count ]; do
    number=$((number + 1))
    if [ $((number % 2)) = 0 ]; then
        daemon "scan/s$number" 'main serve'
    else
        daemon "scan/s$number" 'fork{setsid fork{main serve}}'
    fi
done
# With an environment as at boot, which lies on the stack and counts.
env -i PATH="$PATH" ACTOR_LOG="$ACTOR_LOG" svscan scan 2>>svscan.err &
svscan=$!
started="$started $svscan"
# It has died as often as supervise remembers, because that memory counts, too.
for lives in 1 2 3 4 5; do
    number=0
    while [ $number -lt $count ]; do
        number=$((number + 1))
        wait_for 20 settled "scan/s$number" $lives
        [ $lives = 5 ] || signal_main KILL "scan/s$number"
    done
done

# sum KEY FILE...: prints the sum of lines "KEY: N kB", in kB.
sum() {
    key=$1
    shift
    awk -v key="$key:" '$1 == key { n += $2 } END { print n + 0 }' "$@"
}
all() {
    for pid in $pids; do echo "/proc/$pid/$1"; done
}
pids=
number=0
while [ $number -lt $count ]; do
    number=$((number + 1))
    pids="$pids $(supervise_of "s$number")"
done
# shellcheck disable=SC2046
used=$(($(sum Private_Dirty $(all smaps_rollup)) + $(sum Private_Clean $(all smaps_rollup))))
# shellcheck disable=SC2046
paged=$(sum VmPTE $(all status))

# The last word but one of the arena is its used size (supervise/arena.h).
arena=none
if installed nm; then
    at=$(nm -C "$resident" | awk '$3 == "(anonymous" && $4 == "namespace)::memory" { print $1 }')
    [ -z "$at" ] || arena=$(dd if="/proc/${pids##* }/mem" bs=1 skip=$((0x$at + 16)) count=8 \
        2>"$STAGE/dd.err" | od -An -tu8 | tr -d ' ')
    size -A "$resident" | awk '/^[.](data|bss|tbss|tdata|init_array|data.rel.ro|got) /'
    nm -C "$resident" >"$STAGE/symbols"
    if grep -E 'toml::|program_options|std::basic_[io]*stream|std::locale|std::ios_base' \
        "$STAGE/symbols"; then
        fail "this is not for a process that is to live for years"
    fi
fi
echo "arena: $arena bytes used"
echo "private: $((used / count)) kB each (at most $private)"
echo "page tables: $((paged / count)) kB each (at most $tables)"
[ $used -ge $((4 * count)) ] || fail "this was not counted: $used kB"
[ $used -le $((private * count)) ] || fail "too much private memory"
# A stack across a boundary of 2 MB takes another table: one in hundreds.
[ $((paged / count)) -le "$tables" ] || fail "too many page tables"
