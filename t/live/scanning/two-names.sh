#!/bin/sh
# Two links to one directory are one service, and one line reports it.  Two instances
# cannot share one directory, in which clients look for one supervise.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir scan
daemon shared 'main serve'
# shellcheck disable=SC2016 # its own $1
service template 'exec actor "note:got-$1" "main serve"'
for name in a b; do
    ln -s ../shared "scan/$name"
    ln -s ../template "scan/web@$name"
done
scan scan
wait_for 5 settled shared 1
wait_for 5 settled template 1
ln -s ../shared scan/0
signal HUP "$svscan"
daemon mark 'main serve'
mv mark scan
signal HUP "$svscan"
wait_for 5 settled scan/mark 1 # so all earlier events are handled
same supervises 3 "$(children "$svscan")"
same 'who got web@a' 1 "$(grep -c '^got-a ' "$ACTOR_LOG")"
same 'who got web@b' 0 "$(grep -c '^got-b ' "$ACTOR_LOG" || true)"

# It keeps its name and its argument when its supervise is killed, and afterwards.
tell template d
wait_for 5 phase_is template down
old=$(supervise_of web@a)
signal KILL "$old"
wait_for 5 another_supervise web@a "$old"
wait_for 5 supervised template
tell template u
wait_for 5 phase_is template up
rm scan/web@a # that was its name: from the next start on it has the other
ln -s ../template scan/web@c
wait_for 5 grep -q 'web@c is' svscan.err
scan_over TERM
cat svscan.err >"$record"
expect <<'END'
svscan scan: warning: b is the same directory as a: it is started only once
svscan scan: warning: web@b is the same directory as web@a and is not started (make it a separate directory with links to the shared files, see Instances in svscan(8))
svscan scan: warning: 0 is the same directory as a: it is started only once
svscan scan: warning: supervise web@a was killed by signal 9; starting it again to recover the service
svscan scan: warning: web@c is the same directory as web@b and is not started (make it a separate directory with links to the shared files, see Instances in svscan(8))
END
