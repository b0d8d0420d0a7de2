#!/bin/sh
# svctl check finds in advance what supervise refuses and what makes each start fail, by
# the same rules.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

ASAN_OPTIONS=detect_leaks=0 # another root has no /proc, which leak detection needs
export ASAN_OPTIONS

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
umask 022
chmod 755 .
mkdir scan
SVDIR=scan
export SVDIR
shorter() { sed "s|$PWD|.|g; s|(/.*): install|(...): install|"; }

# faulty NAME SETTINGS...: a service with these settings, in which svctl check finds a
# fault.
faulty() {
    name=$1
    mkdir -p "scan/$name"
    shift
    [ -e "scan/$name/run" ] || service "scan/$name" 'exec sleep 1000'
    if [ $# -gt 0 ]; then printf '%s\n' "$@" >"scan/$name/service.toml"; fi
    echo "--- $name" >>"$record"
    code=0
    svctl check "$name" >out 2>&1 || code=$?
    same "code of svctl check $name" 1 "$code"
    shorter <out >>"$record"
}

# refused NAME ...: supervise refuses it, too.
refused() {
    faulty "$@"
    code=0
    supervise "scan/$name" >out 2>&1 || code=$?
    same "code of supervise scan/$name" 100 "$code"
    shorter <out >>"$record"
}

# unstarted NAME ...: its start fails.
unstarted() {
    faulty "$@"
    supervise "scan/$name" delay=60000 2>out &
    supervise=$!
    started="$started $supervise"
    wait_for 10 test -s out
    wait_for 10 phase_is "scan/$name" waiting
    over "scan/$name"
    shorter <out >>"$record"
}

refused no-group 'run-as.user = "12345"'
refused no-user 'run-as.user = "nobody-of-us"' 'run-as.groups = ["none-of-us"]'
refused control 'control.group = "none-of-us"'
refused root 'run-as.root = "/"'
refused ambient '[security]' 'capabilities-bounding = ["CAP_KILL"]' \
    'capabilities-ambient = ["CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_CHOWN"]'
mkdir scan/newpidns
touch scan/newpidns/flag-newpidns
refused newpidns

# The service's own file counts, and a fault in what it replaces is no fault.
mkdir scan/.svscan
echo 'run-as.user = "nobody-of-us"' >scan/.svscan/defaults.toml
service scan/mended 'exec sleep 1000'
echo 'run-as.user = "root"' >scan/mended/service.toml
svctl check mended || fail "a default that does not count is a fault"
echo 'security.capabilities-bounding = ["CAP_KILL"]' >scan/.svscan/defaults.toml
refused both 'security.capabilities-ambient = ["CAP_CHOWN"]'
rm -r scan/.svscan

user='run-as.user = "40001"
run-as.group = "40001"'
mkdir -p scan/closed/closed/there
chmod 700 scan/closed/closed
echo A=1 >secret.env
chmod 600 secret.env
unstarted missing 'run-as.directory = "nowhere"'
unstarted file 'run-as.directory = "run"'
unstarted closed "$user" 'run-as.directory = "closed/there"'
unstarted jail 'run-as.root = "/no/such/jail"' 'command = ["x"]'
unstarted jailed "run-as.root = \"$PWD/scan\"" 'command = ["/bin/no-such"]'
unstarted secret "$user" "environment-files = [\"$PWD/secret.env\"]"
unstarted no-env 'environment-files = ["no.env"]'
mkfifo fifo.env
unstarted fifo-env "environment-files = [\"$PWD/fifo.env\"]"
unstarted command 'command = ["no-such-program"]'
unstarted path 'command = ["sleep", "1000"]' 'environment.PATH = "/nowhere:/no/where"'
unstarted slash 'command = ["./service.toml"]'
service scan/rootly 'exec sleep 1000'
chmod 700 scan/rootly/run
unstarted rootly "$user"

# s6's files: supervise goes on without faulty ones.
mkdir scan/s6
echo soon >scan/s6/timeout-kill
echo SIGNOT >scan/s6/down-signal
echo 2 >scan/s6/notification-fd
faulty s6

# A file system with the option noexec.
mkdir mounted
if unshare -m mount -t tmpfs -o noexec noexec mounted 2>"$STAGE/mount.log"; then
    service scan/noexec 'exec sleep 1000'
    mv scan/noexec/run there
    ln -s ../../mounted/run scan/noexec/run
    unshare -m sh -c 'mount -t tmpfs -o noexec noexec mounted && cp there mounted/run &&
        svctl check noexec' >out && fail "a run that is not to be executed passes"
    same noexec 'scan/noexec/run: its file system is mounted noexec: move it to another file system' \
        "$(cat out)"
fi

# Working settings are no fault.
for fine in 'command = ["sleep", "1000"]' 'command = ["./run"]' 'run-as.directory = "/"' \
    'run-as.root = "/"
command = ["/bin/sh"]' "$user
environment-files = [\"fine.env\"]" 'environment-files = ["."]' \
    'environment.PATH = "/usr/bin:/bin"
command = ["sleep"]'; do
    service scan/fine 'exec sleep 1000'
    echo A=1 >scan/fine/fine.env
    echo "$fine" >scan/fine/service.toml
    svctl check fine >>"$record" || fail "a fault is found in: $fine"
done
expect <<'END'
--- no-group
scan/no-group/service.toml:1: user 12345 is not in /etc/passwd: give it a group, too (run-as.group)
supervise no-group: fatal: scan/no-group/service.toml:1: user 12345 is not in /etc/passwd: give it a group, too (run-as.group)
supervise no-group: fatal: unable to use these settings (fix the errors above)
--- no-user
scan/no-user/service.toml:1: there is no user "nobody-of-us" in /etc/passwd: create it (useradd --system nobody-of-us), or name another
scan/no-user/service.toml:2: there is no group "none-of-us" in /etc/group: create it (groupadd --system none-of-us), or name another
supervise no-user: fatal: scan/no-user/service.toml:1: there is no user "nobody-of-us" in /etc/passwd: create it (useradd --system nobody-of-us), or name another
supervise no-user: fatal: scan/no-user/service.toml:2: there is no group "none-of-us" in /etc/group: create it (groupadd --system none-of-us), or name another
supervise no-user: fatal: unable to use these settings (fix the errors above)
--- control
scan/control/service.toml:1: there is no group "none-of-us" in /etc/group: create it (groupadd --system none-of-us), or name another
supervise control: fatal: scan/control/service.toml:1: there is no group "none-of-us" in /etc/group: create it (groupadd --system none-of-us), or name another
supervise control: fatal: unable to use these settings (fix the errors above)
--- root
scan/root/service.toml:1: ./run is outside of the new root: set command
supervise root: fatal: scan/root/service.toml:1: ./run is outside of the new root: set command
supervise root: fatal: unable to use these settings (fix the errors above)
--- ambient
scan/ambient/service.toml:3: CAP_CHOWN, CAP_NET_BIND_SERVICE must also be in security.capabilities-bounding (scan/ambient/service.toml:2)
supervise ambient: fatal: scan/ambient/service.toml:3: CAP_CHOWN, CAP_NET_BIND_SERVICE must also be in security.capabilities-bounding (scan/ambient/service.toml:2)
supervise ambient: fatal: unable to use these settings (fix the errors above)
--- newpidns
scan/newpidns/flag-newpidns: supervise does not support pid namespaces: remove it, or use unshare(1) in run
supervise newpidns: fatal: unable to start the service in a new pid namespace: foster does not support flag-newpidns (remove the file, or use unshare(1) in run)
--- both
scan/both/service.toml:1: CAP_CHOWN must also be in security.capabilities-bounding (scan/.svscan/defaults.toml:1)
supervise both: fatal: scan/both/service.toml:1: CAP_CHOWN must also be in security.capabilities-bounding (scan/.svscan/defaults.toml:1)
supervise both: fatal: unable to use these settings (fix the errors above)
--- missing
scan/missing/service.toml:1: unable to enter nowhere: No such file or directory (create it, or choose another)
supervise missing: fatal: unable to enter nowhere: No such file or directory
--- file
scan/file/service.toml:1: unable to enter run: Not a directory (create it, or choose another)
supervise file: fatal: unable to enter run: Not a directory
--- closed
scan/closed/service.toml:3: unable to enter closed/there as user 40001: Permission denied (give the user search permission)
supervise closed: fatal: unable to enter closed/there as user 40001: Permission denied
--- jail
scan/jail/service.toml:1: unable to enter /no/such/jail: No such file or directory (create it, or choose another)
supervise jail: fatal: unable to enter /no/such/jail: No such file or directory
--- jailed
scan/jailed/service.toml:2: unable to run /bin/no-such: No such file or directory
supervise jailed: fatal: unable to run /bin/no-such: the file does not exist (create it)
--- secret
scan/secret/service.toml:3: unable to read ./secret.env as user 40001: Permission denied (give the user read permission)
supervise secret: fatal: unable to read ./secret.env as user 40001: Permission denied
--- no-env
scan/no-env/service.toml:1: unable to read no.env: No such file or directory (choose another, or remove the setting)
supervise no-env: fatal: unable to read no.env: No such file or directory
--- fifo-env
scan/fifo-env/service.toml:1: unable to read ./fifo.env: it is not a regular file (choose another, or remove the setting)
supervise fifo-env: fatal: unable to read ./fifo.env: it is not a regular file
--- command
scan/command/service.toml:1: there is no program no-such-program in PATH (...): install it, or give its path
supervise command: fatal: unable to run no-such-program: No such file or directory
--- path
scan/path/service.toml:1: there is no program sleep in PATH (...): install it, or give its path
supervise path: fatal: unable to run sleep: No such file or directory
--- slash
scan/slash/service.toml:1: unable to run ./service.toml: it is not executable (chmod +x)
supervise slash: fatal: unable to run ./service.toml: it is not executable (chmod +x)
--- rootly
scan/rootly/run: user 40001 may not execute it: chmod a+rx scan/rootly/run
supervise rootly: fatal: unable to run ./run: no permission to execute the file or its interpreter
--- s6
scan/s6/timeout-kill: it must contain a number of milliseconds: correct it, or remove it
scan/s6/down-signal: it must contain a signal: correct it, or remove it
scan/s6/notification-fd: it must contain a descriptor from 3 to 255: correct it, or remove it
END
