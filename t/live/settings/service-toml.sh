#!/bin/sh
# Every fault in service.toml is reported with file and line, and nothing starts.  The
# defaults of a scan directory apply to all its services; their own settings have
# priority.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'main serve'
printf 'survivers = "stop"\n\n[stop]\ntimeout = 5\n' >one/service.toml
code=0
supervise one 2>said.err || code=$?
echo "exit $code" >>"$record"
cat said.err >>"$record"
mkdir .svscan
printf '[restart]\ndelay = "3s"\n[stop]\ntimeout = "7s"\n' >.svscan/defaults.toml
printf 'survivors = "stop"\n[stop]\ntimeout = "9s"\nsignal = "QUIT"\n' >one/service.toml
begin one kill-timeout=100
wait_for 5 spoken_for one 1
echo "words: $(tr '\0' '\n' <"/proc/$supervise/cmdline" | paste -sd ' ' | sed "s|$STAGE|STAGE|; s/planned=[0-9]*/planned/")" >>"$record"
over one
quiet one
expect <<END
exit 100
supervise one: fatal: one/service.toml:4: "stop.timeout" must be a time from 1ms to 31d, as "30s" (units: ms, s, m, h, d)
supervise one: fatal: one/service.toml:1: there is no key "survivers"; the nearest is "survivors"
supervise one: fatal: unable to use these settings (fix the errors above)
words: supervise one delay=3000 stop-timeout=7000 stop-signal=3 stop-timeout=9000 survivors=stop planned kill-timeout=100 defaults=STAGE/.svscan/defaults.toml
END
