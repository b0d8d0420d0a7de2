#!/bin/sh
# A svscan that is started with TERM ignored still ends by TERM, and so do its supervise
# processes and services.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon scan/one 'main serve'
(
    trap '' TERM
    exec svscan scan
) 2>>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 spoken_for scan/one 1
note one scan/one
scan_over TERM
quiet svscan
expect <<'END'
one: up want=up main=main kin=main
END
