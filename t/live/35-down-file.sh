#!/bin/sh
# With a file `down` a service waits for `u`.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

daemon one 'fork{setsid main serve}'
touch one/down
begin one
note begun one
tell one u
wait_for 5 spoken_for one 1
note u one
kill -9 "$(main_of one)"
wait_for 5 spoken_for one 2
note "killed and back" one
over one
quiet one
expect <<END
begun: down want=down main=- kin=-
u: up want=up main=main kin=main
killed and back: up want=up main=main kin=main
END
