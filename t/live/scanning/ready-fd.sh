#!/bin/sh
# svscan writes to a descriptor once each existing service has its supervise, and closes
# it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon scan/web 'main serve'
mkfifo begun
svscan --ready-fd 5 scan 2>>svscan.err 5>begun &
svscan=$!
started="$started $svscan"
read -r line <begun || fail "nothing but the end was said"
same "what was said" '' "$line"
[ "$(supervise_of web)" ] || fail "web has no supervise"
wait_for 10 spoken_for scan/web 1
! [ -e "/proc/$svscan/fd/5" ] || [ "$(readlink "/proc/$svscan/fd/5")" != "$PWD/begun" ] ||
    fail "the descriptor is still open"

# After an upgrade, svscan does not use another descriptor with that number.
signal ALRM "$svscan"
daemon new/late 'main serve'
mv new/late scan
wait_for 10 spoken_for scan/late 1
scan_over TERM

# A descriptor that is not open, one below 3, and a reader that has gone.
for number in 7 2; do
    code=0
    svscan --ready-fd $number scan 2>>refused 7<&- || code=$?
    echo "$number: $code" >>"$record"
done
cat refused >>"$record"
{ svscan --ready-fd 5 scan 5>&1 >>svscan.out 2>>svscan.err & echo $! >pid; } | :
svscan=$(cat pid)
started="$started $svscan"
wait_for 10 spoken_for scan/web 1
signal TERM "$svscan"
wait_for 15 gone "$svscan"
started=$(echo " $started " | sed "s/ $svscan / /")
expect <<'END'
7: 100
2: 100
svscan scan: fatal: unable to use --ready-fd=7: the descriptor is not open (open a pipe with this number, 3 or higher)
svscan scan: fatal: unable to use --ready-fd=2: the descriptor is not open (open a pipe with this number, 3 or higher)
END
