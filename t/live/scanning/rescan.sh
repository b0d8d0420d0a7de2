#!/bin/sh
# HUP makes svscan look again at once, for changes that inotify on the scan directory
# cannot show.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir new scan
ln -s ../new/one scan/one
scan scan
daemon new/two 'main serve'
mv new/two scan
wait_for 5 spoken_for scan/two 1 # so svscan has looked at one before
daemon new/one 'fork{setsid main serve}'
signal HUP "$svscan"
wait_for 4 spoken_for scan/one 1 # svscan looks at links every 5 s
note "after HUP" scan/one
scan_over TERM
quiet svscan
expect <<END
after HUP: up want=up main=main kin=main
END
