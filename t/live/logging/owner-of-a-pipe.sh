#!/bin/sh
# A new svscan finds the pipe to a log in /proc.  It takes no FIFO that is the output of a
# service, which would make it wait, and no pipe that another svscan has not made.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# lives_in NAME: prints the pid that holds the lock there.
lives_in() {
    lock=$(stat -c %i "scan/$1/supervise/lock")
    awk -v inode=":$lock\$" '$2 == "POSIX" && $6 ~ inode { print $5 }' /proc/locks
}

# lose PID...: kills svscan and these.
lose() {
    for pid in "$svscan" "$@"; do
        case $pid in
        '' | 0 | 1 | *[!0-9]*) fail "there is no process \"$pid\" to be killed" ;;
        esac
    done
    # One of these may end by itself when another has died.
    for pid in "$svscan" "$@"; do signal KILL "$pid" 2>>"$STAGE/kill.log" || true; done
    for pid; do wait_for 10 gone "$pid"; done
    wait "$svscan" || true
    started=$(echo " $started " | sed "s/ $svscan / /")
}

logged() { grep -qx "$2" "$1"; } # FILE LINE

# Its output is a FIFO without a writer.
mkdir scan
mkfifo silent
service scan/fifo "exec 1<>$STAGE/silent
exec actor 'note:run main serve' 1<$STAGE/silent"
service scan/fifo/log 'exec cat >/dev/null'
scan scan
wait_for 10 spoken_for scan/fifo 1
wait_for 10 has_main scan/fifo/log
lose "$(lives_in fifo)" "$(lives_in fifo/log)" "$(main_of scan/fifo/log)"
scan scan
wait_for 10 supervised scan/fifo
wait_for 10 spoken_for scan/fifo 1
note fifo scan/fifo
scan_over TERM
rm -r scan/fifo

# svscan itself writes to a pipe, and one service gets a log/ while it runs.
mkfifo out
cat out >all &
reader=$!
for name in one two; do
    mkfifo "$name.words"
    service "scan/$name" "exec 9<>$STAGE/$name.words
while read -r line; do echo \"\$line\"; done <&9"
done
exec 8<>one.words 9<>two.words
svscan scan >out 2>>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 settled scan/one 1
wait_for 10 settled scan/two 1
shared=$(readlink "/proc/$svscan/fd/1")
service scan/one/log "exec cat >>$STAGE/logged"
lose
scan scan
wait_for 10 settled scan/one/log 1
echo 'of two' >two.words
wait_for 10 logged all 'of two'
wait_for 10 has_main scan/one/log
[ "$(readlink "/proc/$(main_of scan/one/log)/fd/0")" != "$shared" ] ||
    fail 'the logger of one takes the lines of two'

# From its next supervise on, the service writes to its log, also after another svscan.
old=$(lives_in one)
signal KILL "$old"
another() { new=$(lives_in one) && [ "$new" ] && [ "$new" != "$old" ]; }
wait_for 10 another
wait_for 10 settled scan/one 1
signal_main KILL scan/one
wait_for 10 settled scan/one 2
echo 'of one' >one.words
wait_for 10 logged logged 'of one'
wait_for 10 has_main scan/one/log
lose "$(lives_in one/log)" "$(main_of scan/one/log)"
scan scan
wait_for 10 settled scan/one/log 2
echo 'of one, later' >one.words
wait_for 10 logged logged 'of one, later'
scan_over TERM
wait "$reader"
sed 's/^/all: /' all >>"$record"
sed 's/^/log: /' logged >>"$record"
expect <<'END'
fifo: up want=up main=main kin=main
all: of two
log: of one
log: of one, later
END
