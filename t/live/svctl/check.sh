#!/bin/sh
# svctl check finds the faults of a service directory, and starts nothing.
. "${0%/*}/../lib.sh"

umask 022
mkdir scan etc
SVDIR=scan
export SVDIR
service scan/well 'exec sleep 1000'
echo 'run-as.user = "root"' >scan/well/service.toml
service scan/well/log 'exec cat'
ln -s /nowhere/to/be/made scan/well/supervise
client svctl check
client svctl check well ./scan/well/log
expect <<'END'
$ svctl check
$ svctl check well ./scan/well/log
END

# One fault in each.
mkdir scan/no-run scan/logless scan/logless/log scan/commanded
echo 'command = ["sleep", "1000"]' >scan/commanded/service.toml
service scan/logless 'exec sleep 1000'
service scan/plain 'exec sleep 1000'
chmod 644 scan/plain/run
service scan/crlf 'exec sleep 1000'
printf '#!/bin/sh\r\nexec sleep 1000\r\n' >scan/crlf/run
service scan/interpreter ''
echo '#!/no/such/interpreter' >scan/interpreter/run
service scan/nameless ''
echo 'exec sleep 1000' >scan/nameless/run
service scan/behind '
actor "main serve" &'
service scan/keys 'exec sleep 1000'
printf '# mine\nstop.timeuot = "5s"\nready.how = "soon"\n' >scan/keys/service.toml
service scan/accounts 'exec sleep 1000'
printf '[run-as]\nuser = "nobody-of-us"\ngroups = ["none-of-us"]\n' >scan/accounts/service.toml
service scan/dangling 'exec sleep 1000'
ln -s missing scan/dangling/finish
ln -s loop scan/loop
service scan/open 'exec sleep 1000'
chmod o+w scan/open scan/open/run
service scan/scripts 'exec sleep 1000'
mkdir scan/scripts/control
echo '#!/bin/sh' | tee scan/scripts/finish scan/scripts/check >scan/scripts/control/t
service scan/fd 'exec sleep 1000'
echo 2 >scan/fd/notification-fd
service scan/log-file 'exec sleep 1000'
touch scan/log-file/log
mkdir scan/web@ scan/web@a
ln -s ../web@/run scan/web@a/run
ln -s web@ scan/web@b
ln -s well scan/well-again
: >"$record"
client svctl check
client svctl check keys well behind
client svctl check wel
client svctl check --scan-dir nowhere
[ ! -e scan/plain/supervise ] || fail "something was made"
expect <<'END'
$ svctl check
scan/accounts/service.toml:2: there is no user "nobody-of-us" in /etc/passwd: create it (useradd --system nobody-of-us), or name another
scan/accounts/service.toml:3: there is no group "none-of-us" in /etc/group: create it (groupadd --system none-of-us), or name another
scan/behind/run:3: its last command runs in the background: remove the &, and write exec before the command
scan/crlf/run:1: its lines end in CR LF, so no interpreter is found: sed -i 's/\r$//' scan/crlf/run
scan/dangling/finish: a link to missing, which does not exist: create it, or remove the link
scan/fd/notification-fd: it must contain a descriptor from 3 to 255: correct it, or remove it
scan/interpreter/run:1: its interpreter /no/such/interpreter cannot be executed (No such file or directory): install it, or choose another
scan/keys/service.toml:3: "ready.how" must be "spawned", "forked", "fd", "notify" or "check"
scan/keys/service.toml:2: there is no key "stop.timeuot"; the nearest is "stop.timeout"
scan/log-file/log: not a directory, so the service has no logger: replace it with a directory that contains run, or remove it
scan/logless/log: the directory contains no run: create one (or a new directory with svctl new), or set command in service.toml
scan/loop: a link loop: remove it, and link to the file
scan/nameless/run:1: its first line names no interpreter: begin the file with #!/bin/sh
scan/no-run: the directory contains no run: create one (or a new directory with svctl new), or set command in service.toml
scan/open: world-writable, so any user could run code as the user of svscan: chmod o-w scan/open
scan/open/run: world-writable, so any user could run code as the user of svscan: chmod o-w scan/open/run
scan/plain/run: not executable: chmod +x scan/plain/run
scan/scripts/finish: not executable: chmod +x scan/scripts/finish
scan/scripts/check: not executable: chmod +x scan/scripts/check
scan/scripts/control/t: not executable: chmod +x scan/scripts/control/t
scan/web@a/run: a link to ../web@/run, which does not exist: create it, or remove the link (an instance has links into its template, NAME@)
scan/web@b: a link to a template: make it a directory with links to the files in web@
scan/well-again: the same directory as scan/well, so it is not started: make it a separate directory with links to the shared files
=> 1
$ svctl check keys well behind
scan/keys/service.toml:3: "ready.how" must be "spawned", "forked", "fd", "notify" or "check"
scan/keys/service.toml:2: there is no key "stop.timeuot"; the nearest is "stop.timeout"
scan/behind/run:3: its last command runs in the background: remove the &, and write exec before the command
=> 1
$ svctl check wel
svctl wel: fatal: there is no scan/wel; the nearest is well
=> 100
$ svctl check --scan-dir nowhere
svctl: fatal: unable to look at the scan directory nowhere (choose another with --scan-dir or SVDIR): No such file or directory
=> 111
END
