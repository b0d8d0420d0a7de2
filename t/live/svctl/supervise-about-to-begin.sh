#!/bin/sh
# svctl waits for a supervise that is about to begin, and for one that does not read its
# control FIFO, within its timeout; at the timeout it prints for what it waited.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

SVDIR=scan
export SVDIR
told() {
    code=0
    "$@" >out 2>&1 || code=$?
    echo "\$ $*" >>"$record"
    sed 's/pid [0-9]*/pid PID/' out >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}
waits_for() { # PID: it watches directories, or looks again
    [ -n "$(find "/proc/$1/fd" -lname anon_inode:inotify 2>>"$STAGE/find.log")" ]
}

# A svscan that has just been started, as at boot.
for name in one two three; do service "scan/$name" 'exec sleep 1000'; done
told svctl up nobody
for _ in 1 2 3; do
    svscan scan 2>>svscan.err &
    svscan=$!
    started="$started $svscan"
    told svctl wait --up --timeout 20s one two three
    scan_over TERM
done
svscan scan 2>>svscan.err &
svscan=$!
started="$started $svscan"
told svctl wait --up one two three
for name in one two three; do phase_is "scan/$name" up || fail "$name is not up"; done

# A directory that has just been made, and a supervise that exits on request.
told svctl new four -- sleep 1000
rm out
told svctl wait --up four
told svctl exit four
told svctl up four
told svctl exit four
told svctl down four
phase_is scan/four down || fail "four is not down"

# Services that svscan does not start.
service open 'exec sleep 1000'
chmod 777 open
mv open scan
told svctl up --timeout 1s open
rm -r scan/open
scan_over TERM

# No svscan runs: it gives up after a moment.
told svctl up one
told svctl down one

# With --timeout, a person may start it later: supervise/ does not exist, or is a dangling
# link.
rm -r scan/one/supervise scan/two/supervise
ln -s "$STAGE/run/deep/two" scan/two/supervise
for name in one two; do
    svctl wait --up --timeout "$(patient 60)s" "$name" &
    waits=$!
    wait_for 10 waits_for "$waits"
    begin "scan/$name"
    wait "$waits" || fail "svctl wait exited $?"
done
told svctl wait --up --timeout 300ms three
told svctl up --timeout 300ms three
told svctl up --no-wait three
told svctl exit --timeout 300ms three

# A supervise that does not read, with a full FIFO.
over scan/two
begin scan/three
wait_for 10 settled scan/three 1
signal STOP "$supervise"
wait_for 5 stopped "$supervise"
dd if=/dev/zero bs=4096 count=100 of=scan/three/supervise/control oflag=nonblock \
    conv=notrunc 2>>"$STAGE/dd.log" || true
told svctl down --timeout 300ms three
told svctl down --no-wait three
told svctl reload three
{ svctl down --timeout "$(patient 60)s" three one && echo 'both are down' >>"$record"; } &
waits=$!
wait_for 20 phase_is scan/one down
signal CONT "$supervise"
wait "$waits"
over scan/three
expect <<'END'
$ svctl up nobody
svctl nobody: fatal: not supervised: there is no scan/nobody (svctl list prints the names)
=> 100
$ svctl wait --up --timeout 20s one two three
$ svctl wait --up --timeout 20s one two three
$ svctl wait --up --timeout 20s one two three
$ svctl wait --up one two three
$ svctl new four -- sleep 1000
scan/four/run: executes sleep 1000
svscan starts the service if it scans scan (svctl status shows the result)
$ svctl wait --up four
$ svctl exit four
$ svctl up four
$ svctl exit four
$ svctl down four
$ svctl up --timeout 1s open
svctl open: fatal: not supervised after 1s: no supervisor has started for scan/open (see the messages of svscan)
=> 100
$ svctl up one
svctl one: fatal: not supervised: no supervisor runs for scan/one (find out with svctl scan whether svscan runs)
=> 100
$ svctl down one
svctl one: fatal: not supervised: no supervisor runs for scan/one (find out with svctl scan whether svscan runs)
=> 100
$ svctl wait --up --timeout 300ms three
svctl three: fatal: not supervised after 300ms: no supervisor has started for scan/three (find out with svctl scan whether svscan runs)
=> 100
$ svctl up --timeout 300ms three
svctl three: fatal: not supervised after 300ms: no supervisor has started for scan/three (find out with svctl scan whether svscan runs)
=> 100
$ svctl up --no-wait three
svctl three: fatal: not supervised: no supervisor runs for scan/three (find out with svctl scan whether svscan runs)
=> 100
$ svctl exit --timeout 300ms three
svctl three: fatal: not supervised: no supervisor runs for scan/three (find out with svctl scan whether svscan runs)
=> 100
$ svctl down --timeout 300ms three
svctl three: fatal: unable to write to scan/three/supervise/control within 300ms: its supervisor does not read it (continue a stopped supervisor with kill -CONT)
=> 99
$ svctl down --no-wait three
svctl three: fatal: unable to write to scan/three/supervise/control: its supervisor does not read it (continue a stopped supervisor with kill -CONT)
=> 111
$ svctl reload three
svctl three: fatal: unable to write to scan/three/supervise/control: its supervisor does not read it (continue a stopped supervisor with kill -CONT)
=> 111
both are down
END
