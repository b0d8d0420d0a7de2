#!/bin/sh
# A service has the descriptors 0, 1 and 2, and no others.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

descriptors() {
    for file in /proc/"$1"/fd/*; do
        echo "${file##*/} $(readlink "$file")"
    done
}

service one 'exec sleep 300'
supervise one </dev/null >out 2>>one.err 3<one/run 4>four 5<. 9>nine &
supervise=$!
started=$supervise
wait_for 5 supervised one
wait_for 5 settled one 1
wait_for 5 is_program "$(main_of one)" sleep
descriptors "$(main_of one)" >>"$record"
over one
quiet one
expect <<END
0 /dev/null
1 $STAGE/out
2 $STAGE/one.err
END
