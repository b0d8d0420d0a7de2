#!/bin/sh
# The scan directory is a link, and runsvchdir switches it: svscan follows.  Services in
# both directories stay, services only in the old one are brought down.  A directory that
# every user may change is not followed.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

umask 022
mkdir -p etc default single public
chmod o+w public
for name in both old new; do daemon "etc/$name" 'main serve'; done
for name in both old; do ln -s "../etc/$name" default/; done
ln -s ../etc/both single/renamed
ln -s ../etc/new single/new
switch() {
    ln -s "$1" current.new
    mv -T current.new current
}
switch default
svscan "$STAGE/current" 2>>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 spoken_for etc/both 1
wait_for 10 spoken_for etc/old 1
both=$(main_of etc/both)

switch public
refused() { grep -q 'not trusted' svscan.err; }
wait_for 10 refused
note 'not followed' etc/old

switch single
wait_for 10 spoken_for etc/new 1
wait_for 10 unsupervised etc/old
same 'the main of both' "$both" "$(main_of etc/both)"
for name in both old new; do note "$name" "etc/$name"; done
svctl scan -S current || fail 'svctl scan finds no svscan'

# The new one is watched.
daemon single/.later 'main serve'
mv single/.later single/later
wait_for 4 spoken_for single/later 1

# The directory is removed before the link leads elsewhere; HUP makes svscan look at once.
mkdir third
ln -s ../etc/both third/both
for name in renamed new later; do mv "single/$name" "third/.$name"; done
mv third/.later third/later
rmdir single
wait_for 10 unsupervised etc/new
switch third
signal HUP "$svscan"
wait_for 10 spoken_for third/later 1
wait_for 10 spoken_for etc/both 1
scan_over TERM
sed "s|$STAGE|STAGE|g; s/as user [0-9]*/as root/" svscan.err >>"$record"
expect <<'END'
not followed: up want=up main=main kin=main
both: up want=up main=main kin=main
old: down want=down main=- kin=-
new: up want=up main=main kin=main
svscan STAGE/current: warning: this directory is world-writable: any user could run code as root; not scanned (chmod o-w ., or svscan --trust-everybody)
svscan STAGE/current: warning: the new scan directory is not trusted: still scanning the old one
svscan STAGE/current: info: the link leads to another directory now: scanning it
svscan STAGE/current: info: the link leads to another directory now: scanning it
END
