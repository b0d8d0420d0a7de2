#!/bin/sh
# svscan, a supervise that is started by hand, and svctl check examine all executed or
# obeyed files: also check, control and its files, s6's files, and the hooks of the scan
# directory.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
umask 022
mkdir -p scan/.svscan
refused='check control control/t control/1 finish run service.toml timeout-kill down-signal notification-fd'
n=0
for file in $refused; do
    n=$((n + 1))
    daemon "scan/s$n" 'main serve'
    case $file in
    control) mkdir "scan/s$n/control" ;;
    control/*) mkdir "scan/s$n/control" && printf '#!/bin/sh\n' >"scan/s$n/$file" ;;
    *) [ -e "scan/s$n/$file" ] || : >"scan/s$n/$file" ;;
    esac
    chmod o+w "scan/s$n/$file"
done
daemon scan/good 'main serve'
for hook in finish crash; do
    printf '#!/bin/sh\ntouch %s/%s\n' "$STAGE" "$hook.ran" >"scan/.svscan/$hook"
    chmod 757 "scan/.svscan/$hook"
done

: >svscan.err
told() { [ "$(grep -c '; not started' svscan.err)" = "$n" ]; }
scan scan
wait_for 10 told
wait_for 10 spoken_for scan/good 1
scan_over TERM
for i in $(seq $n); do [ ! -e "scan/s$i/supervise" ] || fail "s$i was started"; done
sort svscan.err >>"$record"

echo "by hand" >>"$record"
for i in $(seq $n); do
    code=0
    supervise "scan/s$i" 2>>by-hand || code=$?
    same "exit code of supervise s$i" 100 "$code"
    [ ! -e "scan/s$i/supervise" ] || fail "s$i was started by hand"
done
grep -v 'unable to trust' by-hand >>"$record"
supervise --trust-everybody scan/s1 2>>by-hand &
supervise=$!
started="$started $supervise"
wait_for 10 spoken_for scan/s1 1
over scan/s1

echo "check" >>"$record"
svctl check -S scan 2>&1 | grep writable >>"$record"

# It cannot begin, and crash is not executed.
for file in scan/.svscan scan; do
    chmod o+w "$file"
    code=0
    svscan scan 2>>crash || code=$?
    same 'exit code' 100 "$code"
    chmod o-w "$file"
done
cat crash >>"$record"
same 'what was executed' '' "$(find . -name '*.ran')"
expect <<'END'
svscan scan: warning: .svscan/crash is world-writable: any user could run code as root; not run (chmod o-w .svscan/crash, or svscan --trust-everybody)
svscan scan: warning: .svscan/finish is world-writable: any user could run code as root; not run (chmod o-w .svscan/finish, or svscan --trust-everybody)
svscan scan: warning: s1/check is world-writable: any user could run code as root; not started (chmod o-w s1/check, or svscan --trust-everybody)
svscan scan: warning: s10/notification-fd is world-writable: any user could choose the signals and times of the service; not started (chmod o-w s10/notification-fd, or svscan --trust-everybody)
svscan scan: warning: s2/control is world-writable: any user could run code as root; not started (chmod o-w s2/control, or svscan --trust-everybody)
svscan scan: warning: s3/control/t is world-writable: any user could run code as root; not started (chmod o-w s3/control/t, or svscan --trust-everybody)
svscan scan: warning: s4/control/1 is world-writable: any user could run code as root; not started (chmod o-w s4/control/1, or svscan --trust-everybody)
svscan scan: warning: s5/finish is world-writable: any user could run code as root; not started (chmod o-w s5/finish, or svscan --trust-everybody)
svscan scan: warning: s6/run is world-writable: any user could run code as root; not started (chmod o-w s6/run, or svscan --trust-everybody)
svscan scan: warning: s7/service.toml is world-writable: any user could run code as root; not started (chmod o-w s7/service.toml, or svscan --trust-everybody)
svscan scan: warning: s8/timeout-kill is world-writable: any user could choose the signals and times of the service; not started (chmod o-w s8/timeout-kill, or svscan --trust-everybody)
svscan scan: warning: s9/down-signal is world-writable: any user could choose the signals and times of the service; not started (chmod o-w s9/down-signal, or svscan --trust-everybody)
by hand
supervise s1: fatal: scan/s1/check is world-writable: any user could run code as root (chmod o-w scan/s1/check, or supervise --trust-everybody)
supervise s2: fatal: scan/s2/control is world-writable: any user could run code as root (chmod o-w scan/s2/control, or supervise --trust-everybody)
supervise s3: fatal: scan/s3/control/t is world-writable: any user could run code as root (chmod o-w scan/s3/control/t, or supervise --trust-everybody)
supervise s4: fatal: scan/s4/control/1 is world-writable: any user could run code as root (chmod o-w scan/s4/control/1, or supervise --trust-everybody)
supervise s5: fatal: scan/s5/finish is world-writable: any user could run code as root (chmod o-w scan/s5/finish, or supervise --trust-everybody)
supervise s6: fatal: scan/s6/run is world-writable: any user could run code as root (chmod o-w scan/s6/run, or supervise --trust-everybody)
supervise s7: fatal: scan/s7/service.toml is world-writable: any user could run code as root (chmod o-w scan/s7/service.toml, or supervise --trust-everybody)
supervise s8: fatal: scan/s8/timeout-kill is world-writable: any user could choose the signals and times of the service (chmod o-w scan/s8/timeout-kill, or supervise --trust-everybody)
supervise s9: fatal: scan/s9/down-signal is world-writable: any user could choose the signals and times of the service (chmod o-w scan/s9/down-signal, or supervise --trust-everybody)
supervise s10: fatal: scan/s10/notification-fd is world-writable: any user could choose the signals and times of the service (chmod o-w scan/s10/notification-fd, or supervise --trust-everybody)
check
scan/.svscan/finish: world-writable, so any user could run code as the user of svscan: chmod o-w scan/.svscan/finish
scan/.svscan/crash: world-writable, so any user could run code as the user of svscan: chmod o-w scan/.svscan/crash
scan/s1/check: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s1/check
scan/s10/notification-fd: world-writable, so any user could choose the signals and times of the service: chmod o-w scan/s10/notification-fd
scan/s2/control: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s2/control
scan/s3/control/t: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s3/control/t
scan/s4/control/1: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s4/control/1
scan/s5/finish: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s5/finish
scan/s6/run: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s6/run
scan/s7/service.toml: world-writable, so any user could run code as the user of svscan: chmod o-w scan/s7/service.toml
scan/s8/timeout-kill: world-writable, so any user could choose the signals and times of the service: chmod o-w scan/s8/timeout-kill
scan/s9/down-signal: world-writable, so any user could choose the signals and times of the service: chmod o-w scan/s9/down-signal
svscan scan: warning: .svscan is world-writable: any user could run code as root; no service is started (chmod o-w .svscan, or svscan --trust-everybody)
svscan scan: fatal: unable to trust the scan directory
svscan scan: warning: .svscan is world-writable: any user could run code as root; not run (chmod o-w .svscan, or svscan --trust-everybody)
svscan scan: warning: this directory is world-writable: any user could run code as root; not scanned (chmod o-w ., or svscan --trust-everybody)
svscan scan: fatal: unable to trust the scan directory
svscan scan: warning: this directory is world-writable: any user could run code as root; not run (chmod o-w ., or svscan --trust-everybody)
END
