#!/bin/sh
# svctl notices changes of services in each possible way: by a queued signal, by the
# kernel's substitute when none can be queued, and by inotify when signals are refused.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# ask WORD...: before svctl.  A missed state shows as a timeout.
ask() {
    code=0
    "$@" svctl "$verb" --timeout="$(patient 10)s" ./one ./two >>said 2>&1 || code=$?
    echo "$verb: $code, $(field one phase), $(field two phase)" >>"$record"
}

cycle() {
    for verb in down up restart; do ask "$@"; done
}

refusing_signals() { # F_NOTIFY and its preparation
    # A sanitizer cannot look for leaks under strace, and complains.
    ASAN_OPTIONS=detect_leaks=0 strace -o strace.log -e trace=fcntl -e inject=fcntl:error=EINVAL "$@"
}

daemon one 'main serve'
daemon two 'fork{setsid main serve}'
begin one
begin two
wait_for 5 settled one 1
wait_for 5 settled two 1
cycle env
cycle prlimit --sigpending=0
if installed strace && refusing_signals true; then
    cycle refusing_signals
    grep -q 'F_SETSIG.*INJECTED' strace.log || fail "no signal was refused"
else
    cycle env
fi
[ ! -s said ] || fail "svctl has said: $(cat said)"
expect <<'END'
down: 0, down, down
up: 0, up, up
restart: 0, up, up
down: 0, down, down
up: 0, up, up
restart: 0, up, up
down: 0, down, down
up: 0, up, up
restart: 0, up, up
END
