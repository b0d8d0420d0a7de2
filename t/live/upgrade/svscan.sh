#!/bin/sh
# svscan is upgraded in place: the same process, and every supervise remains its child.
# No service starts twice, and no line of a log is lost.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir bin
for program in svscan supervise supervise-plan supervise-exec supervise-attend; do
    cp "$(command -v "$program")" bin/
done
PATH=$STAGE/bin:$PATH
install_new() {
    cp "bin/$1" bin/new
    chmod "$2" bin/new
    mv bin/new "bin/$1"
}
# is_new PID NAME: the process runs the installed file.
is_new() { [ "$(stat -L -c %i "/proc/$1/exe")" = "$(stat -c %i "bin/$2")" ]; }
complained() { grep -q "$1" svscan.err; }
logged() { [ "$(tail -n 1 logged)" = "$1" ]; }

mkfifo words
exec 9<>words
touch logged
daemon scan/fork 'fork{setsid fork{main serve}}'
service scan/talk "while read -r line; do echo \"\$line\"; done <$STAGE/words"
service scan/talk/log "exec cat >>$STAGE/logged"
# By a path relative to its start directory.
scan scan
wait_for 10 spoken_for scan/fork 1
wait_for 10 settled scan/talk 1
wait_for 10 settled scan/talk/log 1
main=$(main_of scan/fork)
fork=$(supervise_of fork)
talk=$(supervise_of talk)

install_new svscan 755
signal ALRM "$svscan"
wait_for 10 is_new "$svscan" svscan
echo one >words
wait_for 5 logged one
daemon new/late 'main serve'
mv new/late scan
wait_for 10 spoken_for scan/late 1 # it has swept before that
same "the supervise of fork" "$fork" "$(supervise_of fork)"
same "the supervise of talk" "$talk" "$(supervise_of talk)"
note "svscan upgraded" scan/fork

# svscan holds the pipe again: it outlives both ends.
signal_main KILL scan/talk/log
wait_for 10 settled scan/talk/log 2 # the dying process loses what it has read
echo two >words
wait_for 10 logged two

# It notices the death of a supervise from before, and has its service recovered.
signal KILL "$fork"
taken_back() {
    another_supervise fork "$fork" && grep -q taken-back scan/fork/supervise/state
}
wait_for 10 taken_back
same "the main" "$main" "$(main_of scan/fork)"

# All at once.  A supervise with inherited processes refuses, and reports that.
install_new svscan 755
install_new supervise 755
svctl upgrade -S scan talk talk/log late || fail "svctl upgrade exited $?"
code=0
svctl upgrade -S scan -t 1s >upgrade.out 2>&1 || code=$?
same "the exit code of svctl upgrade" 99 "$code"
wait_for 10 complained 'unable to upgrade in place while recovered processes are alive'
is_new "$talk" supervise || fail "the supervise of talk is the old one"
echo three >words
wait_for 5 logged three

signal_main KILL scan/fork # then svscan has no more orphans to report
again() { spoken_for scan/fork 2; }
wait_for 10 again

# Not before a removed service is down, its log last: the next program would not know of
# it.
gone_talk=$STAGE/new/talk
log_of_talk=$(supervise_of talk/log)
signal STOP "$svscan"
wait_for 10 stopped "$svscan"
install_new svscan 755
mv scan/talk new/
signal ALRM "$svscan"
signal CONT "$svscan"
wait_for 10 is_new "$svscan" svscan
wait_for 10 gone "$talk"
wait_for 20 gone "$log_of_talk"
wait_for 10 unsupervised "$gone_talk/log"

# A file that cannot be executed.
install_new svscan 644
signal ALRM "$svscan"
wait_for 10 complained 'unable to upgrade in place to the installed program: Permission'
daemon new/last 'main serve'
mv new/last scan
wait_for 10 spoken_for scan/last 1
scan_over TERM
expect <<'END'
svscan upgraded: up want=up main=main kin=main
END
