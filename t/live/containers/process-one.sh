#!/bin/sh
# svscan as process 1 of a pid namespace reaps strangers.  A signal brings down services,
# then logs by their end-of-file, then strangers by TERM; late processes are killed.  Then
# finish gets the next step as its argument, and the parent sees the kernel's result.
# shellcheck disable=SC2009,SC2016 # by parent; the hook's own words
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip "only root makes a pid namespace"
unshare --pid --fork --mount-proc true || skip "no pid namespaces here"

mkdir -p scan/.svscan
printf '#!/bin/sh\necho "finish $*, $(ps -e -o comm= | grep -cE "supervise|actor") left" >>%s\n' \
    "$STAGE/order" >scan/.svscan/finish
chmod 755 scan/.svscan/finish
service scan/one "exec actor 'on:15{note:one-over print:last-words exit:0} note:one serve'"
service scan/one/log "actor note:log
while read -r line; do echo \"\$line\" >>$STAGE/order; done
echo end-of-file >>$STAGE/order"

# boot WORD...: runs svscan as process 1; `one` is its pid outside.
boot() {
    : >"$ACTOR_LOG"
    rm -rf order scan/*/supervise scan/*/log/supervise # as after a boot
    unshare --pid --fork --mount-proc svscan "$@" 2>>svscan.err &
    outer=$!
    wait_for 5 noted one
    wait_for 5 noted log
    one=$(ps -o pid= --ppid $outer | tr -d ' ')
}

# halted WHAT: records how it ended, as the parent of a container sees it.  A logger that
# has read to the end may start once more before its supervise gets TERM.
halted() {
    wait_for 15 finished $outer
    code=0
    wait $outer 2>>wait.log || code=$?
    { echo "$1: $code"; uniq order; } >>"$record"
}

# Strangers: none stays a zombie, and living ones get TERM.
boot scan
inside="nsenter --target $one --pid --mount"
$inside actor 'fork{fork{setsid note:dead-stranger exit:3} times:3{fork{exit:0}}}'
$inside actor "fork{setsid on:15{note:stranger-over exit:0} note:stranger serve}"
wait_for 5 noted stranger
only_one_stranger() {
    [ "$(ps -o stat= --ppid "$one" | grep -c Z)" = 0 ] &&
        [ "$(ps -o args= --ppid "$one" | grep -c actor)" = 1 ]
}
wait_for 5 only_one_stranger
signal TERM "$one"
halted TERM
grep -c stranger-over "$ACTOR_LOG" >>"$record"

for signal in INT QUIT USR1 USR2 PWR; do
    boot scan
    signal $signal "$one"
    halted $signal
done

# HUP ends nothing, nor does a signal that the manual does not list.
boot scan
signal HUP "$one"
signal ALRM "$one"
signal WINCH "$one"
service .later 'exec actor note:later serve'
mv .later scan/later
wait_for 5 noted later
mv scan/later taken-away
signal USR1 "$one"
halted 'HUP, then USR1'

# A stranger that ignores TERM is killed two seconds later.  A service with a longer time
# than svscan, and one whose supervise is stopped, are killed at the end of svscan's time.
service scan/two "exec actor 'on:15{note:told} note:two serve'"
echo 'stop.timeout = "1h"' >scan/two/service.toml
boot --end-timeout 1s scan
wait_for 5 noted two
nsenter --target "$one" --pid --mount actor 'fork{setsid ignore:15 note:deaf serve}'
wait_for 5 noted deaf
signal STOP "$(ps -o pid=,args= --ppid "$one" | awk '$3 == "one" { print $1 }')"
signal USR2 "$one"
halted 'deaf, and stopped'

# A container behaves in the same way, except for its end.
boot --container --end-timeout 1s --exit-with one scan
signal TERM "$one"
halted container

# finish has its time limit, and its processes do not survive.
rm -r scan/two
printf '#!/bin/sh\nactor "fork{setsid ignore:15 note:left serve}"\nexec actor note:hook serve\n' \
    >scan/.svscan/finish
boot --end-timeout 1s scan
signal TERM "$one"
wait_for 5 noted hook
halted 'finish stays'

# svscan cannot begin: it runs crash instead.
printf '#!/bin/sh\necho "crash $$" >>%s/order\nexit 5\n' "$STAGE" >scan/.svscan/crash
chmod 755 scan/.svscan/crash
rm order
unshare --pid --fork --mount-proc svscan --container --exit-with nobody scan 2>>svscan.err &
outer=$!
halted 'it cannot begin'
cat svscan.err >>"$record"
nobody_noted
expect <<'END'
TERM: 129
last-words
end-of-file
finish reboot, 0 left
1
INT: 129
last-words
end-of-file
finish reboot, 0 left
QUIT: 129
last-words
end-of-file
finish reboot, 0 left
USR1: 130
last-words
end-of-file
finish halt, 0 left
USR2: 130
last-words
end-of-file
finish poweroff, 0 left
PWR: 130
last-words
end-of-file
finish poweroff, 0 left
HUP, then USR1: 130
last-words
end-of-file
finish halt, 0 left
deaf, and stopped: 130
finish poweroff, 0 left
container: 0
last-words
end-of-file
finish exit, 0 left
finish stays: 129
last-words
end-of-file
it cannot begin: 5
crash 1
svscan scan: fatal: unable to use --exit-with=nobody: the scan directory has no such service
END
