#!/bin/sh
# A daemon in the foreground, younger than a minute, is stopped and exits 0.  A login
# without a login uid (no PAM) that it leaves does not become the main process, and is not
# ended.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'on:15{exit:0} main fork{setsid apart note:login serve} serve'
printf 'keep-sessions = true\nsurvivors = "stop"\n' >one/service.toml
begin one
wait_for 5 noted login
wait_for 5 spoken_for one 1
login=$(pid_of login)
tell one t
wait_for 10 spoken_for one 2
note "told t" one
same "the login" login "$(role "$login")"
alive "$login" || fail "the login was ended"
wait_for 5 noted login 2
tell one d
wait_for 10 phase_is one down
note "told d" one
alive "$login" || fail "the login was ended by d"
kill_noted login
over one
expect <<END
told t: up want=up main=main kin=main
told d: down want=down main=- kin=-
END
