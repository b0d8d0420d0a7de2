#!/bin/sh
# The files of one value in s6's service directories, and the arguments of its finish.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'ignore:15 on:1{exit:0} main serve'
# shellcheck disable=SC2016 # the script's words
printf '#!/bin/sh\necho "$1 $2 $3" >>%s\n' "$STAGE/finished" >one/finish
chmod 755 one/finish
: >"$STAGE/finished"
echo 300000 >one/timeout-kill
echo 5000 >one/timeout-finish
echo SIGHUP >one/down-signal
begin one
wait_for 5 spoken_for one 1
tell one d
wait_for 5 phase_is one down
note "down by HUP" one
tell one u
wait_for 5 spoken_for one 2
kill_noted main KILL
wait_for 5 spoken_for one 3
over one
cat "$STAGE/finished" >>"$record"

# An option has priority; a faulty value is reported and ignored.
daemon two 'on:1{exit:7} main serve'
echo 1 >two/down-signal
echo soon >two/timeout-kill
begin two stop-signal=15
wait_for 5 spoken_for two 1
tell two d
wait_for 5 phase_is two down
note "down by TERM" two
over two
sed -n '/^how\|^status/p' two/supervise/state >>"$record"
cat two.err >>"$record"

# A script of execline makes the directory s6's, too.
: >"$STAGE/finished"
ln -s "$(command -v actor)" execlineb
daemon four 'main serve'
printf '#!%s\nmain serve\n' "$STAGE/execlineb" >four/run
cp one/finish four
begin four
wait_for 5 spoken_for four 1
kill_noted main
wait_for 5 grep -q four finished
over four
head -n 1 finished >>"$record"

daemon three 'main serve'
touch three/flag-newpidns
code=0
supervise three 2>three.err || code=$?
same "exit code" 100 "$code"
grep -q flag-newpidns three.err || fail "it does not say why"
expect <<END
down by HUP: down want=down main=- kin=-
0 0 one
256 9 one
0 0 one
down by TERM: down want=down main=- kin=-
how = "signalled"
status = 15
supervise two: warning: unable to read timeout-kill: it must be a number of milliseconds (ignoring the file)
256 9 four
END
