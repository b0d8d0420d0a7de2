#!/bin/sh
# svctl watch on a terminal shows changes at once, in any scroll position and size, and
# leaves the terminal as it was.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"
needs tmux

# From the emulator, as a person sees it.
sees() { terminal capture-pane -p -t : | grep -q -- "$1"; }
sees_no() { ! sees "$1"; }
line() { terminal capture-pane -p -t : | sed -n "$1p"; }
line_is() { line "$1" | grep -q -- "$2"; }
width_is() { [ "$(terminal capture-pane -p -t : | awk 'length > most { most = length } END { print most + 0 }')" -le "$1" ]; }
press() { terminal send-keys -t : "$@"; }

mkdir scan
SVDIR=$PWD/scan
export SVDIR
for n in 01 02 03 04 05 06 07 08 09 10 11 12; do mkdir "scan/s$n"; done
daemon scan/web 'main serve'
begin scan/web
wait_for 10 spoken_for scan/web 1

# Not into a pipe.
code=0
svctl watch >out 2>err || code=$?
same 'exit code in a pipe' 111 "$code"
same 'what is written there' '' "$(cat out)"
grep -q 'use svctl events or svctl status' err || fail "$(cat err)"
code=0
svctl watch 'x*' >out 2>err || code=$?
grep -q 'x\* matches no service' err || fail "$(cat err)"

terminal new-session -d -x 80 -y 10 'echo BEFORE; svctl watch; echo "CODE $?"; stty -a | tr -s " " "\\n" | grep -qx echo && echo ECHOES; exec cat'
wait_for 20 line_is 1 '13 services: 1 up, 12 not supervised$'
wait_for 5 line_is 2 '^NAME  *STATE'
wait_for 5 line_is 3 '^s01  *not supervised'
wait_for 5 line_is 9 '^s07'
wait_for 5 line_is 10 '^q quits, j and k scroll$'
press j
wait_for 5 line_is 3 '^s02'
press Up
wait_for 5 line_is 3 '^s01'
press Space
wait_for 5 line_is 9 '^web  *up  *[0-9]'
press g
wait_for 5 line_is 3 '^s01'
press G
wait_for 5 line_is 9 '^web'

# Changes are shown; errors are shown below.
tell scan/web d
wait_for 20 line_is 9 '^web  *down'
wait_for 20 line_is 1 '1 down, 12 not supervised$'
cp scan/web/supervise/state kept
echo nonsense >state.new
mv state.new scan/web/supervise/state
wait_for 20 line_is 10 '^svctl web: fatal: unable to understand'
mv kept scan/web/supervise/state
wait_for 20 line_is 1 '13 services'
press G
wait_for 20 line_is 9 '^web  *down'
rmdir scan/s12
wait_for 20 line_is 1 ' 12 services'

# Another size, and a while in the background.
terminal resize-window -t : -x 40 -y 20
wait_for 20 width_is 40
wait_for 20 line_is 14 '^web'
wait_for 20 line_is 20 '^q quits'
press q
wait_for 20 sees 'CODE 0'
sees '^BEFORE' || fail "the first screen is not back"
wait_for 5 sees '^ECHOES'
sees_no '^NAME' || fail "the table is still there"
end_terminal

# A signal ends it as q does.
terminal new-session -d -x 80 -y 10 'svctl watch web; echo "CODE $?"; exec cat'
wait_for 20 line_is 3 '^web  *down'
press C-c
wait_for 20 sees 'CODE 0'
end_terminal

# It also ends if the terminal is not read (a hanging ssh) and is full.
terminal new-session -d -x 200 -y 50 'svctl watch; echo "CODE $?"; exec cat'
wait_for 20 line_is 2 '^NAME'
emulator=$(terminal display-message -p '#{pid}')
watch=$(pgrep -P "$(terminal display-message -p '#{pane_pid}')" -x svctl)
written() { sed -n 's/^wchar: //p' "/proc/$watch/io"; }
was=0 still=0
no_room() { # for half a second, in which it must draw the whole table again and again
    signal WINCH "$watch"
    now=$(written)
    [ "$now" = "$was" ] && still=$((still + 1)) || still=0
    was=$now
    [ "$was" -gt 65536 ] && [ "$still" -ge 25 ]
}
signal STOP "$emulator"
wait_for 60 no_room
signal TERM "$watch"
wait_for 10 finished "$watch"
signal CONT "$emulator"
wait_for 20 sees 'CODE 0'
end_terminal
over scan/web
