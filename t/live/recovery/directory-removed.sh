#!/bin/sh
# A supervise is killed, and its directory is removed before the next one begins: no
# supervise can recover the service, so svscan ends it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# svscan starts the supervise beside it: here one that begins late.
mkdir bin scan
cp "$FOSTER_BIN/svscan" bin
cat >bin/supervise <<END
#!/bin/sh
trap '' TERM
[ ! -p $STAGE/late ] || {
    echo \$\$ >$STAGE/waits
    read -r go <$STAGE/late
}
exec $FOSTER_BIN/supervise "\$@"
END
chmod 755 bin/supervise

daemon scan/one 'ignore:15 fork{setsid main fork{note:worker serve} serve}'
bin/svscan scan 2>>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 spoken_for scan/one 1
wait_for 10 noted worker
nobody_lives() { [ ! "$(living '.*')" ]; }
dismissed() { grep -Eq '^ShdPnd:.*[4-7c-f]...$' "/proc/$(cat waits)/status"; } # TERM is blocked
mkfifo late
signal KILL "$(supervise_of one)"
wait_for 10 test -s waits
mv scan/one gone
wait_for 10 dismissed # so svscan has seen that
echo go >late
wait_for 10 finished "$(cat waits)"
wait_for 10 nobody_lives
scan_over TERM
cat >expected <<'END'
warning: supervise one was killed by signal 9; starting it again to recover the service
supervise one: fatal: unable to enter the directory: No such file or directory
warning: supervise (removed) exited 111; its directory is gone, killing the remaining processes
END
sed 's/^svscan scan: //' svscan.err | diff expected - || fail "it says other things"
