#!/bin/sh
# A second supervise in a directory exits and changes nothing.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
begin one
wait_for 5 spoken_for one 1
main=$(main_of one)
code=0
timeout "$(patient 10)" supervise one 2>second.err || code=$?
same code 111 "$code"
same line "supervise one: fatal: unable to acquire supervise/lock (is another \
supervisor running here?): Resource temporarily unavailable" "$(cat second.err)"
same main "$main" "$(main_of one)"
supervised one || fail "nobody supervises any more"
ln -s one two
code=0
timeout "$(patient 10)" supervise two 2>second.err || code=$?
same "code by a link" 111 "$code"
note "as before" one
over one
quiet one
expect <<END
as before: up want=up main=main kin=main
END
