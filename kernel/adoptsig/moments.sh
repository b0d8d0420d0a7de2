#!/bin/sh
# Measures how long supervise is not certain of the main process that it publishes, in
# scripts like those of daemons: from the pid to `up`.  Prints `measured: ...`.
# kernel/adoptsig/moments BIN runs it under this kernel and under the one with the signal.
# shellcheck source=t/live/lib.sh
. "${FOSTER_LIVE:?t/live of the sources}/lib.sh"

# Print microseconds since 1970: of the phase, and of the pid (TAI64N, ten seconds ahead).
phase_since() { date -u -d "$(field "$1" since)" +%s%6N; }
pid_since() {
    # shellcheck disable=SC2046 # the bytes are words
    set -- $(od -An -tu1 -N12 "$1/supervise/status")
    seconds=$(((${5} << 24) + (${6} << 16) + (${7} << 8) + ${8} - 10))
    micro=$((((${9} << 24) + (${10} << 16) + (${11} << 8) + ${12}) / 1000))
    echo $((seconds * 1000000 + micro))
}

# moment NAME LIFE
moment() {
    number=$((${number:-0} + 1))
    daemon "m$number" "$2"
    begin "m$number"
    wait_for 20 spoken_for "m$number" 1
    late=$((($(phase_since "m$number") - $(pid_since "m$number")) / 1000))
    [ "$late" -gt 0 ] || late=0
    echo "measured: $1: $late ms"
    over "m$number"
}

moment 'one fork' 'fork{setsid main serve}'
moment 'two forks' 'fork{setsid fork{main serve}}'
moment 'forked late, as snmpd' 'fork{setsid orphaned fork{main serve}}'
moment 'two forks, the first is waited for' 'fork{setsid fork{main serve}} wait'
moment 'workers, as nginx' 'fork{setsid main fork{serve} fork{serve} serve}'
moment 'equals, as spawn-fcgi' 'fork{main serve} fork{serve} fork{serve}'
