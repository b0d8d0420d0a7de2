#!/bin/sh
# The intermediate dies before its parent, which waits for it: the main process is adopted
# while the run process lives, and supervise gets no signal.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid fork{main serve}} wait exit:0'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
