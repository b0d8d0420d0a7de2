#!/bin/sh
# The acts of supervise on a service, and its complaints, are in the state, in svctl why,
# status, events and JSON, and are not blamed on others.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"
needs svlogd jq

mkdir -p scan
SVDIR=$PWD/scan
export SVDIR
settings() { printf '%s\n' "$2" >"scan/$1/service.toml"; }

daemon scan/late 'on:15{exit:3} main serve'
settings late 'ready = {how = "notify", timeout = "300ms"}
restart.delay = "1h"'
daemon scan/stubborn 'ignore:15 main serve'
settings stubborn 'stop = {timeout = "300ms", kill-timeout = "300ms"}'
service scan/crashing 'exit 1'
settings crashing 'restart = {delay = "1ms", give-up = {count = 2, within = "1m"}}'
service scan/modeless 'exit 0'
chmod 644 scan/modeless/run
service scan/stranger 'exit 0'
settings stranger 'run-as.directory = "nowhere"'
service scan/wrong 'exit 0'
settings wrong 'comand = "no"'
daemon scan/victim 'main serve'
settings victim 'restart.delay = "1h"'
daemon scan/heeding 'main on:1{note:heard} serve'
service scan/logged 'echo "one says two"; exit 4'
settings logged 'restart.delay = "1h"'
mkdir -p scan/logged/log/main
service scan/logged/log 'exec svlogd -ttt main'

: >svscan.err
scan scan
for name in late crashing modeless stranger stubborn victim heeding; do
    wait_for 10 test -e "scan/$name/supervise/state"
done
wait_for 10 phase_is scan/late waiting
wait_for 10 phase_is scan/crashing failed
wait_for 10 test -s scan/modeless/supervise/complaint
wait_for 10 test -s scan/stranger/supervise/complaint
wait_for 10 test -s scan/wrong/supervise/complaint
wait_for 10 settled scan/stubborn 1
wait_for 10 settled scan/victim 1
wait_for 10 settled scan/heeding 1

svctl events --json heeding stubborn >events.json 2>events.err &
events=$!
started="$started $events"
watches() { grep -q inotify "/proc/$events/fdinfo/"*; }
wait_for 10 watches
signal KILL "$(main_of scan/victim)"
wait_for 10 phase_is scan/victim waiting
tell scan/heeding h
wait_for 10 noted heard
svctl down stubborn || fail 'stubborn is not down'
told_of() { grep -q "\"event\" : \"$1\"" events.json; }
wait_for 10 told_of acted
wait_for 10 told_of killed

# why NAME...: without numbers, and without the next step.
why() {
    svctl why "$@" | grep -v '^  \(Next\|The service has been started\)' |
        sed "s/pid [0-9]*/pid P/g; s/[0-9][0-9]*s ago/T ago/g; s/for [0-9]*s/for T/
            s/ [0-9]*s (svctl/ T (svctl/; s/next try in .*)/next try)/" >>"$record"
}
why late stubborn crashing victim heeding || true
why modeless wrong || true
svctl why stranger | grep complaint | sed 's/[0-9]*s ago/T ago/' >>"$record" || true

# The last lines of its log until then.
written() { grep -q two scan/logged/log/main/current; }
wait_for 10 written
wait_for 10 phase_is scan/logged waiting
svctl why logged | grep -A2 'before that' |
    sed "s,$PWD/,,; s/[0-9-]* [0-9][0-9:.]* one/TIME one/" >>"$record"

# json NAME: prints the last act and complaint, without times.
json() {
    svctl status --json "$1" |
        jq -c '.services[0] | [.phase, ."last-act".what, ."last-act".signal,
            .complaint.what, .complaint.text]' >>"$record"
}
for name in late stubborn crashing heeding modeless wrong; do json $name || true; done
svctl status late | grep -c '^  last act' >>"$record" || true
svctl status wrong 2>>"$record" | grep -E '^wrong|complaint' |
    sed 's/, [0-9]*s ago.*//' >>"$record" || true

# svscan starts an unable supervise every second, and that is in its log once.
tried() { [ "$(stat -c %Y scan/wrong/supervise/complaint)" -gt "$1" ]; }
last=$(stat -c %Y scan/wrong/supervise/complaint)
wait_for 10 tried "$last"
wait_for 10 tried $((last + 2))
grep 'supervise wrong' svscan.err >>"$record"
rm scan/wrong/service.toml
wait_for 10 test -e scan/wrong/supervise/state
[ "$(svctl status -o phase wrong)" != unsupervised ] || fail 'wrong is not supervised'
scan_over TERM
expect <<'END'
late: down (wanted up, next try)
  The service is dead and waits for its next start.
  The last main process, pid P, exited 3, T ago: supervise stopped the service because it was not ready in time ([ready] timeout).
stubborn: down
  The service has been down for T, as wanted.
  The last main process, pid P, was killed by signal 9 (KILL) T ago: supervise stopped the service on request, and sent KILL after [stop] timeout and kill-timeout. The last stop killed pid P.
crashing: failed (wanted up)
  The service has failed and has been down for T. supervise has given up after 2 deaths within 1m 00s (restart.give-up).
  The last main process, pid P, exited 1, T ago. Before that: exit 1, T ago.
victim: down (wanted up, next try)
  The service is dead and waits for its next start.
  The last main process, pid P, was killed by signal 9 (KILL) T ago: another process sent it, not supervise, and the kernel has counted no OOM kill.
heeding: up
  The service has been up for T, with pid P as its main process.
  No main process of the service has died.
  Last action of supervise, T ago: supervise sent HUP on request.
modeless: down (wanted up, next try)
  The service is dead and waits for its next start.
  The service has never been started.
  Last complaint, T ago: unable to start ./run: it is not executable (chmod +x).
wrong: unable to begin
  supervise was unable to begin T ago: wrong/service.toml:1: there is no key "comand"; the nearest is "command"
  Last complaint, T ago: unable to enter nowhere: No such file or directory.
  scan/logged/log/main/current before that:
    TIME one says two
["waiting","ready-timeout",15,null,null]
["down","stop",9,null,null]
["failed",null,null,null,null]
["up","signal",1,null,null]
["waiting",null,null,"warning","unable to start ./run: it is not executable (chmod +x)"]
["unsupervised",null,null,"begin","wrong/service.toml:1: there is no key \"comand\"; the nearest is \"command\""]
1
svctl wrong: fatal: not supervised: supervise is unable to begin: wrong/service.toml:1: there is no key "comand"; the nearest is "command"
wrong: unable to begin
  complaint    wrong/service.toml:1: there is no key "comand"; the nearest is "command"
supervise wrong: fatal: wrong/service.toml:1: there is no key "comand"; the nearest is "command"
supervise wrong: fatal: unable to use these settings (fix the errors above)
svscan scan: warning: supervise wrong exited 100; starting it again
END
