#!/bin/sh
# A scan directory or an entry that cannot be read for a moment ends no service: each call
# of svscan's next look is refused once.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ -x "$FOSTER_BIN/killer" ] || skip 'there is no killer'
daemon scan/one 'main serve'
daemon scan/two 'fork{setsid main serve}'
mkdir scan/two/log
service scan/two/log 'exec cat >/dev/null'
mkfifo orders
killer scan/one/supervise/state . "$FOSTER_BIN/svscan" scan <orders >answers &
killer=$!
started="$started $killer"
exec 3>orders
order() { echo "$*" >&3; }
answered() { [ "$(grep -c "^$1" answers)" -ge "$2" ]; }
order start
wait_for 10 answered started 1
svscan=$(awk '/^started/ { print $2 }' answers)
for name in one two; do wait_for 10 spoken_for "scan/$name" 1; done
wait_for 10 supervised scan/two/log
one=$(main_of scan/one)
two=$(main_of scan/two)
log=$(main_of scan/two/log)

# The killer prints `done` when a call was refused, or when none is left to refuse.
rounds=0
for number in $(seq 24); do
    rounds=$((rounds + 1))
    order "plan fail:svscan:$number:$number"
    signal HUP "$svscan"
    wait_for 10 answered 'done' $rounds
done

# svscan has looked again, and keeps its services.
daemon scan/new 'main serve'
wait_for 10 spoken_for scan/new 1
same 'main of one' "$one" "$(main_of scan/one)"
same 'main of two' "$two" "$(main_of scan/two)"
same 'main of the log' "$log" "$(main_of scan/two/log)"
for name in one two new; do note "$name" "scan/$name"; done
order end
wait_for 15 answered ended 1
exec 3>&-
wait_for 15 finished "$killer"
started=''
grep '^ended' answers >>"$record"
expect <<'END'
one: up want=up main=main kin=main
two: up want=up main=main kin=main
new: up want=up main=main kin=main
ended 0
END
