#!/bin/sh
# Each way of readiness, and the fate of a service that is not ready in time.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

is_ready() { field_is "$1" ready true; }
is_not() { field_is "$1" ready false; }
ready_after() { is_ready "$1" && settled "$1" "$2"; }

# A newline on a descriptor; it does not count for the next life.
daemon fd 'fork{setsid fork{main on:1{ready} serve}}'
printf '[ready]\nhow = "fd"\n' >fd/service.toml
begin fd
wait_for 5 spoken_for fd 1
is_not fd || fail "fd is ready"
note "fd, not ready" fd
tell fd h
wait_for 5 is_ready fd
signal_main KILL fd
wait_for 5 spoken_for fd 2
is_not fd || fail "fd is ready again"
tell fd h
wait_for 5 is_ready fd
over fd

# The same with s6's file, on the descriptor that it names.
mkdir s6
echo 7 >s6/notification-fd
service s6 "export ASAN_OPTIONS=detect_leaks=0; exec actor 'main on:1{ready} serve' 3>&7 7>&-"
begin s6
wait_for 5 spoken_for s6 1
is_not s6 || fail "s6 is ready"
tell s6 h
wait_for 5 is_ready s6
over s6

# sd_notify(3), from any process of the service and from no other; also with a cleared
# environment.
daemon notify "fork{setsid fork{main on:1{say:READY=1} on:10{say:RELOADING=1} on:3{say:STATUS=at_\"rest\"} serve}}"
mkdir notify/control
cat >notify/control/2 <<END
#!/bin/sh
exec actor say:READY=1 note:said
END
chmod 755 notify/control/2
cat >notify/service.toml <<END
clear-environment = true
[environment]
PATH = "$PATH"
ACTOR_LOG = "$ACTOR_LOG"
[ready]
how = "notify"
END
begin notify
wait_for 5 spoken_for notify 1
is_not notify || fail "notify is ready"
tell notify 2
wait_for 5 noted said
note "a stranger has spoken" notify
is_not notify || fail "notify is ready by a stranger"
tell notify h
wait_for 5 is_ready notify
tell notify 1
wait_for 5 is_not notify
tell notify h
wait_for 5 is_ready notify
tell notify q
says() { [ "$(field notify status-text)" = "$1" ]; }
wait_for 5 says 'at_\"rest\"'
note "in words$(svctl status --long ./notify | sed -n 3p)" notify
signal_main KILL notify
wait_for 5 spoken_for notify 2
[ -z "$(field notify status-text)" ] || fail "it is dead and speaks"
over notify

# A message may be as long as in systemd, and no longer.
text=$(printf '%04086d' 0)
daemon long "main say:X=$text|STOPPED=1|READY=1 say:STATUS=first on:1{say:X=$text|READY=1 say:STATUS=second} serve"
printf 'ready.how = "notify"\n' >long/service.toml
begin long
wait_for 5 field_is long status-text first
is_not long || fail "a message of more than 4096 bytes was heard"
tell long h
wait_for 5 field_is long status-text second
is_ready long || fail "a message of 4096 bytes was not heard"
over long
quiet long

# A keep-alive, and then silence.
daemon watched 'main say:READY=1 on:1{say:WATCHDOG=1} serve'
printf '[ready]\nhow = "notify"\nwatchdog = "400ms"\n' >watched/service.toml
begin watched
wait_for 5 field_is watched starts 2
over watched
sort -u watched.err >>"$record"

daemon forked 'fork{setsid main serve}'
printf 'ready.how = "forked"\n' >forked/service.toml
begin forked
wait_for 5 ready_after forked 1
over forked

daemon plain 'main serve'
printf 'ready.how = "forked"\n' >plain/service.toml
begin plain
wait_for 5 spoken_for plain 1
is_not plain || fail "plain is ready"
over plain

daemon spawned 'main serve'
printf 'ready.how = "spawned"\n' >spawned/service.toml
begin spawned
wait_for 5 is_ready spawned
over spawned

# ./check runs again and again, and is no part of the service.
daemon check 'main serve'
printf 'ready.how = "check"\n' >check/service.toml
printf '#!/bin/sh\necho >>%s\ntest -e %s\n' "$STAGE/checks" "$STAGE/open" >check/check
chmod 755 check/check
checked() { [ "$(wc -l <"$STAGE/checks")" -ge "$1" ]; }
: >"$STAGE/checks"
begin check
wait_for 10 checked 2
is_not check || fail "check is ready"
note "check, not ready" check
: >"$STAGE/open"
wait_for 5 is_ready check
tell check d
wait_for 5 phase_is check down
over check

# Never ready: a failure, though it exits 0.
daemon late 'on:15{exit:0} main serve'
printf '[ready]\nhow = "fd"\ntimeout = "300ms"\n[restart]\nwhen = "failure"\ngive-up.count = 2\n' \
    >late/service.toml
begin late
wait_for 10 phase_is late failed
[ "$(field late starts)" = 2 ] || fail "it was started $(field late starts) times"
note "late" late
over late
cat late.err >>"$record"
expect <<END
fd, not ready: up want=up main=main kin=main
a stranger has spoken: up want=up main=main kin=main
in words  says: at_"rest": up want=up main=main kin=main
supervise watched: warning: no watchdog message in time ([ready] watchdog): sending ABRT
check, not ready: up want=up main=main kin=main
late: failed want=up main=- kin=-
supervise late: warning: not ready in time ([ready] timeout): stopping the service
supervise late: warning: not ready in time ([ready] timeout): stopping the service
END
