#!/bin/sh
# svscan --prefix prints the name of its service before each line of a service without a
# log, also if a line comes in pieces, and loses none.  If the reader stops, the services
# that write stop as well, but not svscan.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir run
service scan/web "echo one; echo two >&2; printf 'no end'
exec actor 'note:web serve'"
service scan/logged 'echo from logged; exec actor "note:logged serve"'
service scan/logged/log "exec cat >$STAGE/log"
: >out
: >err
svscan --prefix scan >out 2>err &
svscan=$!
started="$started $svscan"
wait_for 10 noted web
wait_for 10 noted logged
says() { grep -qx -- "$2" "$1"; }
wait_for 10 says out 'web: one'
wait_for 10 says err 'web: two'
wait_for 10 says out 'web: no end'
wait_for 10 says log 'from logged'

# Messages of its supervise contain the name already.
service scan/late 'exit 1'
chmod 644 scan/late/run
complains() { grep -q '^supervise late: warning: unable to start' err; }
wait_for 10 complains

# A killed helper is replaced, and no line is lost.
helper_of() { ps -o pid=,args= --ppid "$svscan" | awk -v n="$1" '$2 == "svscan-prefix" && $3 == n { print $1 }'; }
helper=$(helper_of web)
signal STOP "$helper"
signal_main KILL scan/web
wait_for 10 noted web 2
signal KILL "$helper"
again() { [ "$(grep -cx 'web: one' out)" = 2 ] && [ "$(grep -cx 'web: two' err)" = 2 ]; }
wait_for 10 again

# A supervise is killed: the helper does not belong to its service.
keeper_of() { ps -o pid=,args= --ppid "$svscan" | awk -v n="$1" '$2 == "supervise" && $3 == n { print $1 }'; }
killed=$(keeper_of web)
signal KILL "$killed"
another_keeper() { [ "$(keeper_of web)" ] && [ "$(keeper_of web)" != "$killed" ] && supervised scan/web; }
wait_for 10 another_keeper
wait_for 10 settled scan/web 2
same 'children' 1 "$(field scan/web children | grep -o 'pid =' | wc -l)"
helper=$(helper_of web)
[ "$helper" ] || fail "the helper has gone"

# It ends with its service.
mv scan/web taken-away
wait_for 15 gone "$helper"
scan_over TERM
nobody_noted

# The reader stops: the flood waits, and svscan obeys.
mkfifo pipe
# shellcheck disable=SC2016 # run expands it
service flood/talker 'exec actor "note:talker serve" | yes "$(printf %01000d 7)"'
exec 9<>pipe
svscan --prefix flood >pipe 2>>flood.err &
svscan=$!
started="$started $svscan"
wait_for 10 noted talker
full() { grep -q pipe_write "/proc/$(helper_of talker)/wchan"; }
wait_for 10 full
service .other 'exec actor serve'
mv .other flood/other
wait_for 10 settled flood/other 1
helper=$(helper_of talker)
memory() { awk '/^VmRSS/ { print $2 }' "/proc/$helper/status"; }
ldd "$FOSTER_BIN/svscan-prefix" 2>&1 | grep -q libasan || # a sanitizer keeps freed memory
    [ "$(memory)" -lt 4096 ] || fail "the helper has $(memory) kB"
head -c 100000 <&9 | head -n -1 | grep -v '^talker: 0*7$' && fail "other lines came"
signal KILL "$(pid_of talker)"
signal TERM "$svscan"
wait_for 20 finished "$svscan"
for left in $(ps -eo pid=,comm= | awk '$2 == "svscan-prefix" { print $1 }'); do
    signal KILL "$left"
done
