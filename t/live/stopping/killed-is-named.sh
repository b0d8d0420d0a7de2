#!/bin/sh
# svctl down names the killed processes, and so does the log of supervise.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main fork{ignore:15 note:mule serve} serve}'
printf '[stop]\ntimeout = "200ms"\nkill-timeout = "200ms"\n' >one/service.toml
begin one
wait_for 5 spoken_for one 1
wait_for 5 noted mule
svctl down ./one 2>said.err
sed "s/ $(pid_of mule)\$/ MULE/" said.err >>"$record"
nobody_noted
over one
said one 'supervise one: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes'
expect <<END
svctl one: info: these processes did not end in time and were killed: MULE
END
