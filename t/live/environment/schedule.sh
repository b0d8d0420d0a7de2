#!/bin/sh
# The scheduling of a service, as /proc/PID, chrt(1) and ionice(1) show it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root asks for more'
needs chrt ionice

# scheduled TEXT: starts a service with these settings.
scheduled() {
    printf '[schedule]\n%s\n' "$1" >one/service.toml
    begin one
    wait_for 5 phase_is one up
    wait_for 5 is_program "$(main_of one)" actor
    main=$(main_of one)
    {
        echo "$1"
        echo "nice $(sed 's/.*) //' "/proc/$main/stat" | cut -d ' ' -f 17)"
        chrt -p "$main" | sed 's/.*: /chrt /'
        echo "ionice $(ionice -p "$main")"
        echo "oom $(cat "/proc/$main/oom_score_adj")"
        sed -n 's/^Cpus_allowed_list:./cpus /p' "/proc/$main/status"
    } >>"$record"
    over one
    quiet one
}

service one "exec actor serve"
inherited=$(nice)
cpu=$(sed -n 's/^Cpus_allowed_list:.\([0-9]*\).*/\1/p' /proc/self/status)
scheduled "nice = 7
policy = \"batch\"
ioprio = \"best-effort:6\"
oom-score-adj = 321
cpu-affinity = \"$cpu\""
scheduled "policy = \"idle\"
ioprio = \"idle\"
oom-score-adj = 0
cpu-affinity = $cpu"

# A processor that does not exist.
echo 'schedule.cpu-affinity = "1023"' >one/service.toml
begin one delay=60000
wait_for 5 phase_is one waiting
over one
said one 'supervise one: fatal: unable to restrict the service to the processors 1023: Invalid argument'
expect <<END
nice = 7
policy = "batch"
ioprio = "best-effort:6"
oom-score-adj = 321
cpu-affinity = "$cpu"
nice 7
chrt SCHED_BATCH
chrt 0
ionice best-effort: prio 6
oom 321
cpus $cpu
policy = "idle"
ioprio = "idle"
oom-score-adj = 0
cpu-affinity = $cpu
nice $inherited
chrt SCHED_IDLE
chrt 0
ionice idle
oom 0
cpus $cpu
END
