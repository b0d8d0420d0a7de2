#!/bin/sh
# By default a service has a minute to end, and finish has another; svctl waits for both.
# Killed processes are reported.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# A database that takes longer than svctl's usual limit (30 s).
mkdir scan
service scan/database 'trap "sleep 25; echo closed >>../../closed; exit 0" TERM
echo >ready
actor until:/never & wait'
printf '#!/bin/sh\nsleep 7\necho finished >>../../closed\n' >scan/database/finish
chmod 755 scan/database/finish
: >closed

service scan/deaf 'trap "" TERM
echo >ready
exec actor until:/never'
cat >scan/deaf/service.toml <<END
stop.timeout = "300ms"
stop.kill-timeout = "200ms"
finish.timeout = "500ms"
END
printf '#!/bin/sh\ntrap "" TERM\nexec actor until:/never\n' >scan/deaf/finish
chmod 755 scan/deaf/finish

svscan scan 2>scan.err &
svscan=$!
started=$svscan
wait_for 10 test -e scan/database/ready
wait_for 10 test -e scan/deaf/ready

svctl down -S scan deaf 2>&1 | sed 's/[0-9][0-9]*/N/g; s/\( N\)*$/ N/' >>"$record"
svctl down -S scan database || fail "down of the database: $?"
cat closed >>"$record"
[ "$(field scan/deaf killed)" ] || fail "the state does not say who was killed"
[ ! "$(field scan/database killed)" ] || fail "the database was killed"

signal TERM "$svscan"
wait_for 20 finished "$svscan"
cat scan.err >>"$record"
expect <<END
svctl deaf: info: these processes did not end in time and were killed: N
closed
finished
supervise deaf: warning: the main process is still alive after [stop] timeout: sending TERM to all processes
supervise deaf: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes
supervise deaf: warning: ./finish is still running after [finish] timeout: sending KILL
END
