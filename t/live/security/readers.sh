#!/bin/sh
# A user can be permitted to read about a service without commanding it: [control] readers
# in service.toml, and svctl perms --readers, admit a group or everyone.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root can be two others'
setpriv --reuid=40001 --regid=40001 --groups=40000 true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes groups"
chmod 755 .
umask 022
mkdir bin scan
cp "$FOSTER_BIN/svctl" bin # where every user reaches it
chmod 755 bin bin/*
SVDIR=$STAGE/scan
export SVDIR
for name in web db; do
    daemon "scan/$name" 'main serve'
    mkdir -p "scan/$name/log/main"
    echo '@4000000068d3f6a51dc3a5b4 it was logged' >"scan/$name/log/main/current"
done
echo 'control.readers = "40000"' >scan/web/service.toml
for name in web db; do
    begin "scan/$name"
    wait_for 10 spoken_for "scan/$name" 1
done
as() { # as UID GROUPS COMMAND...
    uid=$1
    groups=$2
    shift 2
    setpriv --reuid="$uid" --regid="$uid" --groups="$groups" "$@"
}
told() {
    code=0
    "$@" >out 2>&1 || code=$?
    echo "\$ $*" >>"$record"
    sed "s|$STAGE/||g; s/ *\$//" out >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}
# sees NAME: reads everything, as 40001 of the group 40000.
sees() {
    reads() { as 40001 40000 bin/svctl "$@" >out 2>&1 || fail "$* exits $?: $(cat out)"; }
    reads status -o name,phase "$1"
    reads status "$1"
    reads tree "$1"
    reads why "$1"
    grep -q 'at the earliest 1s' out || fail "it does not know the settings: $(cat out)"
    reads metrics "$1"
    grep -q '^foster_service_up{service="'"$1"'"} 1' out || fail "$(cat out)"
    reads wait --up --timeout 10s "$1"
    reads log "$1"
    grep -q 'it was logged' out || fail "$(cat out)"
    code=0
    as 40001 40000 bin/svctl events --now --timeout 300ms "$1" >out 2>&1 || code=$?
    same "events" 99 "$code"
    grep -q " $1: " out || fail "$(cat out)"
}
# hears NAME: waits as a reader, and notices the end.
hears() {
    { as 40001 40000 bin/svctl wait --down --timeout 60s "$1" || fail "$? of wait"; } &
    waits=$!
    svctl down "$1"
    wait "$waits" || fail "svctl wait exited $?"
    svctl up --stay 0s "$1"
}

# A key.
told svctl perms web db
told as 40001 40000 bin/svctl status -o name,phase web db
told as 40002 40002 bin/svctl status -o name,phase web
svctl perms --readers 40000 db
sees web
hears web
for words in down 'signal HUP' reload 'up --timeout 1s' 'kill -n' exit; do
    # shellcheck disable=SC2086 # words
    told as 40001 40000 bin/svctl $words web
done
phase_is scan/web up || fail 'a reader has stopped it'

# By hand; everyone; and beside a group that commands.
sees db
told svctl perms --no-readers db
told as 40001 40000 bin/svctl status -o name,phase db
told svctl perms --readers everyone db
told svctl perms
told as 40002 40002 bin/svctl status -o name,phase db
told as 40002 40002 bin/svctl down db
told svctl perms --group 40003 db
told as 40004 40003 bin/svctl restart --stay 0s db
told as 40002 40002 bin/svctl status -o name,phase db
told svctl perms --readers 40000 db
told svctl perms db
told as 40001 40000 bin/svctl status -o name,phase db
told as 40002 40002 bin/svctl status -o name,phase db
told as 40004 40003,40000 bin/svctl restart --stay 0s db
told as 40004 40003 bin/svctl restart db
told svctl perms --no-group db
told svctl perms db
told svctl perms --group 40000 --readers everyone db
told svctl perms db
told svctl perms --no-group --no-readers db
told svctl perms db
told svctl perms --readers nosuchgroup db
told svctl perms --readers 40000 --no-readers db
told svctl perms --readers 40000

# Keys for both.
tell scan/db x
wait_for 10 unsupervised scan/db
printf '[control]\ngroup = "40003"\nreaders = "everyone"\n' >scan/db/service.toml
begin scan/db
wait_for 10 phase_is scan/db up
told svctl perms db
told svctl perms --readers 40000 db
told svctl perms --readers everyone db
echo 'control.readers = "nosuchgroup"' >scan/db/service.toml
told svctl check db
expect <<'END'
$ svctl perms web db
NAME  COMMANDS  READS
web   root      root, group 40000
db    root      root
$ as 40001 40000 bin/svctl status -o name,phase web db
svctl db: fatal: unable to open scan/db/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
web	up
=> 111
$ as 40002 40002 bin/svctl status -o name,phase web
svctl web: fatal: unable to open scan/web/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40001 40000 bin/svctl down web
svctl web: fatal: unable to open scan/web/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40001 40000 bin/svctl signal HUP web
svctl web: fatal: unable to open scan/web/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40001 40000 bin/svctl reload web
svctl web: fatal: unable to open scan/web/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40001 40000 bin/svctl up --timeout 1s web
svctl web: fatal: unable to open scan/web/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40001 40000 bin/svctl kill -n web
svctl web: fatal: unable to open scan/web/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40001 40000 bin/svctl exit web
svctl web: fatal: unable to open scan/web/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ svctl perms --no-readers db
db: no other users may read it
$ as 40001 40000 bin/svctl status -o name,phase db
svctl db: fatal: unable to open scan/db/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ svctl perms --readers everyone db
db: everyone may read it, as long as scan/db/supervise exists (permanently with [control] readers in service.toml)
$ svctl perms
NAME     COMMANDS  READS
db       root      everyone
db/log   -         -
web      root      root, group 40000
web/log  -         -
$ as 40002 40002 bin/svctl status -o name,phase db
db	up
$ as 40002 40002 bin/svctl down db
svctl db: fatal: unable to open scan/db/supervise/control (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ svctl perms --group 40003 db
db: group 40003 may command and read it, as long as scan/db/supervise exists (permanently with [control] group in service.toml)
$ as 40004 40003 bin/svctl restart --stay 0s db
$ as 40002 40002 bin/svctl status -o name,phase db
db	up
$ svctl perms --readers 40000 db
db: group 40000 may read it, as long as scan/db/supervise exists (permanently with [control] readers in service.toml)
db: commands require membership in both groups, 40003 and 40000
$ svctl perms db
NAME  COMMANDS                                      READS
db    root, members of both groups 40003 and 40000  root, group 40000
$ as 40001 40000 bin/svctl status -o name,phase db
db	up
$ as 40002 40002 bin/svctl status -o name,phase db
svctl db: fatal: unable to open scan/db/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ as 40004 40003,40000 bin/svctl restart --stay 0s db
$ as 40004 40003 bin/svctl restart db
svctl db: fatal: unable to open scan/db/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ svctl perms --no-group db
db: no group may command and read it
$ svctl perms db
NAME  COMMANDS  READS
db    root      root, group 40000
$ svctl perms --group 40000 --readers everyone db
db: group 40000 may command and read it, as long as scan/db/supervise exists (permanently with [control] group in service.toml)
db: everyone may read it, as long as scan/db/supervise exists (permanently with [control] readers in service.toml)
$ svctl perms db
NAME  COMMANDS           READS
db    root, group 40000  everyone
$ svctl perms --no-group --no-readers db
db: no group may command and read it
db: no other users may read it
$ svctl perms db
NAME  COMMANDS  READS
db    root      root
$ svctl perms --readers nosuchgroup db
svctl: fatal: unable to admit group "nosuchgroup": /etc/group has no such group
=> 2
$ svctl perms --readers 40000 --no-readers db
svctl: fatal: --readers and --no-readers exclude each other
=> 2
$ svctl perms --readers 40000
svctl: fatal: missing service name (see svctl perms --help)
=> 2
$ svctl perms db
NAME  COMMANDS           READS
db    root, group 40003  everyone
$ svctl perms --readers 40000 db
db: group 40000 may read it, until the next start of its supervisor, whose settings admit everyone (change scan/db/service.toml)
db: commands require membership in both groups, 40003 and 40000
$ svctl perms --readers everyone db
db: everyone may read it, as in its settings
$ svctl check db
scan/db/service.toml is newer than the settings in force (svctl refresh db applies it)
scan/db/service.toml:1: there is no group "nosuchgroup" in /etc/group: create it (groupadd --system nosuchgroup), or name another
scan/db/log: the directory contains no run: create one (or a new directory with svctl new), or set command in service.toml
=> 1
END
