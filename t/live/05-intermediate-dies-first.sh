#!/bin/sh
# The intermediate dies before its parent, which waits for it: main is adopted while what
# run was still lives, and nobody tells the supervise.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

daemon one 'fork{setsid fork{main serve}} wait exit:0'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
