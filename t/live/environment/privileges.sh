#!/bin/sh
# The privileges of a service, as /proc/PID/status shows them: an ordinary user with one
# capability, and root with none.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root gives capabilities'
chmod 755 .
cp "$FOSTER_BIN/actor" . # where every user reaches it
chmod 755 actor

# secured TEXT: starts a service with these settings.
secured() {
    printf '%s\n' "$1" >one/service.toml
    begin one
    wait_for 5 phase_is one up
    wait_for 5 is_program "$(main_of one)" actor
    {
        echo "$1"
        grep -E '^(Uid|Cap...|NoNewPrivs):' "/proc/$(main_of one)/status" | tr -s '\t ' ' '
    } >>"$record"
    over one
    quiet one
}

service one "exec '$PWD/actor' serve"
chmod 755 one
secured 'run-as.user = "12345"
run-as.group = "12345"
[security]
capabilities-bounding = ["CAP_NET_BIND_SERVICE", "CAP_KILL"]
capabilities-ambient = ["CAP_NET_BIND_SERVICE"]
no-new-privileges = true'
secured '[security]
capabilities-bounding = []
no-new-privileges = false'

# An ordinary user has only those.
printf 'run-as.user = "12345"\nrun-as.group = "12345"\n' >one/service.toml
begin one
wait_for 5 phase_is one up
wait_for 5 is_program "$(main_of one)" actor
grep -E '^Cap(Inh|Prm|Eff|Amb):' "/proc/$(main_of one)/status" | tr -s '\t ' ' ' >>"$record"
over one
quiet one

# A capability outside the bounding set cannot be given.
printf '[security]\ncapabilities-bounding = []\ncapabilities-ambient = ["CAP_MAC_ADMIN"]\n[run-as]\nuser = "12345"\ngroup = "12345"\n' >one/service.toml
code=0
supervise one 2>refused || code=$?
same "its code" 100 "$code"
same "what it says" 'supervise one: fatal: one/service.toml:3: CAP_MAC_ADMIN must also be in security.capabilities-bounding (one/service.toml:2)
supervise one: fatal: unable to use these settings (fix the errors above)' "$(cat refused)"
expect <<END
run-as.user = "12345"
run-as.group = "12345"
[security]
capabilities-bounding = ["CAP_NET_BIND_SERVICE", "CAP_KILL"]
capabilities-ambient = ["CAP_NET_BIND_SERVICE"]
no-new-privileges = true
Uid: 12345 12345 12345 12345
CapInh: 0000000000000400
CapPrm: 0000000000000400
CapEff: 0000000000000400
CapBnd: 0000000000000420
CapAmb: 0000000000000400
NoNewPrivs: 1
[security]
capabilities-bounding = []
no-new-privileges = false
Uid: 0 0 0 0
CapInh: 0000000000000000
CapPrm: 0000000000000000
CapEff: 0000000000000000
CapBnd: 0000000000000000
CapAmb: 0000000000000000
NoNewPrivs: 0
CapInh: 0000000000000000
CapPrm: 0000000000000000
CapEff: 0000000000000000
CapAmb: 0000000000000000
END
