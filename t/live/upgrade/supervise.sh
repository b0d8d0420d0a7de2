#!/bin/sh
# A supervise is upgraded in place to the installed program: the same process, with the
# same children.  If the new program fails, it remains the old one.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# Separate programs, which are replaced: each installation is a new file.
mkdir bin
for program in supervise supervise-plan supervise-exec supervise-attend; do
    cp "$(command -v "$program")" bin/
done
cp bin/supervise real
PATH=$STAGE/bin:$PATH
install_new() {
    cp "$1" "bin/supervise.new"
    chmod "$2" "bin/supervise.new"
    mv bin/supervise.new bin/supervise
}
inode_of_program() { stat -L -c %i "/proc/$1/exe"; }
files_of() { find "/proc/$1/fd" -mindepth 1 | wc -l; }
complained() { grep -q "$1" web.err; }

daemon web 'fork{setsid fork{main fork{serve} serve}}'
printf '[stop]\nkill-timeout = "4s"\n' >web/service.toml
begin web
wait_for 5 spoken_for web 1
main=$(main_of web)
install_new real 755
svctl upgrade ./web || fail "svctl upgrade exited $?"
same "the program" "$(inode_of_program "$supervise")" "$(stat -c %i bin/supervise)"
same "the main" "$main" "$(main_of web)"
note "upgraded" web
files=$(files_of "$supervise")

# The settings in force remain; a faulty file is not read.
printf 'wrong\n' >web/service.toml
install_new real 755
svctl upgrade ./web || fail "svctl upgrade exited $?"
note "and again" web
same "the open files" "$files" "$(files_of "$supervise")"
tr '\0' '\n' <"/proc/$supervise/cmdline" | grep -qx kill-timeout=4000 ||
    fail "it has lost its settings"

# An installed file that cannot be executed.
install_new real 644
before=$(inode_of_program "$supervise")
code=0
svctl upgrade -t 500ms ./web 2>upgrade.err || code=$?
same "the exit code of svctl upgrade" 99 "$code"
grep -q 'its supervisor still runs the old program' upgrade.err || fail "$(cat upgrade.err)"
wait_for 5 complained 'unable to upgrade in place to the installed program: Permission'
same "the program" "$before" "$(inode_of_program "$supervise")"
note "not executable" web

# A program that does not understand its words goes back to the previous one.
cat >stranger <<END
#!/bin/sh
exec "$STAGE/real" "\$@" back=?
END
install_new stranger 755
svctl upgrade -n ./web
wait_for 5 complained 'unable to understand "back=?"'
wait_for 5 grep -q upgraded-at web/supervise/state
same "the main" "$main" "$(main_of web)"
note "not understood" web
install_new real 755
tell web d
wait_for 10 phase_is web down
rm web/service.toml
over web

# A program that is replaced before it has found the programs beside it.
daemon deleted 'main serve'
: >deleted/service.toml
exec 9<bin/supervise
install_new real 755
/proc/self/fd/9 deleted 2>deleted.err &
supervise=$!
started="$started $supervise"
exec 9<&-
wait_for 5 spoken_for deleted 1
over deleted
quiet deleted

# Actions in progress end first; a signal is sent only once.
daemon busy 'ignore:15 main serve'
begin busy stop-timeout=600
wait_for 5 spoken_for busy 1
tell busy de
wait_for 5 phase_is busy down
[ "$(field busy killed)" != '[]' ] || fail "nobody was killed"
renewed() { [ -n "$(field "$1" upgraded-at)" ]; }
wait_for 5 renewed busy
over busy

# The supervise of a log, and the pipe that it reads.
mkdir -p scan/said/log
service scan/said "export ASAN_OPTIONS=detect_leaks=0; exec actor 'print:1 until:$STAGE/a print:2 until:$STAGE/b print:3 until:$STAGE/c print:4 serve'"
service scan/said/log "exec cat >>'$STAGE/lines'"
scan scan
lines() { [ "$(paste -s -d ' ' lines 2>>lines.log)" = "$1" ]; }
wait_for 10 lines 1
wait_for 10 supervised scan/said
wait_for 10 supervised scan/said/log
svctl upgrade ./scan/said || fail "svctl upgrade exited $?"
: >a
wait_for 10 lines '1 2'
svctl upgrade ./scan/said/log || fail "svctl upgrade exited $?"
: >b
wait_for 10 lines '1 2 3'
install_new real 755
svctl upgrade ./scan/said ./scan/said/log || fail "svctl upgrade exited $?"
: >c
wait_for 10 lines '1 2 3 4'
scan_over TERM
expect <<END
upgraded: up want=up main=main kin=main
and again: up want=up main=main kin=main
not executable: up want=up main=main kin=main
not understood: up want=up main=main kin=main
END
