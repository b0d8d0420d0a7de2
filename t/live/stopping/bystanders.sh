#!/bin/sh
# keep-sessions: a login outlives its daemon, a restart, and a down; it is listed
# separately, and reaped when it ends.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main fork{setsid apart note:login serve} fork{note:worker serve} serve}'
printf 'survivors = "stop"\nkeep-sessions = true\n' >one/service.toml
# Bystanders are known only below an older main process; with kernel/adoptsig a service
# may be up at once.
grown_up() { [ $(($(date +%s%3N) - $(date -d "$(field "$1" since)" +%s%3N))) -ge 600 ]; }
begin one
wait_for 5 spoken_for one 1
wait_for 5 noted login
wait_for 5 noted worker
login=$(pid_of login)
wait_for 5 grown_up one
signal_main KILL one
wait_for 10 spoken_for one 2
note "killed and back" one
alive "$login" || fail "the login was ended"
same bystanders "[$login]" "$(field one bystanders)"
wait_for 5 grown_up one
tell one d
wait_for 10 phase_is one down
note down one
alive "$login" || fail "down has ended the login"
signal KILL "$login"
no_bystander() { ! grep -qw "$login" /proc/"$supervise"/task/"$supervise"/children; }
wait_for 5 no_bystander
login=$(pid_of login) # of the second launch
signal KILL "$login"
wait_for 5 no_bystander
over one
quiet one
expect <<END
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
END
