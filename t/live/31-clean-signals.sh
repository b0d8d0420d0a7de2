#!/bin/sh
# A service is born with no signal ignored or blocked, whatever its supervise was given;
# supervise itself stays deaf to what it was told to ignore.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

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
tell one p # by the answer to this those have been heard, if they were
wait_for 5 field_is one paused true
tell one c
wait_for 5 field_is one paused false
note "by nohup, after HUP and INT" one
svctl upgrade ./one
svctl upgrade ./one # what waited for the first would be heard by now
signal HUP "$supervise"
tell one p
wait_for 5 field_is one paused true
tell one c
wait_for 5 field_is one paused false
note "by nohup, upgraded, after HUP" one
signal HUP "$main"
wait_for 5 settled one 2
over one
# Everything that a shell can ignore.
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
