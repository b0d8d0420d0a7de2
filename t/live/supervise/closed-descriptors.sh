#!/bin/sh
# A supervise that is started with 0, 1 and 2 closed does not put its own files there.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

service one 'exec sleep 300'
supervise one <&- >&- 2>&- &
supervise=$!
started=$supervise
wait_for 5 supervised one
wait_for 5 settled one 1
wait_for 5 is_program "$(main_of one)" sleep
for pid in "$supervise" "$(main_of one)"; do
    for number in 0 1 2; do
        readlink "/proc/$pid/fd/$number" >>"$record"
    done
done
same "the service's descriptors" '0 1 2' "$(cd "/proc/$(main_of one)/fd" && echo ./* |
    sed 's,\./,,g')"
over one
expect <<END
/dev/null
/dev/null
/dev/null
/dev/null
/dev/null
/dev/null
END
