#!/bin/sh
# svscan --container -- COMMAND on a terminal: the command has it as its controlling
# terminal, so that ^C interrupts the command, and a shell has job control.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"
needs tmux setsid
[ "$(id -u)" = 0 ] || skip "only root takes a terminal from another session"

sees() { terminal capture-pane -p -t : | grep -q -- "$1"; }

# on_terminal WORD...: svscan leads the session of a terminal, as the first program of a
# container does.
on_terminal() {
    rm -f code
    # shellcheck disable=SC2016 # the script's own words
    printf '#!/bin/sh\nsetsid --ctty --wait svscan --container --run-directory run "$@"
echo $? >code.new\nmv code.new code\n' >begin
    chmod 755 begin
    terminal new-session -d -x 80 -y 10 "$STAGE/begin" "$@"
}

# ends CODE
ends() {
    wait_for 20 test -e code
    same 'exit code' "$1" "$(cat code)"
    wait_for 20 no_terminal
}
no_terminal() { ! terminal list-sessions >tmux.log 2>&1; }

mkdir run
on_terminal -- actor 'on:2{exit:7} note:command serve'
wait_for 20 noted command
command=$(pid_of command)
same 'the process group that has the terminal' "$command" \
    "$(ps -o tpgid= -p "$command" | tr -d ' ')"
terminal send-keys -t : C-c
ends 7

# A shell interrupts its job, and stays.
on_terminal -- sh -i
wait_for 20 sees '#$'
terminal send-keys -t : 'actor serve' Enter
acts() { [ "$(terminal display-message -p -t : '#{pane_current_command}')" = actor ]; }
wait_for 20 acts
terminal send-keys -t : C-c
is_back() { ! acts; }
wait_for 20 is_back
terminal send-keys -t : 'exit 9' Enter
ends 9

# Services have no terminal; svscan keeps it, and ^C ends them.
daemon scan/web 'main serve'
on_terminal scan
wait_for 10 spoken_for scan/web 1
same 'the terminal of a service' '?' "$(ps -o tty= -p "$(main_of scan/web)" | tr -d ' ')"
terminal send-keys -t : C-c
ends 0
nobody_noted
