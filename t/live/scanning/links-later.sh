#!/bin/sh
# A link in the scan directory: its target appears late, is replaced through a second
# link, and vanishes.  svscan notices by itself, and can be upgraded although it looks
# regularly.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir scan etc bin
for program in svscan supervise supervise-plan supervise-exec supervise-attend; do
    cp "$(command -v "$program")" bin/
done
PATH=$STAGE/bin:$PATH
ln -s ../etc/late scan/late
ln -s ../etc/now scan/web
ln -s first etc/now
daemon etc/first 'main serve'
daemon etc/second 'main serve'
scan scan
wait_for 10 spoken_for etc/first 1
daemon etc/.late 'main serve'
mv etc/.late etc/late
wait_for 10 spoken_for etc/late 1
note late scan/late

ln -s second etc/now.new
mv -T etc/now.new etc/now
wait_for 10 unsupervised etc/first
wait_for 10 spoken_for etc/second 1
phase_is etc/first down || fail 'the first is not down'
note switched scan/web

mv etc/late etc/away
wait_for 10 unsupervised etc/away
phase_is etc/away down || fail 'the late one is not down'

cp bin/svscan bin/new
mv bin/new bin/svscan
is_new() { [ "$(stat -L -c %i "/proc/$svscan/exe")" = "$(stat -c %i bin/svscan)" ]; }
signal ALRM "$svscan"
wait_for 10 is_new
wait_for 10 spoken_for scan/web 1
scan_over TERM
quiet svscan
expect <<'END'
late: up want=up main=main kin=main
switched: up want=up main=main kin=main
END
