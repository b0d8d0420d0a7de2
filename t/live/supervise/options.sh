#!/bin/sh
# With options supervise becomes supervise-plan and itself again: one process throughout,
# with plain words.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid ignore:15 main serve}'
supervise --delay=50ms --stop-timeout=100ms --kill-timeout=100ms --settle=1s one 2>one.err &
supervise=$!
started=$supervise
wait_for 5 supervised one
wait_for 5 spoken_for one 1
note started one
echo "the program: $(basename "$(readlink "/proc/$supervise/exe")")" >>"$record"
echo "its words: $(tr '\0' ' ' <"/proc/$supervise/cmdline" | sed 's/planned=[0-9]*/planned/')" >>"$record"
over one
said one 'supervise one: warning: the main process is still alive after [stop] timeout: sending TERM to all processes
supervise one: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes'

# Help fits a terminal of 80 columns.
for program in supervise svscan svctl; do
    $program --help >help
    awk 'length > 80 { print FILENAME ": " $0; wide = 1 } END { exit wide }' help ||
        fail "$program --help is wide"
done
for command in $(svctl --help | awk '/^  [a-z]/ { print $1 }'); do
    svctl "$command" --help >help
    awk 'length > 80 { print FILENAME ": " $0; wide = 1 } END { exit wide }' help ||
        fail "svctl $command --help is wide"
done
expect <<END
started: up want=up main=main kin=main
the program: supervise
its words: supervise one planned delay=50 settle=1000 stop-timeout=100 kill-timeout=100 
END
