#!/bin/sh
# Files that would run as root and that other users may change: a message names each once,
# and a service whose files every user may change is not started.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root gives files away'
umask 022
mkdir scan
for name in good owned group dir run keys finish log living; do
    daemon "scan/$name" 'main serve'
done
mkdir scan/log/log
service scan/log/log 'exec cat >/dev/null'
touch scan/keys/service.toml
printf '#!/bin/sh\n' >scan/finish/finish
chmod 755 scan/finish/finish
chown 40001 scan/owned/run
chgrp 40000 scan/group
chmod g+w scan/group
chmod 1757 scan/dir # a sticky bit does not help
chmod o+w scan/run/run scan/keys/service.toml scan/finish/finish scan/log/log
refused='dir run keys finish log/log'

told() { sort svscan.err >>"$record"; }
scan scan
for name in good owned group living log; do wait_for 10 spoken_for "scan/$name" 1; done
for name in $refused; do
    [ ! -e "scan/$name/supervise" ] || fail "$name was started"
done
# Once fixed, it starts by itself.
chmod o-w scan/dir
wait_for 10 spoken_for scan/dir 1
mkdir scan/run/control
chmod g+w,g-s scan/run/control
chgrp 40000 scan/run/control
chown 40001 scan/group/supervise
svctl check -S scan good owned group run keys | sed 's/^/check: /' >>"$record"
# svscan tries again, sees the file, and refuses for the same reason as before.
wait_for 10 grep -q 'run/control is writable' svscan.err
# A living service is not abandoned: it is recovered.
chmod o+w scan/living
was=$(supervise_of living)
signal KILL "$was"
wait_for 10 another_supervise living "$was"
wait_for 10 supervised scan/living
note living scan/living
scan_over TERM
told
echo 'With --trust-everybody:' >>"$record"

# The way out; and a scan directory that every user may change.
for name in good owned group dir living; do rm -r "scan/$name"; done
: >svscan.err
svscan --trust-everybody scan 2>>svscan.err &
svscan=$!
started="$started $svscan"
for name in run keys finish log/log; do wait_for 10 supervised "scan/$name"; done
for name in run keys finish; do wait_for 10 spoken_for "scan/$name" 1; done
scan_over TERM
told
for fault in 'scan' 'scan/.svscan' 'scan/.svscan/defaults.toml'; do
    mkdir -p scan/.svscan
    touch scan/.svscan/defaults.toml
    chmod o+w "$fault"
    code=0
    svscan scan 2>>"$record" || code=$?
    same "exit code" 100 "$code"
    chmod o-w "$fault"
done
expect <<'END'
check: scan/owned/run: of user 40001, who could run code as the user of svscan: chown root scan/owned/run
check: scan/group: writable by group 40000, whose members could run code as the user of svscan: chmod g-w scan/group
check: scan/group/supervise: of user 40001, who could act as the supervisor of the service: chown root scan/group/supervise
check: scan/run/run: world-writable, so any user could run code as the user of svscan: chmod o-w scan/run/run
check: scan/run/control: writable by group 40000, whose members could run code as the user of svscan: chmod g-w scan/run/control
check: scan/keys/service.toml: world-writable, so any user could run code as the user of svscan: chmod o-w scan/keys/service.toml
living: up want=up main=main kin=main
svscan scan: warning: dir is world-writable: any user could run code as root; not started (chmod o-w dir, or svscan --trust-everybody)
svscan scan: warning: finish/finish is world-writable: any user could run code as root; not started (chmod o-w finish/finish, or svscan --trust-everybody)
svscan scan: warning: group is writable by group 40000: its members could run code as root (see foster-security(7))
svscan scan: warning: keys/service.toml is world-writable: any user could run code as root; not started (chmod o-w keys/service.toml, or svscan --trust-everybody)
svscan scan: warning: living is world-writable: any user could run code as root (see foster-security(7))
svscan scan: warning: log/log is world-writable: any user could run code as root; not started (chmod o-w log/log, or svscan --trust-everybody)
svscan scan: warning: owned/run belongs to user 40001: that user could run code as root (see foster-security(7))
svscan scan: warning: run/control is writable by group 40000: its members could run code as root (see foster-security(7))
svscan scan: warning: run/run is world-writable: any user could run code as root; not started (chmod o-w run/run, or svscan --trust-everybody)
svscan scan: warning: supervise living was killed by signal 9; starting it again to recover the service
With --trust-everybody:
svscan scan: warning: finish/finish is world-writable: any user could run code as root (see foster-security(7))
svscan scan: warning: keys/service.toml is world-writable: any user could run code as root (see foster-security(7))
svscan scan: warning: log/log is world-writable: any user could run code as root (see foster-security(7))
svscan scan: warning: run/control is writable by group 40000: its members could run code as root (see foster-security(7))
svscan scan: warning: run/run is world-writable: any user could run code as root (see foster-security(7))
svscan scan: warning: this directory is world-writable: any user could run code as root; not scanned (chmod o-w ., or svscan --trust-everybody)
svscan scan: fatal: unable to trust the scan directory
svscan scan: warning: .svscan is world-writable: any user could run code as root; no service is started (chmod o-w .svscan, or svscan --trust-everybody)
svscan scan: fatal: unable to trust the scan directory
svscan scan: warning: .svscan/defaults.toml is world-writable: any user could run code as root; no service is started (chmod o-w .svscan/defaults.toml, or svscan --trust-everybody)
svscan scan: fatal: unable to trust the scan directory
END
