#!/bin/sh
# A user who may change an environment file may have any program run.  A file that every
# user may change is refused at each start; another user's or group's is reported once.
# The user of the service is trusted.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root gives files away'
umask 022
chmod 755 .
cp "$FOSTER_BIN/actor" . # where every user reaches it
chmod 755 actor
mkdir scan
SVDIR=scan
export SVDIR

# given NAME [LINE]: makes a service with two files of its own and a directory of files.
given() {
    mkdir -p "scan/$1/env.d"
    echo A=1 >"scan/$1/env"
    echo 1 >"scan/$1/env.d/B"
    printf 'command = ["%s/actor", "serve"]\nenvironment-files = ["env", "env.d"]\n%s\n' \
        "$PWD" "${2-}" >"scan/$1/service.toml"
}
as='[run-as]
user = "40001"
group = "40002"
groups = []'
for name in good everybody directory sticky file user group; do given "$name"; done
for name in own theirs all; do given "$name" "$as"; done
chmod o+w scan/everybody/env scan/all/env scan/file/env.d/B
chmod o+w scan/directory/env.d
chmod o+wt scan/sticky/env.d
chown 40001 scan/user/env scan/user/env.d/B
chgrp 40000 scan/group/env.d
chmod g+w scan/group/env.d
chown 40001 scan/own/env
chgrp 40002 scan/own/env.d
chmod g+w scan/own/env.d
chown 40009 scan/theirs/env
refused='all directory everybody file sticky'
started_all='good group own theirs user'

svctl check | sed 's/^/check: /' >>"$record"
scan scan
for name in $started_all; do wait_for 10 phase_is "scan/$name" up; done
for name in $refused; do wait_for 10 grep -q "^supervise $name: fatal" svscan.err; done
# supervise-exec looks before it becomes the program, and a busy machine is slow.
runs() { [ "$(readlink "/proc/$(main_of "scan/$1")/exe" 2>>exe.log)" = "$PWD/actor" ]; }
runs good || fail "good does not run"
for name in $refused; do
    if runs "$name"; then fail "$name was started"; fi
done
sort -u svscan.err >>"$record"

# Once fixed, the next start works.
chmod o-w scan/everybody/env
wait_for 10 phase_is scan/everybody up
scan_over TERM

# The way out.
echo 'With --trust-everybody:' >>"$record"
for name in $refused $started_all; do [ "$name" = sticky ] || rm -r "scan/$name"; done
: >svscan.err
svscan --trust-everybody scan 2>>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 phase_is scan/sticky up
scan_over TERM
mv scan/sticky alone
supervise --trust-everybody alone 2>>svscan.err &
supervise=$!
started="$started $supervise"
wait_for 10 phase_is alone up
over alone
sort -u svscan.err >>"$record"
expect <<'END'
check: scan/all/env: world-writable, so any user could run code as user 40001: chmod o-w scan/all/env
check: scan/directory/env.d: world-writable, so any user could run code as the user of svscan: chmod o-w scan/directory/env.d
check: scan/everybody/env: world-writable, so any user could run code as the user of svscan: chmod o-w scan/everybody/env
check: scan/file/env.d/B: world-writable, so any user could run code as the user of svscan: chmod o-w scan/file/env.d/B
check: scan/group/env.d: writable by group 40000, whose members could run code as the user of svscan: chmod g-w scan/group/env.d
check: scan/sticky/env.d: world-writable, so any user could run code as the user of svscan: chmod o-w scan/sticky/env.d
check: scan/theirs/env: of user 40009, who could run code as user 40001: chown root scan/theirs/env
check: scan/user/env: of user 40001, who could run code as the user of svscan: chown root scan/user/env
check: scan/user/env.d/B: of user 40001, who could run code as the user of svscan: chown root scan/user/env.d/B
supervise all: fatal: env is world-writable: any user could run code as user 40001 (chmod o-w env, or --trust-everybody of svscan or supervise)
supervise directory: fatal: env.d is world-writable: any user could run code as root (chmod o-w env.d, or --trust-everybody of svscan or supervise)
supervise everybody: fatal: env is world-writable: any user could run code as root (chmod o-w env, or --trust-everybody of svscan or supervise)
supervise file: fatal: env.d/B is world-writable: any user could run code as root (chmod o-w env.d/B, or --trust-everybody of svscan or supervise)
supervise group: warning: group/env.d is writable by group 40000: its members could run code as root (see foster-security(7))
supervise sticky: fatal: env.d is world-writable: any user could run code as root (chmod o-w env.d, or --trust-everybody of svscan or supervise)
supervise theirs: warning: theirs/env belongs to user 40009: that user could run code as user 40001 (see foster-security(7))
supervise user: warning: user/env belongs to user 40001: that user could run code as root (see foster-security(7))
supervise user: warning: user/env.d/B belongs to user 40001: that user could run code as root (see foster-security(7))
With --trust-everybody:
supervise alone: warning: alone/env.d is world-writable: any user could run code as root (see foster-security(7))
supervise sticky: warning: sticky/env.d is world-writable: any user could run code as root (see foster-security(7))
END
