#!/bin/sh
# A daemon that forks once: main is the child, not what run was.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

daemon one 'fork{setsid main serve}'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
