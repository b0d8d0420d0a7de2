#!/bin/sh
# A story cannot hurt the run.  Whatever it kills, leaves behind or waits for, stage ends
# its processes, prints the fault, and fails only that story.
# shellcheck disable=SC2016 # the words of the stories
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir kept

# plays NAME WORD...: records the messages of stage about a story, and its exit code.  No
# process of the story is left.
plays() {
    echo "$1:" >>"$record"
    shift
    code=0
    FOSTER_PATIENCE=1 FOSTER_KEEP=$PWD/kept "$FOSTER_BIN/stage" "$@" >out 2>&1 || code=$?
    sed 's/^/  /; s/ after [0-9]* s/ after N s/; s/\(left behind: \)[0-9]*/\1P/
        s/ *$//; s/\(kept: \).*/\1DIRECTORY/' out >>"$record"
    echo "  => $code" >>"$record"
    ! pgrep -f 'actor until:/never' >out || fail "a process is left: $(cat out)"
}

plays 'a story that passes' sh -c ':'
same "kept directories" 0 "$(find kept -mindepth 1 | wc -l)"
plays 'a story that fails' sh -c 'echo words >it; exit 3'
same "a kept file" words "$(cat kept/*/it)"
plays 'a story that is skipped' sh -c 'exit 77'
plays 'KILL to its process group' sh -c 'setsid actor until:/never & kill -9 0'
plays 'TERM to its process group' sh -c 'actor until:/never & kill -TERM 0'
plays 'a process in another session' sh -c 'setsid actor until:/never & exit 0'
plays 'a story without an end' --limit 1 sh -c 'trap "echo ended; exit 143" TERM; actor until:/never & wait'
plays 'a story that is deaf to TERM' --limit 1 sh -c 'trap "" TERM; actor until:/never; actor until:/never'

# `signal` refuses wrong pids.
for pid in '' 0 1 -1 00 '2 3' main; do ! (signal KILL "$pid") >>"$record" || fail "$pid"; done

# In a pid namespace a story cannot even signal all that it sees.
ALL='[ "$(cat /proc/1/comm)" = stage ] || exit 77'
FOSTER_KEEP='' "$FOSTER_BIN/stage" sh -c "$ALL" || skip 'no pid namespaces here'
plays 'KILL to all' sh -c "$ALL; setsid actor until:/never & kill -9 -1; kill -9 1; echo it lives"
expect <<'END'
a story that passes:
  => 0
a story that fails:
  stage: kept: DIRECTORY
  => 3
a story that is skipped:
  => 77
KILL to its process group:
  stage: FAILED: the story was killed by signal 9 (Killed)
  stage: kept: DIRECTORY
  => 137
TERM to its process group:
  stage: FAILED: the story was killed by signal 15 (Terminated)
  stage: kept: DIRECTORY
  => 143
a process in another session:
  stage: left behind: P actor until:/never
  stage: kept: DIRECTORY
  => 1
a story without an end:
  stage: FAILED: the story has not ended after N s
  ended
  stage: kept: DIRECTORY
  => 143
a story that is deaf to TERM:
  stage: FAILED: the story has not ended after N s
  stage: FAILED: the story was killed by signal 9 (Killed)
  stage: kept: DIRECTORY
  => 137
FAILED: no pid to send KILL to: ""
FAILED: no pid to send KILL to: "0"
FAILED: no pid to send KILL to: "1"
FAILED: no pid to send KILL to: "-1"
FAILED: no pid to send KILL to: "00"
FAILED: no pid to send KILL to: "2 3"
FAILED: no pid to send KILL to: "main"
KILL to all:
  it lives
  => 0
END
