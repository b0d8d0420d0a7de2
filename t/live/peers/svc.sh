#!/bin/sh
# daemontools' clients drive a foster service: svc, svstat, svok.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs svc svstat svok
daemon one 'fork{setsid on:1{note:HUP} on:14{note:ALRM} on:2{note:INT} main serve}'
begin one delay=50
wait_for 5 settled one 1
wait_for 5 shows one u 1
client svok one
client svstat one
for letter in h a i; do client svc "-$letter" one; done
for signal in HUP ALRM INT; do wait_for 5 noted "$signal"; done
client svc -p one
wait_for 5 shows one u 1 1
client svstat one
client svc -c one
wait_for 5 shows one u 1
client svstat one
client svc -t one
wait_for 5 settled one 2
wait_for 5 shows one u 1
client svc -k one
wait_for 5 settled one 3
wait_for 5 shows one u 1
client svstat one
client svc -d one
wait_for 5 shows one d 0
client svstat one
client svc -o one
wait_for 5 settled one 4
wait_for 5 shows one d 1
client svstat one
client svc -k one
wait_for 5 shows one d 0
client svc -u one
wait_for 5 settled one 5
wait_for 5 shows one u 1
client svc -du one # together: a restart
wait_for 5 settled one 6
wait_for 5 shows one u 1
client svstat one
client svc -dx one
ended one 0
client svok one
client svstat one none
client svok none
quiet one
expect <<'END'
$ svok one
$ svstat one
one: up (main) N seconds
$ svc -h one
$ svc -a one
$ svc -i one
$ svc -p one
$ svstat one
one: up (main) N seconds, paused
$ svc -c one
$ svstat one
one: up (main) N seconds
$ svc -t one
$ svc -k one
$ svstat one
one: up (main) N seconds
$ svc -d one
$ svstat one
one: down N seconds, normally up
$ svc -o one
$ svstat one
one: up (main) N seconds, want down
$ svc -k one
$ svc -u one
$ svc -du one
$ svstat one
one: up (main) N seconds
$ svc -dx one
$ svok one
=> 100
$ svstat one none
one: supervise not running
none: unable to chdir: file does not exist
$ svok none
svok: fatal: unable to chdir to none: file does not exist
=> 111
END
