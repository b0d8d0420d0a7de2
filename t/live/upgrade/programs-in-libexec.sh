#!/bin/sh
# An installation has the programs that no user calls in libexec/foster.  svscan and
# supervise find them there, also in a tree that was moved.  A supervise process of a
# version that has them in sbin is upgraded in place.
# FOSTER_OLD: the programs of that version; ours otherwise.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

called='svscan supervise'
helpers='svscan-prefix supervise-plan supervise-exec supervise-attend'
build=${FOSTER_BIN%/*}

# install_into PREFIX: by the scripts of the build, or the same by hand.  The scripts of
# two directories do not write the list of installed files, which the whole would replace.
by_cmake=
[ ! -e "$build/supervise/cmake_install.cmake" ] || ! installed cmake || by_cmake=yes
install_into() {
    if [ "$by_cmake" ]; then
        for part in svscan supervise; do
            env -u DESTDIR cmake -DCMAKE_INSTALL_PREFIX="$1" \
                -P "$build/$part/cmake_install.cmake" >>cmake.log
        done
        return
    fi
    mkdir -p "$1/sbin" "$1/libexec/foster"
    for program in $helpers; do
        put "$program" "$1/libexec/foster"
        [ ! -f "$1/sbin/$program" ] ||
            ln -sf "../libexec/foster/$program" "$1/sbin/$program"
    done
    for program in $called; do put "$program" "$1/sbin"; done
}
put() {
    cp "$FOSTER_BIN/$1" "$2/new"
    mv "$2/new" "$2/$1"
}
in_order() { tr ' ' '\n' | sort | paste -s -d ' '; }
program_of() { readlink "/proc/$1/exe" | sed "s|^$(pwd -P)/||"; }
words_of() { tr '\0' '\n' <"/proc/$(supervise_of "$1")/cmdline"; }
# exec_of NAME: the supervise-exec that its supervise executes at each start.
exec_of() { words_of "$1" | sed -n "s|^$(pwd -P)/\(.*/supervise-exec\)\$|\1|p"; }
open_files() { awk '/^Max open files/ { print $4 }' "/proc/$(main_of "$1")/limits"; }
child_of_svscan() {
    ps -o pid=,args= --ppid "$svscan" |
        awk -v program="$1" -v name="$2" '$2 == program && $3 == name { print $1 }'
}
supervise_of() { child_of_svscan supervise "$1"; }
helper_of() { child_of_svscan svscan-prefix "$1"; }
says() { grep -qx -- "$2" "$1"; }

# A service with a limit, a script in control/, and no log.
limited() {
    service "$1" "echo here; exec actor 'lock:$STAGE/$(echo "$1" | tr / -).lock main serve'"
    printf 'limits.nofile = 512\n' >"$1/service.toml"
    mkdir "$1/control"
    # shellcheck disable=SC2016 # its own words
    printf '#!/bin/sh\nreadlink "/proc/$PPID/exe" >>ran\n' >"$1/control/h"
    chmod 755 "$1/control/h"
}
# script_by DIR PATH: its script runs by that supervise-attend.
script_by() {
    : >"$1/ran"
    tell "$1" h
    wait_for 10 says "$1/ran" "$(pwd -P)/$2"
}

# Only the service finds an actor in PATH, and no program of foster is there but these.
mkdir tools
cp "$FOSTER_BIN/actor" "$FOSTER_BIN/svctl" tools
tools=$STAGE/tools:/usr/bin:/bin
install_into "$STAGE/first"
[ -x first/sbin/svscan ] || skip 'this build does not install into sbin'
mkdir opt
mv first opt/foster
files_in() { find "$1" -type f -printf '%f\n' | in_order; }
same sbin "$(echo "$called" | in_order)" "$(files_in opt/foster/sbin)"
same libexec "$(echo "$helpers" | in_order)" "$(files_in opt/foster/libexec/foster)"

PATH=$STAGE/opt/foster/sbin:$tools
libexec=opt/foster/libexec/foster
limited scan/web
svctl check scan/web >out 2>&1 || fail "$(cat out)"
svscan --prefix scan >lines 2>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 spoken_for scan/web 1
supervise=$(supervise_of web)
same 'the supervise' opt/foster/sbin/supervise "$(program_of "$supervise")"
same 'its supervise-exec' $libexec/supervise-exec "$(exec_of web)"
same 'open files' 512 "$(open_files scan/web)"
same 'svscan-prefix' $libexec/svscan-prefix "$(program_of "$(helper_of web)")"
wait_for 10 says lines 'web: here'
script_by scan/web $libexec/supervise-attend
printf 'limits.nofile = 513\n' >scan/web/service.toml
svctl refresh -S scan web || fail "svctl refresh exited $?"
svctl status -S scan web | grep -q 'setting *limits.nofile = "513' ||
    fail "$(svctl status -S scan web)"
signal_main KILL scan/web
wait_for 10 spoken_for scan/web 2
same 'open files' 513 "$(open_files scan/web)"
note 'in libexec' scan/web
scan_over TERM

# A command of svscan, and options of a supervise.
mkdir run
code=0
timeout -k 1 "$(patient 20)" svscan --container --run-directory run -- sh -c 'exit 7' \
    </dev/null 2>command.err || code=$?
same 'the command' 7 $code
daemon one 'main serve'
begin one
over one
supervise --delay=50ms one 2>one.err &
supervise=$!
started="$started $supervise"
wait_for 10 spoken_for one 1
over one
quiet one

# Without a file of foster it says which one is missing.
mkdir -p part/sbin
cp opt/foster/sbin/* part/sbin
code=0
PATH=$STAGE/part/sbin:$tools svscan --prefix scan >lines 2>part.err || code=$?
same 'the code without svscan-prefix' 100 $code
grep -q "unable to find svscan-prefix: .*/part/libexec/foster/svscan-prefix does not exist" part.err ||
    fail "$(cat part.err)"

for words in '' --help scan; do
    code=0
    # shellcheck disable=SC2086 # a word or none
    (cd part && sbin/supervise $words 2>../part.err) || code=$?
    same "the code of supervise $words without supervise-plan" 111 $code
    grep -q 'fatal: unable to run .*/supervise-plan: ' part.err || fail "$(cat part.err)"
done

# The older version: all programs are in sbin.
mkdir -p usr/sbin
for program in $called $helpers; do cp "${FOSTER_OLD:-$FOSTER_BIN}/$program" usr/sbin; done
PATH=$STAGE/usr/sbin:$tools
limited old/web
svscan --prefix old >lines 2>>svscan.err &
svscan=$!
started="$started $svscan"
wait_for 10 spoken_for old/web 1
same 'the old supervise-exec' usr/sbin/supervise-exec "$(exec_of web)"
script_by old/web usr/sbin/supervise-attend

# The new programs are there, and the old processes still run.
install_into "$STAGE/usr"
libexec=usr/libexec/foster
signal_main KILL old/web
wait_for 10 spoken_for old/web 2
same 'open files' 512 "$(open_files old/web)"
script_by old/web $libexec/supervise-attend
signal KILL "$(helper_of web)"
another_helper() { [ "$(helper_of web)" ]; }
wait_for 10 another_helper

# Once all are upgraded the links are of no use.
main=$(main_of old/web)
old=$(supervise_of web)
svctl upgrade -S old || fail "svctl upgrade exited $?"
is_new() { [ "$(stat -L -c %i "/proc/$1/exe")" = "$(stat -c %i "usr/sbin/$2")" ]; }
wait_for 10 is_new "$svscan" svscan
same 'the supervise' "$old" "$(supervise_of web)"
is_new "$old" supervise || fail 'the supervise of web is the old one'
same 'the main' "$main" "$(main_of old/web)"
for program in $helpers; do
    [ -h "usr/sbin/$program" ] || fail "there is no link at usr/sbin/$program"
    rm "usr/sbin/$program"
done
signal_main KILL old/web
wait_for 10 spoken_for old/web 3
same 'open files' 512 "$(open_files old/web)"
script_by old/web $libexec/supervise-attend
note upgraded old/web

# The next supervise begins as every other.
main=$(main_of old/web)
signal KILL "$old"
taken_back() { another_supervise web "$old" && grep -q taken-back old/web/supervise/state; }
wait_for 10 taken_back
same 'the main' "$main" "$(main_of old/web)"
same 'the new supervise-exec' $libexec/supervise-exec "$(exec_of web)"
limited new
mv new old/late
wait_for 10 spoken_for old/late 1
same 'svscan-prefix' $libexec/svscan-prefix "$(program_of "$(helper_of late)")"
same 'its supervise-exec' $libexec/supervise-exec "$(exec_of late)"
scan_over TERM
! grep -v 'supervise web was killed by signal 9' svscan.err || fail 'it has complained'
expect <<'END'
in libexec: up want=up main=main kin=main
upgraded: up want=up main=main kin=main
END
