#!/bin/sh
# svscan is killed: supervise processes and services go on.  A new svscan starts none
# twice, watches them, has the pipe to the log, and ends them.  The same holds if
# supervise processes are killed with it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# lose_svscan: kills it.
lose_svscan() {
    signal KILL "$svscan"
    wait "$svscan" || true
    started=$(echo " $started " | sed "s/ $svscan / /")
}

# lives_in NAME: prints the pid that holds the lock there.
lives_in() {
    lock=$(stat -c %i "scan/$1/supervise/lock")
    awk -v inode=":$lock\$" '$2 == "POSIX" && $6 ~ inode { print $5 }' /proc/locks
}

# another_in NAME PID
another_in() {
    now=$(lives_in "$1")
    [ "$now" ] && [ "$now" != "$2" ]
}

logged() {
    [ "$(tail -n 1 logged)" = "$1" ]
}

mkdir new scan
mkfifo words
exec 9<>words
daemon new/fork 'fork{setsid fork{main serve}}'
service new/talk "while read -r line; do echo \"\$line\"; done <$STAGE/words"
service new/talk/log "exec cat >>$STAGE/logged"
touch logged
mv new/* scan
scan scan
wait_for 10 spoken_for scan/fork 1
wait_for 10 settled scan/talk 1
wait_for 10 settled scan/talk/log 1
echo first >words
wait_for 5 logged first
main=$(main_of scan/fork)
supervise=$(lives_in fork)
talker=$(lives_in talk)

# No supervise and no service notices.
lose_svscan
echo "while svscan is dead" >words
wait_for 5 logged "while svscan is dead"
scan scan
daemon new/late 'main serve'
mv new/late scan
wait_for 10 spoken_for scan/late 1 # svscan has swept before that
same "the supervise of fork" "$supervise" "$(lives_in fork)"
same "the supervise of talk" "$talker" "$(lives_in talk)"
note "svscan killed" scan/fork

# It watches supervise processes that are no children, and it holds the logger's reading
# end.
signal KILL "$supervise"
wait_for 10 another_in fork "$supervise"
wait_for 10 spoken_for scan/fork 1
note "then its supervise" scan/fork
same "the main" "$main" "$(main_of scan/fork)"
logger=$(lives_in talk/log)
wait_for 10 has_main scan/talk/log
reader=$(main_of scan/talk/log)
signal KILL "$reader" "$logger"
wait_for 5 gone "$reader" # a dying process still reads
echo "while the logger is dead" >words
wait_for 10 another_in talk/log "$logger"
wait_for 10 logged "while the logger is dead"

# A supervise that svscan has found dies too, and svscan tries again when the next one
# cannot begin.
complained() { grep -q "$1" svscan.err; }
logger=$(lives_in talk/log)
wait_for 10 has_main scan/talk/log
reader=$(main_of scan/talk/log)
mv scan/talk/log/supervise kept
touch scan/talk/log/supervise
signal KILL "$reader" "$logger"
wait_for 10 complained 'supervise talk/log exited 111'
rm scan/talk/log/supervise
mv kept scan/talk/log/supervise
wait_for 15 another_in talk/log "$logger"
echo "by a logger tried again" >words
wait_for 10 logged "by a logger tried again"

# All of them at once.
for name in fork talk talk/log late; do
    eval "$(echo "$name" | tr / _)=\$(lives_in $name)"
done
signal STOP "$svscan"
# shellcheck disable=SC2154 # by eval
signal KILL "$fork" "$talk" "$talk_log" "$late"
lose_svscan
echo "by the same talker" >words
scan scan
wait_for 10 another_in fork "$fork"
wait_for 10 another_in talk "$talk"
wait_for 10 another_in talk/log "$talk_log"
wait_for 10 another_in late "$late"
wait_for 10 logged "by the same talker"
wait_for 10 has_main scan/talk/log
reader=$(main_of scan/talk/log)
signal KILL "$reader"
wait_for 5 gone "$reader"
echo "to another logger" >words
wait_for 10 logged "to another logger"
wait_for 10 spoken_for scan/fork 1
wait_for 10 spoken_for scan/late 1
note "all at once" scan/fork
same "the main" "$main" "$(main_of scan/fork)"
signal KILL "$main"
wait_for 10 spoken_for scan/fork 2
note "and its main" scan/fork

# And another svscan ends supervise processes that it has only found.
lose_svscan
scan scan
daemon new/last 'main serve'
mv new/last scan
wait_for 10 spoken_for scan/last 1
scan_over TERM
expect <<END
svscan killed: up want=up main=main kin=main
then its supervise: up want=up main=main kin=main
all at once: up want=up main=main kin=main
and its main: up want=up main=main kin=main
END
