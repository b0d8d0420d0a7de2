#!/bin/sh
# A program of that name, which any user has put in the way, is no svscan: svctl scan and
# svctl upgrade reach the real one.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
setpriv --reuid=40001 --regid=40001 --clear-groups true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes users"
umask 022
chmod 755 .
chmod 666 "$ACTOR_LOG"
mkdir false scan
cp "$FOSTER_BIN/actor" false/svscan
chmod 711 false/svscan # so that root owns its directory in /proc
cd scan
setpriv --reuid=40001 --regid=40001 --clear-groups ../false/svscan \
    'on:1{note:diverted} on:14{note:diverted} note:false serve' &
false=$!
cd ..
wait_for 10 noted false
code=0
svctl scan -S scan 2>>"$record" || code=$?
echo "=> $code" >>"$record"

ln -s ../new scan/late
scan scan
wait_for 10 is_program "$svscan" svscan
daemon old 'main serve'
mv old scan
wait_for 10 spoken_for scan/old 1 # so svscan has looked before
daemon new 'main serve'
svctl scan -S scan
wait_for 4 spoken_for scan/late 1
svctl upgrade -S scan
! noted diverted || fail 'svctl has signalled the false one'
signal KILL "$false"
scan_over TERM
expect <<'END'
svctl: fatal: no svscan runs for scan (start one: svscan scan)
=> 100
END
