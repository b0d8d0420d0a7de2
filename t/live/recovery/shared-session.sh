#!/bin/sh
# A service with no-setsid shares its session with the starter of its supervise.  After a
# recovery, the other processes of that session are no part of the service, and do not end
# with it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

pid_in() {
    [ -s "$1" ] && started="$started $(cat "$1")"
}

daemon one 'main serve'
: >one/no-setsid
mkfifo later
cat >begin.sh <<'END'
supervise one 2>>one.err &
echo $! >pid.new
mv pid.new pid
read -r _ <later
actor 'note:outsider serve' &
END
setsid sh ./begin.sh &
wait_for 5 pid_in pid
wait_for 10 spoken_for one 1
echo now >later
wait "$!" # the leader of that session
wait_for 5 noted outsider
outsider=$(pid_of outsider)
main=$(main_of one)
same "the session" "$(ps -o sid= -p "$outsider")" "$(ps -o sid= -p "$main")"
signal KILL "$(cat pid)"
wait_for 5 finished "$(cat pid)"

supervise --take-over one 2>>one.err &
supervise=$!
started="$started $supervise"
wait_for 5 supervised one
wait_for 10 spoken_for one 1
same "the main" "$main" "$(main_of one)"
signal KILL "$main" # supervise looks for its orphans
wait_for 10 spoken_for one 2
tell one d
wait_for 10 phase_is one down
same "who only shares the session" "$outsider" "$(living outsider)"
kill_noted outsider
over one
