#!/bin/sh
# control/LETTER runs before its letter is obeyed, and may forbid it.  supervise does not
# block for a script, and processes that a script leaves are no part of the service and do
# not outlive it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# script DIR LETTER TEXT
script() {
    mkdir -p "$1/control"
    printf '#!/bin/sh\nexport ASAN_OPTIONS=detect_leaks=0\n%s\n' "$3" >"$1/control/new"
    chmod 755 "$1/control/new"
    mv "$1/control/new" "$1/control/$2"
}
has_attendants() { [ "$(field "$1" attendants)" ]; }
has_none() { ! has_attendants "$1"; }
# the first words of each line of this file, as one line
said_so() { [ "$(tr '\n' ' ' <"$STAGE/said" | sed 's/ $//')" = "$1" ]; }
: >"$STAGE/said"

# Exit 0 forbids, any other code does not; u runs before each start.
daemon one 'on:1{note:HUP} on:10{note:USR1} main serve'
echo 'stop = {timeout = "3s", kill-timeout = "2s"}' >one/service.toml
script one h "echo h >>$STAGE/said"
script one 1 "echo 1 >>$STAGE/said; exit 1"
script one u "echo u \$0 >>$STAGE/said; exit 1"
begin one
wait_for 5 spoken_for one 1
tell one h1
wait_for 5 noted USR1
wait_for 5 has_none one
! noted HUP || fail "control/h has not forbidden HUP"
tell one k
wait_for 5 spoken_for one 2
said_so "u control/u h 1 u control/u" || said_so "u control/u 1 h u control/u" ||
    fail "the scripts were others: $(cat "$STAGE/said")"
note "asked" one

# Only its own letter waits for a hanging script.
script one h "exec actor 'note:hanging serve'"
tell one h
wait_for 5 noted hanging
tell one 1
wait_for 5 noted USR1 2
note "h hangs" one

# A stop: t, then d.  Processes that t leaves are script processes, whatever their
# session.
: >"$STAGE/said"
script one t "echo t >>$STAGE/said; exec actor 'fork{setsid fork{setsid note:left serve}} exit:0'"
script one d "echo d >>$STAGE/said"
tell one t
wait_for 5 noted left
note "t leaves a daemon" one
rm one/control/t
tell one d
wait_for 5 said_so "t d"
wait_for 15 phase_is one down
nobody_noted
note down one
over one

# d ends a hanging u.
daemon two 'main serve'
echo 'stop = {timeout = "3s", kill-timeout = "2s"}' >two/service.toml
script two u "exec actor 'ignore:15 note:begins serve'"
begin two
wait_for 5 noted begins
phase_is two starting || fail "two is $(field two phase)"
shows two u 0 || fail "a script passes for the service"
tell two d
wait_for 10 phase_is two down
nobody_noted
note "u is ended" two
rm two/control/u
tell two u
wait_for 5 spoken_for two 1
# For x: t may forbid the signal, and act in its place.
wait_for 10 has_main two
script two t "kill -9 $found_main"
script two x "echo x >>$STAGE/said"
over two
wait_for 5 said_so "t d x"

# A file that is not executable is no script; a script that cannot run forbids nothing.
daemon three 'on:1{note:HUP3} main serve'
mkdir three/control
echo exit 0 >three/control/h
begin three
wait_for 5 spoken_for three 1
tell three h
wait_for 5 noted HUP3
printf '#!/nowhere\n' >three/control/h
chmod +x three/control/h
tell three h
wait_for 5 noted HUP3 2
over three
said three "supervise three: warning: unable to start control/h: the interpreter in its first line does not exist"

expect <<END
asked: up want=up main=main kin=main
h hangs: up want=up main=USR1 kin=USR1
t leaves a daemon: up want=up main=USR1 kin=USR1
down: down want=down main=- kin=-
u is ended: down want=down main=- kin=-
END
