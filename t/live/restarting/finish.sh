#!/bin/sh
# ./finish runs after each death, alone, with the death as its arguments; supervise
# follows it like the service, and ends it in time.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# finish_script DIR TEXT
finish_script() {
    printf '#!/bin/sh\n%s\n' "$2" >"$1/finish.new"
    chmod 755 "$1/finish.new"
    mv "$1/finish.new" "$1/finish"
}
finished_times() { [ "$(grep -c . "$STAGE/finished")" -ge "$1" ]; }
: >"$STAGE/finished"

daemon one 'fork{setsid fork{main fork{serve} serve}}'
finish_script one "echo \"\$1 \$2 \$3\" >>$STAGE/finished; exec actor 'fork{setsid fork{exit:0}}'"
begin one survivors=stop
wait_for 5 spoken_for one 1
kill_noted main KILL
wait_for 5 spoken_for one 2
note "killed and back" one
tell one d
wait_for 5 phase_is one down
note down one
over one
cat "$STAGE/finished" >>"$record"

# A finish that stays, with a child: neither outlives its time limit.
: >"$STAGE/finished"
daemon two 'main serve'
finish_script two "echo \"\$1 \$2\" >>$STAGE/finished; exec actor 'ignore:15 fork{ignore:15 serve} serve'"
begin two finish-timeout=300
wait_for 5 spoken_for two 1
tell two o
tell two t
wait_for 5 phase_is two finishing
[ "$(field two main)" = 0 ] || fail "finish is no main"
wait_for 5 phase_is two down
note "finish is killed" two
over two
cat "$STAGE/finished" >>"$record"

# Failed for good, in both ways; `u` starts it again.
: >"$STAGE/finished"
daemon three 'exit:100'
begin three
wait_for 5 phase_is three failed
note "run says never again" three
service three 'exit 1'
finish_script three "echo \"\$1 \$2\" >>$STAGE/finished; exit 125"
tell three u
wait_for 5 finished_times 1
wait_for 5 phase_is three failed
note "finish says never again" three
over three

# A run that cannot be executed.
: >"$STAGE/finished"
mkdir four
finish_script four "echo \"\$1 \$2\" >>$STAGE/finished"
begin four
wait_for 5 finished_times 1
over four
head -n 1 "$STAGE/finished" >>"$record"
expect <<END
killed and back: up want=up main=main kin=main
down: down want=down main=- kin=-
-1 9 one
-1 15 one
finish is killed: down want=down main=- kin=-
-1 15
run says never again: failed want=up main=- kin=-
finish says never again: failed want=up main=- kin=-
111 0
END
