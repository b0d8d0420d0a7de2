#!/bin/sh
# In a container a signal goes to the service with which the container ends, or to the one
# of --forward; TERM and INT bring all down.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir run scan

# heard NAME: the words of an actor that notes each signal by its number.
heard() {
    for number in 1 3 10 12 14 28; do
        printf 'on:%s{note:%s-%s} ' $number "$1" $number
    done
}

# begins WORD...
begins() {
    : >"$ACTOR_LOG"
    svscan --container --run-directory run "$@" 2>>svscan.err &
    svscan=$!
    started="$started $svscan"
}

# sends SIGNAL EVENT: that service gets it, and no other.
sends() {
    signal "$1" "$svscan"
    wait_for 10 noted "$2"
    same "what $1 makes" "$2" "$(awk '$1 ~ /-[0-9]+$/ { print $1 }' "$ACTOR_LOG" | grep -- "-${2##*-}\$")"
}

# ends CODE
ends() {
    signal TERM "$svscan"
    wait_for 15 finished "$svscan"
    code=0
    wait "$svscan" || code=$?
    same 'exit code' "$1" "$code"
    nobody_noted
}

# A command.
begins -- actor "$(heard command) note:main serve"
wait_for 5 noted main
wait_for 5 settled run/*/command 1
sends USR1 command-10
sends HUP command-1
sends QUIT command-3
sends USR2 command-12
sends WINCH command-28
ends 143

# Two services.
service scan/web "exec actor '$(heard web) note:web serve'"
service scan/db "exec actor '$(heard db) note:db serve'"
begins --exit-with web --forward USR1=db --forward ALRM=db --forward SIGUSR2= scan
wait_for 5 noted web
wait_for 5 noted db
wait_for 5 settled scan/web 1
wait_for 5 settled scan/db 1
signal USR2 "$svscan" # to none
sends USR1 db-10
sends ALRM db-14
sends HUP web-1
# The signal arrives later if supervise cannot be reached at first.
mv scan/web/supervise/control .
signal QUIT "$svscan"
signal WINCH "$svscan"
mv control scan/web/supervise
wait_for 10 noted web-3
wait_for 10 noted web-28
! noted '.*-12' || fail "USR2 was handed on"
ends 143

# Without such a service a signal has its meaning outside a machine.
rm -r scan/*/supervise
begins --forward HUP=web scan
wait_for 5 noted web
wait_for 5 settled scan/web 1
wait_for 5 settled scan/db 1
sends HUP web-1
signal USR1 "$svscan"
wait_for 15 finished "$svscan"
nobody_noted
[ ! -s svscan.err ] || fail "svscan has said: $(cat svscan.err)"

for wrong in TERM=web HUP NOPE=web PWR=web =web; do
    code=0
    svscan --container --forward "$wrong" scan 2>err || code=$?
    echo "$code: $(cat err)" >>"$record"
done
code=0
svscan --forward HUP=web scan 2>err || code=$?
echo "$code: $(cat err)" >>"$record"
expect <<'END_OF_RECORD'
100: svscan: fatal: unable to read --forward=TERM=web: it must be SIGNAL=NAME, and SIGNAL one of HUP, QUIT, USR1, USR2, WINCH and ALRM
100: svscan: fatal: unable to read --forward=HUP: it must be SIGNAL=NAME, and SIGNAL one of HUP, QUIT, USR1, USR2, WINCH and ALRM
100: svscan: fatal: unable to read --forward=NOPE=web: it must be SIGNAL=NAME, and SIGNAL one of HUP, QUIT, USR1, USR2, WINCH and ALRM
100: svscan: fatal: unable to read --forward=PWR=web: it must be SIGNAL=NAME, and SIGNAL one of HUP, QUIT, USR1, USR2, WINCH and ALRM
100: svscan: fatal: unable to read --forward==web: it must be SIGNAL=NAME, and SIGNAL one of HUP, QUIT, USR1, USR2, WINCH and ALRM
100: svscan: fatal: unable to use --forward: --container is required
END_OF_RECORD
