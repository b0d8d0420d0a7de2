#!/bin/sh
# A log/ is added to a living service: status shows that it is not in use, and how to take
# it up; svctl restart does that, and loses no line of the next life.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

service scan/web 'echo words; exec sleep 1000'
scan scan >svscan.out
wait_for 10 settled scan/web 1
service new-log 'exec cat >>logged'
mv new-log scan/web/log
svctl scan -S scan
svctl status -S scan web >out
grep -q 'log/ is not in use yet (svctl restart web starts to use it)' out || fail "$(cat out)"
svctl restart -S scan web || fail "svctl restart exited $?"
logged() { [ "$(cat scan/web/log/logged 2>>cat.log)" = words ]; }
wait_for 10 logged
svctl status -S scan web >out
! grep -q 'not in use' out || fail "$(cat out)"
supervise=$(supervise_of web)
svctl restart -S scan web || fail "svctl restart exited $?"
same "its supervise" "$supervise" "$(supervise_of web)"
scan_over TERM
