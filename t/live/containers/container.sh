#!/bin/sh
# svscan --container ends when all services are down, or with one service and its status.
# On TERM it brings all down.  A command is a service in a directory that is removed
# afterwards.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir run

# container WHAT WORD...: runs it to its end, and records its exit code.
container() {
    what=$1
    shift
    code=0
    timeout -k 1 "$(patient 20)" svscan --container --run-directory run "$@" </dev/null \
        >out 2>>container.err || code=$?
    { echo "$code: $what"; cat out; } >>"$record"
}

# A command.
container exits -- sh -c 'echo here; exit 7'
container 'is killed' -- sh -c 'kill -9 $$'
container 'goes into the background' -- actor 'fork{setsid main on:12{exit:9} serve}' &
first=$!
wait_for 5 noted main
main=$(pid_of main)
# If the run process exits before a look, it is unknown whether it was the main process.
is_seen() { [ "$(field run/*/command main)" = "$main" ]; }
wait_for 5 is_seen
signal USR2 "${main:?}"
wait_for 10 finished $first
wait $first
same "what is left in run" '' "$(ls run)"
container 'is not there' -- no-such-program
container 'is missing' --

# Survivors of the command do not keep the container alive.
container 'leaves somebody' -- actor \
    "fork{setsid ignore:15 note:left first:$STAGE/left{} serve} until:$STAGE/left exit:3"
nobody_noted

# One of several services.
mkdir scan
service scan/good 'exec actor note:good serve'
service scan/chosen "exec actor 'note:chosen until:$STAGE/go exit:4'"
container 'one of two' --exit-with chosen scan &
second=$!
wait_for 5 noted good
wait_for 5 noted chosen
touch go
wait_for 10 finished $second
wait $second
nobody_noted
container 'one of none' --exit-with nobody scan
timeout "$(patient 20)" svscan --exit-with good scan 2>>container.err || echo "$?: --exit-with alone" >>"$record"

# All is down.  The state of an earlier supervise does not count.
rm -f scan/good/supervise/state scan/chosen/supervise/state
service scan/chosen 'exec actor note:chosen2 serve'
svscan --container scan 2>>container.err &
svscan=$!
started="$started $svscan"
wait_for 5 settled scan/good 1
wait_for 5 settled scan/chosen 1
tell scan/good d
wait_for 5 phase_is scan/good down
rm scan/chosen/run
tell scan/chosen o
alive "$svscan" || fail "svscan has not waited for the last service"
tell scan/chosen k
wait_for 10 finished "$svscan"
code=0
wait "$svscan" || code=$?
echo "$code: all down" >>"$record"
nobody_noted

# On TERM, with a hook.
mkdir scan/.svscan
printf '#!/bin/sh\necho "finish $*" >>%s/finished\n' "$STAGE" >scan/.svscan/finish
chmod 755 scan/.svscan/finish
service scan/chosen 'exec actor note:chosen3 serve'
for signal in TERM PWR; do
    rm -f scan/good/supervise/state scan/chosen/supervise/state
    svscan --container --exit-with chosen scan 2>>container.err &
    svscan=$!
    started="$started $svscan"
    wait_for 5 settled scan/good 1
    wait_for 5 settled scan/chosen 1
    signal $signal "$svscan"
    wait_for 10 finished "$svscan"
    code=0
    wait "$svscan" || code=$?
    echo "$code: $signal, $(cat finished)" >>"$record"
    rm finished
done
cat container.err >>"$record"
expect <<'END'
7: exits
here
137: is killed
9: goes into the background
127: is not there
100: is missing
3: leaves somebody
4: one of two
100: one of none
100: --exit-with alone
0: all down
143: TERM, finish exit
143: PWR, finish exit
svscan: fatal: unable to find the command no-such-program
svscan: fatal: missing command after --
supervise command: warning: processes are still alive after [stop] kill-timeout: sending KILL to all processes
svscan scan: fatal: unable to use --exit-with=nobody: the scan directory has no such service
svscan: fatal: unable to use --exit-with: --container is required
END
