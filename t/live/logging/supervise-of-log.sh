#!/bin/sh
# The supervise of a log ends by end-of-file; `dx` in one write ends it too, which
# daemontools uses to stop a log.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs svc
# With `begin`, the shell would give it /dev/null.
begin_log() {
    supervise one/log log <pipe >out 2>>one-log.err 9>&- &
    supervise=$!
    started=$supervise
    wait_for 5 supervised one/log
}

mkfifo pipe
service one/log 'exec cat'
exec 9<>pipe
begin_log
wait_for 5 settled one/log 1
echo first line >pipe
wait_for 5 grep -q 'first line' out
tell one/log x # that does not stop a log
echo second line >pipe
wait_for 5 grep -q 'second line' out
note "told to exit" one/log
exec 9<&-
ended one/log 0
note "end of file" one/log
exec 9<>pipe
begin_log
wait_for 5 settled one/log 1
client svc -dx one/log
ended one/log 0
note "down and exit" one/log
expect <<'END'
told to exit: up want=up main=? kin=?
end of file: down want=up main=- kin=-
$ svc -dx one/log
down and exit: down want=down main=- kin=-
END
