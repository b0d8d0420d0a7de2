#!/bin/sh
# A daemon that forks twice: the intermediate is gone before supervise could see it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid fork{main serve}}'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
