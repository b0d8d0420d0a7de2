#!/bin/sh
# A service starts with no signal ignored or blocked, whatever its supervise got;
# supervise itself still ignores its ignored signals.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

signals_of() {
    grep -E '^Sig(Blk|Ign|Cgt)' "/proc/$1/status" | tr -d '\t' | tr '\n' ' '
}

service one "exec sleep 300"
nohup "$FOSTER_BIN/supervise" one >nohup.log 2>one.err &
supervise=$!
started=$supervise
wait_for 5 supervised one
wait_for 5 settled one 1
main=$(main_of one)
wait_for 5 is_program "$main" sleep
echo "by nohup: $(signals_of "$main")" >>"$record"
signal HUP "$supervise"
signal INT "$supervise"
tell one p # once this is obeyed, the signals have been read, if any arrived
wait_for 5 field_is one paused true
tell one c
wait_for 5 field_is one paused false
note "by nohup, after HUP and INT" one
svctl upgrade ./one
svctl upgrade ./one # a blocked signal would be read by now
signal HUP "$supervise"
tell one p
wait_for 5 field_is one paused true
tell one c
wait_for 5 field_is one paused false
note "by nohup, upgraded, after HUP" one
signal HUP "$main"
wait_for 5 settled one 2
over one
# All signals that a shell can ignore.
(
    trap '' HUP INT QUIT USR1 USR2 PIPE ALRM TERM CHLD CONT TSTP TTIN TTOU WINCH
    exec "$FOSTER_BIN/supervise" one 2>>one.err
) &
supervise=$!
started=$supervise
wait_for 5 supervised one
wait_for 5 settled one 1
main=$(main_of one)
wait_for 5 is_program "$main" sleep
echo "all ignored: $(signals_of "$main")" >>"$record"
over one
expect <<END
by nohup: SigBlk:0000000000000000 SigIgn:0000000000000000 SigCgt:0000000000000000 
by nohup, after HUP and INT: up want=up main=? kin=?
by nohup, upgraded, after HUP: up want=up main=? kin=?
all ignored: SigBlk:0000000000000000 SigIgn:0000000000000000 SigCgt:0000000000000000 
END
