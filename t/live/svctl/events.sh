#!/bin/sh
# svctl events prints a line for each change of a service, as its supervisor reports it.
. "${0%/*}/../lib.sh"

mkdir scan
service scan/web 'exec sleep 1000'
service hidden 'exec sleep 1000'
SVDIR=$PWD/scan
export SVDIR

# Leaves out times and pids, and whether the main process had settled before the look.
told() {
    sed 's/^[0-9-]* [0-9:.]* //; s/pid [0-9]*/pid P/g; s/supervised: starting, pid P/supervised/
        s/^\(.*\): supervised: up, pid P$/\1: supervised\n\1: up, pid P/' "$1"
}
has_told() { told "$1" | grep -qxF -- "$2"; }
came_back() { [ "$(told seen.log | grep -cxF "$1: supervised")" = 2 ]; }

svctl events --now >seen.log &
sees=$!
svctl events --json web >json 2>err &
also=$!
wait_for 20 has_told seen.log 'web: not supervised'
wait_for 20 grep -q 'warning: not supervised' err

begin scan/web
wait_for 20 has_told seen.log 'web: up, pid P'
client svctl restart web
wait_for 20 has_told seen.log 'web: started, pid P'
client svctl pause web
wait_for 20 has_told seen.log 'web: paused'
client svctl cont web
wait_for 20 has_told seen.log 'web: continued'
signal KILL "$(cat scan/web/supervise/pid)"
wait_for 20 has_told seen.log 'web: its main process, pid P, is dead: signal 9 (KILL)'
client svctl up web
client svctl down web
wait_for 20 has_told seen.log 'web: down'

# A service that comes and goes; and a supervise that ends.
mv hidden scan/new
wait_for 20 has_told seen.log 'new: appeared in the scan directory'
begin scan/new
wait_for 20 has_told seen.log 'new: up, pid P'
client svctl exit web
wait_for 20 has_told seen.log 'web: not supervised any more'
begin scan/web
wait_for 20 came_back web
mv scan/new .gone
wait_for 20 has_told seen.log 'new: removed from the scan directory'
mv .gone scan/new
wait_for 20 came_back new
signal TERM "$sees" "$also"
wait "$sees" || true

# A look between the two steps of a rename finds the supervisor gone before the name is.
told seen.log | grep -Ev ': (started|stopping|wanted)|^[a-z]*: up, pid|[(]wanted|TERM' |
    grep -v '^new: not supervised any more' >plain
diff -u - plain <<'END' || fail 'other things were told'
web: not supervised
web: supervised
web: paused
web: continued
web: its main process, pid P, is dead: signal 9 (KILL)
web: down
new: appeared in the scan directory
new: supervised
web: not supervised any more
web: supervised
new: removed from the scan directory
new: appeared in the scan directory
new: supervised
END

# JSON: an object a line, and only of the named services.
grep -q '"event" : "died"' json || fail "no death in JSON: $(cat json)"
! grep -v '^{.*}$' json || fail 'a line is no object'
! grep '"name" : "new"' json || fail 'others are told of, too'

# It ends when the output has no reader any more, also without an event.
mkfifo pipe
svctl events >pipe &
sees=$!
exec 7<pipe
wait_for 20 test -e "/proc/$sees/fdinfo/3"
exec 7<&-
wait "$sees" || fail "it exits $? when its reader is gone"

# It ends at its time limit, if there is one, after printing the events so far.
code=0
svctl events --now --timeout=100ms >timed.log || code=$?
[ "$code" = 99 ] || fail "it exits $code when its time is out"
has_told timed.log 'new: supervised' || fail "not told: $(cat timed.log)"
