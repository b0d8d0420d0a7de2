#!/bin/sh
# The intermediate outlives its parent: it is adopted first, and the main process after
# it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid fork{main serve} orphaned exit:0}'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
