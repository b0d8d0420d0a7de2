#!/bin/sh
# A daemon that forks twice: the one in the middle is gone before it could be asked.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

daemon one 'fork{setsid fork{main serve}}'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
