#!/bin/sh
# The messages and exit codes of a supervise that cannot begin.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

refused() {
    code=0
    timeout "$(patient 10)" supervise "$@" 2>said.err || code=$?
    echo "$code $(cat said.err)" >>"$record"
}

refused none
touch file
refused file
refused file/below
refused
mkdir one
ln -s ../file/parent one/supervise
refused one
rm one/supervise
touch one/supervise
refused one
rm one/supervise
mkdir -p one/supervise
touch one/supervise/control
refused one/
rm one/supervise/control
rm one/supervise/lock
mkdir one/supervise/lock
refused "$STAGE/one"
rmdir one/supervise/lock
refused one nonsense
refused --delay=soon one
expect <<END
111 supervise none: fatal: unable to enter the directory: No such file or directory
100 supervise file: fatal: unable to enter the directory: it is not a directory
100 supervise below: fatal: unable to enter the directory: it is not a directory
100 supervise: fatal: exactly one directory is required (usage: supervise [OPTION...] DIR [-- COMMAND...])
111 supervise one: fatal: unable to create the target of the link supervise: Not a directory
111 supervise one: fatal: unable to open supervise: Not a directory
100 supervise one: fatal: unable to use supervise/control: it is not a FIFO (remove it)
111 supervise one: fatal: unable to open supervise/lock: Is a directory
100 supervise one: fatal: unable to understand "nonsense" (see supervise --help)
100 supervise: fatal: unable to read --delay=soon: it must be a number with a unit, at most 31d: 250ms, 30s, 5m, 2h, 1d, and not 0
END
