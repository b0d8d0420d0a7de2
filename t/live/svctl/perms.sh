#!/bin/sh
# svctl perms shows which users may command and read, and admits or excludes a group, by
# root and by an owner; its output is true.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root can be two others'
setpriv --reuid=40001 --regid=40001 --groups=40000 true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes groups"
chmod 755 .
umask 022
mkdir bin
cp "$FOSTER_BIN/svctl" bin # where every user reaches it
chmod 755 bin bin/*
mkdir scan
SVDIR=$STAGE/scan
export SVDIR
for name in web db; do
    daemon "scan/$name" 'main serve'
    begin "scan/$name"
    wait_for 10 spoken_for "scan/$name" 1
done
mkdir scan/new
as() { # as UID COMMAND...
    uid=$1
    shift
    setpriv --reuid="$uid" --regid="$uid" --groups=40000 "$@"
}
told() {
    code=0
    "$@" >out 2>&1 || code=$?
    echo "\$ $*" >>"$record"
    sed "s|$STAGE/||; s/ *\$//" out >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}

told svctl perms
told svctl perms --group 40000 web
told svctl perms web db
told as 40001 bin/svctl down web
told as 40001 bin/svctl up web
told as 40001 bin/svctl perms
told as 40001 bin/svctl perms --no-group web
told svctl perms --no-group web
told svctl perms
told as 40001 bin/svctl up web

# Settings that agree, and others.
echo 'control.group = "40000"' >scan/web/service.toml
told svctl perms -g 40000 web
told svctl perms -g 40003 web
told svctl perms --no-group web
told svctl perms --group 40000 new

# Modes by hand: every user may read, and one user owns the FIFOs.
chmod 755 scan/db/supervise
chmod 602 scan/db/supervise/ok
told svctl perms db
told as 40001 bin/svctl status -o phase db
chown 40001 scan/db/supervise/control scan/db/supervise/ok
told svctl perms db
told as 40001 bin/svctl restart db
expect <<'END'
$ svctl perms
NAME  COMMANDS  READS
db    root      root
new   -         -
web   root      root
$ svctl perms --group 40000 web
web: group 40000 may command and read it, as long as scan/web/supervise exists (permanently with [control] group in service.toml)
$ svctl perms web db
NAME  COMMANDS           READS
web   root, group 40000  root, group 40000
db    root               root
$ as 40001 bin/svctl down web
$ as 40001 bin/svctl up web
$ as 40001 bin/svctl perms
svctl db: fatal: unable to look into scan/db/supervise (owner root, group root): Permission denied
NAME  COMMANDS           READS
new   -                  -
web   root, group 40000  root, group 40000
=> 111
$ as 40001 bin/svctl perms --no-group web
svctl web: fatal: unable to change the permissions of scan/web/supervise (only for root, and for the user of its supervisor as a member of that group): Operation not permitted
=> 111
$ svctl perms --no-group web
web: no group may command and read it
$ svctl perms
NAME  COMMANDS  READS
db    root      root
new   -         -
web   root      root
$ as 40001 bin/svctl up web
svctl web: fatal: unable to open scan/web/supervise/ok (only for root, the user of its supervisor, and users admitted with svctl perms): Permission denied
=> 111
$ svctl perms -g 40000 web
web: group 40000 may command and read it, as in its settings
$ svctl perms -g 40003 web
web: group 40003 may command and read it, until the next start of its supervisor, whose settings admit group 40000 (change scan/web/service.toml)
$ svctl perms --no-group web
web: no group may command and read it, until the next start of its supervisor, whose settings admit group 40000 (change scan/web/service.toml)
$ svctl perms --group 40000 new
svctl new: fatal: not supervised: no supervisor runs for scan/new (find out with svctl scan whether svscan runs)
=> 100
$ svctl perms db
NAME  COMMANDS  READS
db    root      everyone
$ as 40001 bin/svctl status -o phase db
up
$ svctl perms db
NAME  COMMANDS     READS
db    root, 40001  everyone
$ as 40001 bin/svctl restart db
END
