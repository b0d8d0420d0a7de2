#!/bin/sh
# A directory is removed during an upgrade of svscan.  No sweep contains it and no watch
# reports it, but its service is brought down all the same, its log last.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir bin away
for program in svscan supervise supervise-plan supervise-exec supervise-attend; do
    cp "$(command -v "$program")" bin/
done
PATH=$STAGE/bin:$PATH
mkfifo words
exec 9<>words
touch logged
daemon scan/fork 'fork{setsid fork{main serve}}'
daemon scan/stays 'main serve'
daemon scan/named 'main serve'
service scan/talk "while read -r line; do echo \"\$line\"; done <$STAGE/words"
service scan/talk/log "exec cat >>$STAGE/logged"
# The variable of another process has no effect.
FOSTER_KEPT=1:1:9 scan scan
wait_for 10 spoken_for scan/fork 1
wait_for 10 spoken_for scan/stays 1
wait_for 10 spoken_for scan/named 1
wait_for 10 settled scan/talk 1
wait_for 10 settled scan/talk/log 1
main=$(main_of scan/fork)
fork=$(supervise_of fork)
talk=$(supervise_of talk)
log=$(supervise_of talk/log)
stays=$(supervise_of stays)
named=$(supervise_of named)

# The installed program begins slowly.
mv bin/svscan bin/svscan.next
cat >bin/new <<END
#!/bin/sh
mv scan/fork scan/talk away/
mv scan/named scan/renamed
exec $STAGE/bin/svscan.next "\$@"
END
chmod 755 bin/new
mv bin/new bin/svscan
signal ALRM "$svscan"
wait_for 10 is_program "$svscan" svscan.next
for pid in $fork $talk $log $main; do wait_for 20 gone "$pid"; done
for name in fork talk talk/log; do
    wait_for 10 unsupervised "$STAGE/away/$name"
done
same "the supervise of stays" "$stays" "$(supervise_of stays)"
has_it() { [ "$(readlink "/proc/$1/cwd")" = "$STAGE/scan/renamed" ]; }
has_it "$named" || fail "another supervises renamed"

# No svscan gets the result of that.
daemon new/late 'main serve'
mv new/late scan
wait_for 10 spoken_for scan/late 1
for pid in $svscan $(supervise_of late) $(main_of scan/late); do
    same "what $pid has of svscan" '' "$(find "/proc/$pid/fd" -lname '*memfd*')"
done
! tr '\0' '\n' <"/proc/$(main_of scan/late)/environ" | grep FOSTER_KEPT ||
    fail "a service inherits FOSTER_KEPT"
scan_over TERM
same "what svscan said" '' "$(cat svscan.err)"
