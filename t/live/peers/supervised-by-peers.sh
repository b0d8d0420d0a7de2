#!/bin/sh
# A service of runsv, daemontools' supervise or s6-supervise is shown as theirs, whatever
# foster has left there, and is not commanded.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs runsv /usr/bin/supervise s6-supervise setpriv
[ "$(id -u)" = 0 ] || skip 'only root can be two users'
SVDIR=scan
export SVDIR
theirs='' # pid of the other supervisor
told() {
    code=0
    "$@" >out 2>&1 || code=$?
    echo "\$ $*" >>"$record"
    sed 's/   */ /g; s/ *$//; /^ours /s/[0-9][0-9]* [0-9]*s/P N/' out >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}
# theirs_of NAME PROGRAM: starts it there.
theirs_of() {
    "$2" "scan/$1" >"$STAGE/$1.log" 2>&1 &
    theirs=$!
    started="$started $theirs"
    wait_for 10 supervised "scan/$1"
}
theirs_over() {
    tell "scan/$1" dx
    wait_for 15 finished "$theirs"
    started=$(echo " $started " | sed "s/ $theirs / /")
}

for name in web db; do
    service "scan/$name" 'exec sleep 1000'
    begin "scan/$name"
    wait_for 10 settled "scan/$name" 1
done
over scan/db
supervise=$(echo "$started" | awk '{ print $1 }')
over scan/web
touch -d '1 minute ago' scan/web/supervise/state scan/db/supervise/state
service scan/fresh 'exec sleep 1000'
service scan/ours 'exec sleep 1000'
begin scan/ours
wait_for 10 settled scan/ours 1

theirs_of web runsv
told svctl status
told svctl status --long web
told svctl status web
told svctl up web
told svctl down web
told svctl restart --timeout 20s web
told svctl wait --up --timeout 20s web
told svctl reload web
told svctl tree web
told svctl why web
{
    svctl metrics web | grep '^foster'
    svctl status --json web | tr -d ' \n'
    echo
} 2>"$STAGE/web.said" >>"$record"

# A user who may not open the lock reads the kernel's list of locks.
chmod 755 . scan scan/web
chmod 711 scan/web/supervise
chmod 666 scan/web/supervise/ok
cp "$FOSTER_BIN/svctl" svctl-reader
told setpriv --reuid=65534 --regid=65534 --clear-groups ./svctl-reader status -o name,phase web
theirs_over web
theirs_of fresh runsv
told svctl status -o name,phase,want
told svctl status fresh
theirs_over fresh
theirs_of db /usr/bin/supervise
told svctl status db
theirs_over db
s6-supervise scan/db >"$STAGE/db.log" 2>&1 &
theirs=$!
started="$started $theirs"
wait_for 10 s6-svok scan/db
told svctl status db
theirs_over db

# And back to foster.
begin scan/web
wait_for 10 phase_is scan/web up
told svctl status -o name,phase web
expect <<'END'
$ svctl status
NAME STATE MAIN SINCE RESTARTS LAST DEATH
db not supervised - - - -
fresh not supervised - - - -
ours up P N 0 -
web kept by runsv (sv) - - - -
=> 100
$ svctl status --long web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
NAME STATE MAIN SINCE PROCESSES MEMORY CPU RESTARTS LAST DEATH
web kept by runsv (sv) - - - - - - -
=> 100
$ svctl status web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
web: kept by runsv (sv)
 directory scan/web
=> 100
$ svctl up web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
=> 100
$ svctl down web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
=> 100
$ svctl restart --timeout 20s web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
=> 100
$ svctl wait --up --timeout 20s web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
=> 100
$ svctl reload web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
=> 100
$ svctl tree web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
web: kept by runsv (sv)
=> 100
$ svctl why web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
web: kept by runsv (sv)
=> 100
foster_service_supervised{service="web"} 0
{"services":[{"kept-by":"runsv(sv)","name":"web","phase":"unsupervised"}],"version":2}
$ setpriv --reuid=65534 --regid=65534 --clear-groups ./svctl-reader status -o name,phase web
svctl web: fatal: not supervised by foster: it is kept by runsv (sv)
web	unsupervised
=> 100
$ svctl status -o name,phase,want
db	unsupervised	-
fresh	unsupervised	-
ours	up	up
web	unsupervised	-
=> 100
$ svctl status fresh
svctl fresh: fatal: not supervised by foster: it is kept by runsv (sv)
fresh: kept by runsv (sv)
 directory scan/fresh
=> 100
$ svctl status db
svctl db: fatal: not supervised by foster: it is kept by supervise (svc, svstat)
db: kept by supervise (svc, svstat)
 directory scan/db
=> 100
$ svctl status db
svctl db: fatal: not supervised by foster: it is kept by s6-supervise (s6-svc, s6-svstat)
db: kept by s6-supervise (s6-svc, s6-svstat)
 directory scan/db
=> 100
$ svctl status -o name,phase web
web	up
END
