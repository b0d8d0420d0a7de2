# Shared by the live stories.  A story first sources this file, and `stage` runs it in a
# scratch directory.  It makes services, waits for conditions (never for a time), records
# the state after each step, and compares the whole record at the end.  FOSTER_BIN is the
# directory of the programs.  Exit code 77: skipped.
# shellcheck shell=sh

set -eu
: "${FOSTER_BIN:?the directory of the programs}"
here=$(cd "${0%/*}" && pwd)
[ "${STAGE-}" ] || exec "$FOSTER_BIN/stage" /bin/sh "$here/${0##*/}"
patience=${FOSTER_PATIENCE:-1} # from stage: factor of every deadline

for program in supervise svscan actor; do # the system may have others of that name
    [ -x "$FOSTER_BIN/$program" ] || {
        echo "FAILED: there is no $FOSTER_BIN/$program"
        exit 1
    }
done
PATH=$FOSTER_BIN:$PATH:/usr/sbin:/sbin
ACTOR_LOG=$STAGE/events
LC_ALL=C
export PATH ACTOR_LOG LC_ALL
record=$STAGE/record
started='' # pids of the story's supervise and svscan processes
: >"$ACTOR_LOG"
: >"$record"

# --- Failing and skipping.

skip() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "FAILED: $*"
    exit 1
}

# Prints everything that may explain a failure.
dump() {
    echo "--- events"
    cat "$ACTOR_LOG"
    echo "--- record"
    cat "$record"
    find . -name '*.err' -o -path '*/supervise/state' | while read -r file; do
        echo "--- $file"
        cat "$file"
    done
    echo "--- processes"
    ps -eo pid,ppid,sid,stat,args | awk -v stage="$PPID" '
        NR == 1 { print }
        { parent[$1] = $2; line[$1] = $0 }
        END {
            for (pid in line)
                for (up = pid; up in parent && up != parent[up]; up = parent[up])
                    if (up == stage) print line[pid]
        }' | sort -n
}

# Ends every story: its supervise processes exit, and must not have left a report of a
# sanitizer.  stage finds the processes that are left.
finish() {
    code=$?
    trap - EXIT
    if [ "$code" != 0 ] && [ "$code" != 77 ]; then dump; fi
    for pid in $started; do
        signal TERM "$pid" 2>"$STAGE/kill.log" || true
    done
    for pid in $started; do
        tries=$((500 * patience))
        until finished "$pid" || [ "$tries" = 0 ]; do
            tries=$((tries - 1))
            sleep 0.02
        done
        finished "$pid" || {
            echo "FAILED: it does not end: $(ps -o pid=,args= -p "$pid")"
            signal KILL "$pid"
            code=1
        }
    done
    if cat ./*.err 2>&1 | grep -E 'Sanitizer|runtime error|Assertion'; then
        echo "FAILED: a program has reported on itself"
        cat ./*.err
        code=1
    fi
    if grep violation "$ACTOR_LOG"; then
        echo "FAILED: there were two instances at once"
        cat "$ACTOR_LOG"
        code=1
    fi
    exit "$code"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# wait_for SECONDS WORD...: waits until the command succeeds; longer on a busy machine.
wait_for() {
    seconds=$1
    wait_left=$((seconds * patience * 1000))
    wait_step=20 # from one try to the next, in ms: longer for a longer wait
    shift
    command -v "$1" >>"$STAGE/command.log" || fail "there is no condition $1"
    until "$@"; do
        wait_left=$((wait_left - wait_step))
        [ "$wait_left" -gt 0 ] || more_patience ||
            fail "waited $((seconds * patience)) s without success for: $*"
        sleep "0.0$wait_step"
        wait_step=$((wait_step < 60 ? wait_step * 3 / 2 : 90))
    done
}

# more_patience: allows more time if the machine has become busier.
more_patience() {
    crowd=$(awk -v processors="$(nproc)" '{
        running = $4 + 0
        if ($1 > running) running = $1
        print int((running + processors - 1) / processors)
    }' /proc/loadavg)
    [ "$crowd" -gt "$patience" ] && [ "$patience" -lt 30 ] || return 1
    wait_left=$(((crowd - patience) * seconds * 1000))
    patience=$crowd
}

# patient SECONDS: prints them times patience, for a program with a deadline of its own.
patient() {
    echo $(($1 * patience))
}

# signal NAME PID...: signals processes of this story.  A pid that is not published yet is
# empty or 0, and 0 is the process group of the story; -1 is every process, and 1 is
# stage.
signal() {
    signal_name=$1
    shift
    [ $# -gt 0 ] || fail "no pid to send $signal_name to"
    for aim; do
        case $aim in
        '' | 0* | 1 | *[!0-9]*) fail "no pid to send $signal_name to: \"$aim\"" ;;
        esac
    done
    kill -s "$signal_name" "$@"
}

# signal_main NAME DIR: waits until its state names a main process, and signals that.
signal_main() {
    wait_for 10 has_main "$2"
    signal "$1" "$found_main"
}

# same WHAT EXPECTED SEEN
same() {
    [ "$2" = "$3" ] || fail "$1: expected \"$2\", saw \"$3\""
}

# --- Services.

# service DIR TEXT: creates it; TEXT is its ./run, without the first line.
service() {
    mkdir -p "$1"
    printf '#!/bin/sh\n%s\n' "$2" >"$1/run.new"
    chmod 755 "$1/run.new"
    mv "$1/run.new" "$1/run"
}

# daemon DIR STORY: creates it; its ./run is an actor's story, one instance at a time.
daemon() {
    # A killed actor that looks for leaks would complain.
    service "$1" "export ASAN_OPTIONS=detect_leaks=0; exec actor 'lock:$STAGE/$(echo "$1" | tr / -).lock note:run $2'"
}

# begin DIR [WORD...]: starts its supervise, and waits until clients find it.
begin() {
    launch "$@"
    wait_for 5 supervised "$1"
}

# launch DIR [WORD...]: does the same without waiting.
launch() {
    supervise "$@" 2>>"$(echo "$1" | tr / -).err" &
    supervise=$!
    started="$started $supervise"
}

# tell DIR LETTERS: writes them like a client, in one write.  <> never blocks on a FIFO.
tell() {
    printf %s "$2" 1<>"$1/supervise/control"
}

# over DIR: sends `x`, and waits until supervise has exited 0 and no process is left.
over() {
    tell "$1" x
    ended "$1" 0
}

# ended DIR CODE: the supervise that was started last exits with CODE.
ended() {
    wait_for 15 finished "$supervise"
    code=0
    wait "$supervise" || code=$?
    same "exit code of supervise $1" "$2" "$code"
    unsupervised "$1" || fail "$1 looks supervised"
    started=$(echo " $started " | sed "s/ $supervise / /")
    nobody_noted
}

# --- A scan directory.

# scan DIR: starts a svscan.
scan() {
    svscan "$1" 2>>svscan.err &
    svscan=$!
    started="$started $svscan"
}

# scan_over SIGNAL: svscan exits 0 on that signal, and no process is left.
scan_over() {
    signal "$1" "$svscan"
    scan_ended
}

# scan_ended: svscan exits 0 after a request, and no process is left.
scan_ended() {
    wait_for 15 finished "$svscan"
    code=0
    wait "$svscan" || code=$?
    same "exit code of svscan" 0 "$code"
    started=$(echo " $started " | sed "s/ $svscan / /")
    nobody_noted
}

# supervise_of NAME: prints the pid of svscan's supervise for NAME; nothing if there is
# none.
supervise_of() {
    ps -o pid=,args= --ppid "$svscan" | awk -v name="$1" '$3 == name { print $1 }'
}

# another_supervise NAME PID: it has a supervise other than PID.
another_supervise() {
    case $(supervise_of "$1") in
    "$2" | '') return 1 ;;
    esac
}

# --- Facts.

# field DIR KEY: prints the value in supervise/state.
field() {
    while read -r key _ value; do
        [ "$key" = "$2" ] || continue
        value=${value#\"}
        echo "${value%\"}"
        return
    done 2>>"$STAGE/field.log" <"$1/supervise/state"
}

# look DIR: prints supervise/state at one moment, which several calls of field do not.
look() {
    seen_phase='' seen_want='' seen_main='' seen_starts='' seen_kin=''
    while read -r key _ value; do
        value=${value#\"}
        value=${value%\"}
        case $key in
        phase) seen_phase=$value ;;
        want) seen_want=$value ;;
        main) seen_main=$value ;;
        starts) seen_starts=$value ;;
        children) seen_kin=$value ;;
        esac
    done 2>>"$STAGE/field.log" <"$1/supervise/state"
}

# Does the same as svok(8): supervise/ok has no reader if no supervise runs.
supervised() {
    dd if=/dev/null of="$1/supervise/ok" oflag=nonblock conv=nocreat,notrunc \
        2>>"$STAGE/dd.log"
}

unsupervised() {
    ! supervised "$1"
}

main_of() {
    field "$1" main
}

field_is() {
    [ "$(field "$1" "$2")" = "$3" ]
}

# has_main DIR: its state names a main process.  A service runs before supervise has
# written that, and 0, the pid of no process, is the process group of the caller in
# kill(1).
has_main() {
    found_main=$(main_of "$1")
    case $found_main in
    '' | 0 | *[!0-9]*) return 1 ;;
    esac
}

phase_is() {
    field_is "$1" phase "$2"
}

want_is() {
    field_is "$1" want "$2"
}

# settled DIR STARTS: it was started so often, and its main process is known.
settled() {
    look "$1" && [ "$seen_starts" = "$2" ] || return 1
    case $seen_phase in
    starting | waiting | stopping) return 1 ;;
    esac
}

# spoken_for DIR STARTS: settled, and the main process has noted `main`.
spoken_for() {
    settled "$1" "$2" && [ "$(role "$seen_main")" = main ]
}

# role PID: prints what it noted last; `-` if there is no process; `?` if it noted
# nothing.
role() {
    [ "$1" != 0 ] || {
        echo -
        return
    }
    awk -v pid="$1" 'BEGIN { event = "?" } $2 == pid { event = $1 } END { print event }' \
        "$ACTOR_LOG"
}

# kin DIR: prints the roles of all its children in alphabetical order.
kin() {
    roles_of "$(field "$1" children)"
}

# roles_of KIN: does the same for a list that has been read.
roles_of() {
    all=$(echo "$1" | grep -o 'pid = [0-9]*' | while read -r _ _ pid; do
        role "$pid"
    done | sort | tr '\n' ' ')
    echo "${all:-- }"
}

# shows DIR WANT RUN [PAUSED]: the peers' 20 bytes have these values; WANT is u or d, RUN
# 0 or 1.  They are written after supervise/state.
shows() {
    bytes=$(od -An -j16 -N4 -tu1 "$1/supervise/status" | tr -s ' ')
    case $bytes in
    " ${4-0} $(printf %d "'$2") "*" $3") ;;
    *) return 1 ;;
    esac
}

# main_is DIR ROLE, kin_is DIR 'ROLE ROLE '
main_is() {
    [ "$(role "$(main_of "$1")")" = "$2" ]
}

kin_is() {
    [ "$(kin "$1")" = "$2" ]
}

# noted EVENT [COUNT]: it was noted at least so often.
noted() {
    [ "$(grep -c "^$1 " "$ACTOR_LOG")" -ge "${2-1}" ]
}

# pid_of EVENT: prints the process that noted it last.
pid_of() {
    awk -v event="$1" '$1 == event { pid = $2 } END { print pid }' "$ACTOR_LOG"
}

alive() {
    case $1 in
    '' | 0 | -*) return 1 ;;
    esac
    kill -0 "$1" 2>>"$STAGE/kill.log"
}

gone() {
    ! alive "$1"
}

# living EVENT: prints the living pids that noted it (`.*`: any event); by their births,
# since another process may have the pid by now.
living() {
    awk -v event="^($1)\$" '$1 ~ event {
        file = "/proc/" $2 "/stat"
        if ((getline line < file) <= 0) next
        close(file)
        sub(/.*\) /, "", line)
        split(line, fields, " ")
        if (fields[1] == "Z") next # dead, and its parent has not reaped it yet
        if (fields[20] == $3 && !seen[$2]++) print $2
    }' "$ACTOR_LOG"
}

# kill_noted EVENT: sends KILL to all processes that noted it.
kill_noted() {
    dying=$(living "$1")
    for pid in $dying; do
        signal KILL "$pid" 2>>"$STAGE/kill.log" || true
    done
    for pid in $dying; do # each holds its lock until then
        wait_for 10 finished "$pid"
    done
}

nobody_noted() {
    same "who noted anything and lives" '' "$(living '.*')"
}

# letter_of PID: prints its state as ps does: S, T, ...
letter_of() {
    ps -o stat= -p "$1" | cut -c1
}

stopped() {
    [ "$(letter_of "$1")" = T ]
}

running() {
    ! stopped "$1"
}

# finished PID: a child of the story is dead and not reaped.
finished() {
    case $(letter_of "$1") in
    Z | '') ;;
    *) return 1 ;;
    esac
}

# is_program PID NAME: it has become that program.
is_program() {
    case $(readlink "/proc/$1/exe") in
    */"$2") ;;
    *) return 1 ;;
    esac
}

# children PID: prints their number, with the dead.
children() {
    ps -o pid= --ppid "$1" | wc -l
}

has_children() {
    [ "$(children "$1")" = "$2" ]
}

free_port() {
    port=$((20000 + $$ % 12000))
    while grep -qi ":$(printf %04X "$port") " /proc/net/tcp /proc/net/udp; do
        port=$((port + 1))
    done
    echo "$port"
}

listening() {
    grep -qi ":$(printf %04X "$1") 00000000:0000 0A " /proc/net/tcp
}

# --- A terminal: words for tmux, with a server of this story's own.

terminal() {
    LC_ALL=C.UTF-8 tmux -S "$STAGE/tmux" -f /dev/null "$@"
}

# While the server exits it still accepts a client, and drops it.
end_terminal() {
    server=$(terminal display-message -p '#{pid}')
    terminal kill-server
    wait_for 20 gone "$server"
}

# --- The record.

# note STEP DIR: appends the published facts.
note() {
    look "$2" || true
    echo "$1: $seen_phase want=$seen_want main=$(role "$seen_main") kin=$(roles_of "$seen_kin")" |
        sed 's/ $//' >>"$record"
}

# needs PROGRAM...: skips the story if one is missing.
needs() {
    for program; do
        command -v "$program" >>"$STAGE/command.log" || skip "there is no $program here"
    done
}

# passed_over REASON: returns false; the summary of t/run names the skipped check.
passed_over() {
    echo "passed over: $*"
    return 1
}

# installed PROGRAM: returns false if a part of the story must be skipped.
installed() {
    command -v "$1" >>"$STAGE/command.log" || passed_over "there is no $1 here"
}

by_root() {
    [ "$(id -u)" = 0 ] || passed_over 'this is not root'
}

# serving DIR STARTS PIDFILE PORT: it was started so often, its main process is the one in
# the daemon's own pidfile, and a process listens on the port.
serving() {
    settled "$1" "$2" && listening "$4" && [ -s "$3" ] &&
        [ "$seen_main" = "$(tr -d ' \n' <"$3")" ]
}

# note_daemon STEP DIR PIDFILE: as note, for a daemon that reports only its main process.
note_daemon() {
    look "$2" || true
    case $seen_main in
    0) main=- ;;
    "$(tr -d ' \n' <"$3")") main=pidfile ;;
    *) main='?' ;;
    esac
    echo "$1: $seen_phase want=$seen_want main=$main" \
        "kin=$(echo "$seen_kin" | grep -o pid | wc -l)" >>"$record"
}

# daemon_life DIR PIDFILE PORT: as life, for a daemon that dies as a whole.
daemon_life() {
    begin "$1"
    wait_for 20 serving "$1" 1 "$2" "$3"
    note_daemon started "$1" "$2"
    killed=$(main_of "$1")
    signal KILL "$killed"
    wait_for 20 serving "$1" 2 "$2" "$3"
    note_daemon "killed and back" "$1" "$2"
    [ "$(main_of "$1")" != "$killed" ] || fail "the new main is the old one"
    tell "$1" d
    wait_for 15 phase_is "$1" down
    note_daemon down "$1" "$2"
    same "children of supervise" 0 "$(children "$supervise")"
    ! listening "$3" || fail "somebody listens on port $3"
    over "$1"
    quiet "$1"
}

# client WORD...: records the client's output and exit code.  A pid must be that of the
# main process of `one`; times are left out.
client() {
    code=0
    "$@" >"$STAGE/client.log" 2>&1 || code=$?
    record_client "$(main_of one)" "$@"
}

# container WHAT WORD...: runs svscan with these words in `work` to its end, and records its
# exit code and output.
container() {
    what=$1
    shift
    code=0
    (cd work && timeout -k 1 "$(patient 20)" svscan --run-directory ../run "$@") \
        </dev/null >out 2>err || code=$?
    { echo "$code: $what"; sed "s|$STAGE|STAGE|" out err; } >>"$record"
}

# starting_client STARTS WORD...: the same for a client that prints the started process.
# While a run process lives it is the main process, and it may be dead by now.
starting_client() {
    starts=$1
    shift
    code=0
    "$@" >"$STAGE/client.log" 2>&1 || code=$?
    wait_for 5 settled one "$starts"
    run=$(pid_of run)
    if grep -q "(pid ${run:?})" "$STAGE/client.log"; then
        record_client "$run" "$@"
    else
        record_client "$(main_of one)" "$@"
    fi
}

record_client() {
    pid=$1
    shift
    echo "\$ $*" >>"$record"
    sed "s/(pid $pid)/(main)/g"'; s/ [0-9]* seconds/ N seconds/; s/ [0-9][0-9]*s\b/ Ns/g' \
        "$STAGE/client.log" >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}

# expect: the whole record equals standard input.
expect() {
    cat >"$STAGE/expected"
    # musl has other words for these than glibc.
    sed -i 's/Symbolic link loop/Too many levels of symbolic links/
        s/No file descriptors available/Too many open files/' "$record"
    diff -u "$STAGE/expected" "$record" || fail "the record is another"
}

# quiet DIR: supervise has printed nothing.
quiet() {
    [ ! -s "$1.err" ] || fail "$1 has said: $(cat "$1.err")"
}

# said DIR TEXT: supervise has printed only that.
said() {
    same "what $1 says" "$2" "$(cat "$1.err")"
}

# --- A daemon's whole life: started, killed, back, down, over.
life() {
    begin "$1"
    wait_for 5 spoken_for "$1" 1
    note started "$1"
    signal_main KILL "$1"
    wait_for 5 spoken_for "$1" 2
    note "killed and back" "$1"
    tell "$1" d
    wait_for 10 phase_is "$1" down
    nobody_noted
    note down "$1"
    over "$1"
    quiet "$1"
}
