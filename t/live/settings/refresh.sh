#!/bin/sh
# svctl refresh makes a supervise read its settings again, and its service does not
# notice.  Settings of the start wait for the next start; faulty settings change nothing;
# svctl shows settings that are not in force yet.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

setting() { svctl status -S scan "$1" | sed -n "s/^  setting *$2 = //p"; }
warned() { grep -q 'service.toml is newer than the settings in force' "$1"; }

daemon scan/web 'main serve'
daemon scan/plain 'main serve'
scan scan
wait_for 10 spoken_for scan/web 1
wait_for 10 spoken_for scan/plain 1
main=$(main_of scan/web)
supervise=$(supervise_of web)

# A new file, for a supervise that has read none.
printf 'stop.timeout = "7s"\nlimits.nofile = 512\n' >scan/web/service.toml
svctl status -S scan web >out
warned out || fail "$(cat out)"
svctl check scan/web >out 2>&1 || :
warned out || fail "$(cat out)"
svctl up -S scan web 2>err
warned err || fail "$(cat err)"
svctl refresh -S scan web || fail "svctl refresh exited $?"
same "the supervise" "$supervise" "$(supervise_of web)"
same "the main" "$main" "$(main_of scan/web)"
same "stop.timeout" '"7s"' "$(setting web stop.timeout)"
svctl status -S scan web >out
! warned out || fail "$(cat out)"
svctl restart -S scan web 2>err
same "complaints" '' "$(cat err)"
wait_for 10 spoken_for scan/web 2
open_files() { awk '/^Max open files/ { print $4 }' "/proc/$(main_of scan/web)/limits"; }
same "open files" 512 "$(open_files)"

# A faulty file, and then a correct one.
main=$(main_of scan/web)
printf 'stop.timeout = "soon"\n' >scan/web/service.toml
code=0
svctl refresh -S scan web 2>err || code=$?
same "the exit code of svctl refresh" 1 "$code"
grep -q 'unable to use the new settings' err || fail "$(cat err)"
wait_for 5 grep -q 'warning: continuing with the settings in force' svscan.err
same "stop.timeout" '"7s"' "$(setting web stop.timeout)"
printf 'stop.timeout = "8s"\n' >scan/web/service.toml
svctl refresh -S scan web || fail "svctl refresh exited $?"
same "stop.timeout" '"8s"' "$(setting web stop.timeout)"
same "limits.nofile" '' "$(setting web limits.nofile)"
same "the main" "$main" "$(main_of scan/web)"
rm scan/web/service.toml
svctl refresh -S scan web || fail "svctl refresh exited $?"
same "stop.timeout" '' "$(setting web stop.timeout)"

# The way of readiness is a setting of the start.
printf '[ready]\nhow = "notify"\nwatchdog = "1s"\n' >scan/plain/service.toml
plain=$(main_of scan/plain)
svctl refresh -S scan plain || fail "svctl refresh exited $?"
same "ready.how" '' "$(setting plain ready.how)"
svctl status -S scan plain | grep -q 'ready.. is read again' || fail "$(svctl status -S scan plain)"
same "the main" "$plain" "$(main_of scan/plain)"
cat >scan/plain/run.new <<'END'
#!/bin/sh
exec actor note:"${NOTIFY_SOCKET-none}:${WATCHDOG_USEC-none}" on:15{exit:0} serve
END
chmod 755 scan/plain/run.new
mv scan/plain/run.new scan/plain/run
signal_main KILL scan/plain
told() { noted_by_name '@.....:1000000'; }
noted_by_name() { awk '{ print $1 }' events | grep -qx "$1"; }
wait_for 10 told
same "ready.how" '"notify"' "$(setting plain ready.how)"
rm scan/plain/service.toml
signal_main KILL scan/plain
svctl refresh -S scan plain || fail "svctl refresh exited $?"
signal_main KILL scan/plain
wait_for 10 noted_by_name 'none:none'
scan_over TERM

