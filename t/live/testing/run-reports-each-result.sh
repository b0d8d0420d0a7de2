#!/bin/sh
# On a machine where t/run cannot build, it prints what to install.  t/ctest and t/summary
# report the result of each test, also of one that sends KILL to its process group, and
# name the skipped checks.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs ctest
root=${here%/t/live/*}

# Another user, without packages and without a way to become root.
mkdir bin
for program in apt-get dpkg-query sudo; do printf '#!/bin/sh\nexit 1\n' >bin/$program; done
printf '#!/bin/sh\necho 1000\n' >bin/id
chmod 755 bin/*
code=0
PATH=$PWD/bin:$PATH "$root/t/run" </dev/null >out 2>&1 || code=$?
same "exit code of t/run" 1 $code
sed 's/without .* (/without PACKAGES (/' out >>"$record"
grep -q 'without cmake ninja-build g++ ' out || fail "no package is named: $(cat out)"

mkdir -p build/odd
{
    printf 'add_test(%s "/bin/sh" "-c" "%s")\n' \
        lib.passes 'echo this is not shown' \
        live.fails 'echo this is shown; exit 1' \
        live.skips 'echo skipped: there is no moon; exit 77' \
        live.passes-over 'echo passed over: there is no promtool here' \
        live.crashes 'kill -SEGV $$'
    # shellcheck disable=SC2016 # CMake's own
    printf 'add_test(live.kills-all "%s" "/bin/sh" "-c" "kill -9 0")\n' "$FOSTER_BIN/stage"
    echo 'add_test(live.goes-on "/bin/true")'
    echo 'set_tests_properties(live.skips PROPERTIES SKIP_RETURN_CODE 77)'
} >build/odd/CTestTestfile.cmake
code=0
FOSTER_KEEP='' "$root/t/ctest" build/odd results >out 2>&1 || code=$?
same "exit code of t/ctest" 8 $code
plain() { sed 's/[0-9.]* s  / T s  /; s/ *[0-9]*\.[0-9]$/ T/; s/ *$//' "$1"; }
plain out >>"$record"
"$root/t/summary" results >out
plain out >>"$record"
expect <<'END'
t/deps: unable to build foster without PACKAGES (as root: t/deps build test demo)
[      1/7]     T s  passed   lib.passes
[      2/7]     T s  failed   live.fails
this is shown

[      3/7]     T s  skipped  live.skips
[      4/7]     T s  passed   live.passes-over
[      5/7]     T s  failed   live.crashes (Exception: SegFault)

[      6/7]     T s  failed   live.kills-all
stage: FAILED: the story was killed by signal 9 (Killed)

[      7/7]     T s  passed   live.goes-on
build    suite    passed failed skipped  seconds
odd      lib           1      0       0 T
odd      live          2      3       1 T

passed over:
  odd      live.skips: there is no moon
  odd      live.passes-over: there is no promtool here

FAILED:
  odd      live.fails
  odd      live.crashes
  odd      live.kills-all
END
