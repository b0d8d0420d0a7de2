#!/bin/sh
# A service in the foreground is its own main process.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'main serve'
life one
expect <<END
started: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
