#!/bin/sh
# svctl log shows the lines of multilog, svlogd and s6-log, with their stamps in local
# time.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

SVDIR=$PWD/scan
TZ=ABC-5 # not that of the stamps
export SVDIR TZ

# log_of NAME: prints its log directory.
log_of() { echo "scan/$1/log/main"; }

# Records the output, without present times.
told() {
    code=0
    svctl log "$@" >out 2>err || code=$?
    {
        echo "\$ svctl log $*"
        sed 's/^20[0-9-]* [0-9:]*[.][0-9]* /NOW /; s/: 20[0-9-]* [0-9:]*[.][0-9]* /: NOW /' out
        sed "s|$PWD/||g; s/--grep=(: .* (it/--grep=(: WHY (it/" err
        [ "$code" = 0 ] || echo "=> $code"
    } >>"$record"
}

# --- Logs written by hand.
mkdir -p "$(log_of multi)" "$(log_of utc)" "$(log_of six)" "$(log_of plain)" scan/none
cat >"$(log_of multi)/current" <<END
@400000006b040d5020f52c04 of multilog
@400000006b040d5220f52c04 and again
END
printf '%s\n' '2026-11-23_09:54:14.58459 of svlogd -tt' '  goes on' \
    '2026-11-23T09:54:16.00417 of svlogd -ttt' >"$(log_of utc)/current"
printf '2026-11-23 14:54:15.629691875  of s6-log T\n' >"$(log_of six)/current"
printf 'one\n@400000006b040d5 broken\ntwo' >"$(log_of plain)/current"
TZ=UTC0 touch -d '2026-11-23 09:54:15' "$(log_of plain)/current"
told_whole() {
    echo "\$ svctl log $*" >>"$record"
    svctl log "$@" >>"$record" 2>&1 || echo "=> $?" >>"$record"
}
told_whole multi
told_whole multi/log utc
told_whole -n 10
told_whole -n 1 multi utc
told_whole --since 32d none
told_whole --since 36500d -n 1 multi
told_whole --grep 'again|-t+$'
told_whole --grep nothing multi
told_whole -n 0 multi
told_whole "$(log_of six)"
expect <<END
\$ svctl log multi
2026-11-23 14:54:14.552 of multilog
2026-11-23 14:54:16.552 and again
\$ svctl log multi/log utc
multi: 2026-11-23 14:54:14.552 of multilog
utc: 2026-11-23 14:54:14.584 of svlogd -tt
utc:   goes on
utc: 2026-11-23 14:54:16.004 of svlogd -ttt
multi: 2026-11-23 14:54:16.552 and again
\$ svctl log -n 10
multi: 2026-11-23 14:54:14.552 of multilog
utc: 2026-11-23 14:54:14.584 of svlogd -tt
utc:   goes on
plain: one
plain: @400000006b040d5 broken
plain: two
six: 2026-11-23 14:54:15.629 of s6-log T
utc: 2026-11-23 14:54:16.004 of svlogd -ttt
multi: 2026-11-23 14:54:16.552 and again
\$ svctl log -n 1 multi utc
utc: 2026-11-23 14:54:16.004 of svlogd -ttt
multi: 2026-11-23 14:54:16.552 and again
\$ svctl log --since 32d none
svctl none: fatal: no log: there is no $PWD/scan/none/log (create one with svctl new --log)
=> 1
\$ svctl log --since 36500d -n 1 multi
2026-11-23 14:54:16.552 and again
\$ svctl log --grep again|-t+$
utc: 2026-11-23 14:54:14.584 of svlogd -tt
utc: 2026-11-23 14:54:16.004 of svlogd -ttt
multi: 2026-11-23 14:54:16.552 and again
\$ svctl log --grep nothing multi
=> 1
\$ svctl log -n 0 multi
\$ svctl log scan/six/log/main
2026-11-23 14:54:15.629 of s6-log T
END

# --- svctl status of one service ends with its last lines.
service scan/six 'exec sleep 1000'
begin scan/six
svctl status six | tail -n 2 >last
same 'the end of svctl status' "scan/six/log/main/current:
  2026-11-23 14:54:15.629 of s6-log T" "$(sed "s|$PWD/||" last)"

# --- If the logger writes elsewhere, its processes show where.
if installed multilog; then
    service scan/away 'exec sleep 1000'
    mkfifo words # without a possible writer, its logger would end
    exec 9<>words
    service scan/away/log "exec multilog t $STAGE/elsewhere <$STAGE/words 2>/dev/null"
    launch scan/away/log
    away_shows() { [ "$(svctl log away 2>err | sed 's/^20[0-9-]* [0-9:]*[.][0-9]* //')" = 'from afar' ]; }
    echo 'from afar' >words
    wait_for 20 away_shows
fi

# --- A log that cannot be shown is reported in a line, and the others are shown.
: >"$record"
service scan/dumb 'exec sleep 1000'
service scan/dumb/log 'exec cat >/dev/null'
mkdir scan/wrong scan/wrong/log scan/wrong/log/current
told none dumb six
told sixx
told wrong
told --grep '(' six
told --lines many six
told --since yesterday six
told --since 36501d six
expect <<'END'
$ svctl log none dumb six
NOW of s6-log T
svctl none: fatal: no log: there is no scan/none/log (create one with svctl new --log)
svctl dumb: fatal: no log: there is no file `current` in scan/dumb/log/main, scan/dumb/log or the directory of a running logger (svctl status dumb/log)
=> 1
$ svctl log sixx
svctl sixx: fatal: there is no scan/sixx; the nearest is six
=> 100
$ svctl log wrong
svctl wrong: fatal: unable to read scan/wrong/log/current: it is not a regular file
=> 111
$ svctl log --grep ( six
svctl: fatal: unable to read --grep=(: WHY (it must be an extended regular expression, regex(7))
=> 2
$ svctl log --lines many six
svctl: fatal: unable to read --lines=many: it must be a whole number
=> 2
$ svctl log --since yesterday six
svctl: fatal: unable to read --since=yesterday: it must be a number with a unit, at most 36500d: 250ms, 30s, 5m, 2h, 1d
=> 2
$ svctl log --since 36501d six
svctl: fatal: unable to read --since=36501d: it must be a number with a unit, at most 36500d: 250ms, 30s, 5m, 2h, 1d
=> 2
END
if by_root && installed setpriv; then
    chmod 700 "$(log_of six)"
    chmod 755 "$STAGE"
    code=0
    setpriv --reuid=65534 --regid=65534 --clear-groups \
        env ASAN_OPTIONS=detect_leaks=0 "$FOSTER_BIN/svctl" log six multi >out 2>err || code=$?
    same 'the code of one that may not read' 111 "$code"
    grep -q 'of multilog' out || fail "the other is not shown: $(cat out err)"
    same 'lines that it says' 1 "$(wc -l <err)"
    grep -q "six: fatal: unable to .*: Permission denied" err || fail "it says $(cat err)"
    chmod 755 "$(log_of six)"
fi

# --- Old files are read as far as necessary, and no file as a whole.
lines() { seq "$1" "$2" | sed 's/^/line /'; }
old=scan/old/log
mkdir -p "$old"
lines 1 100000 >"$old/@400000006b040d5000000000.s"
lines 100001 100003 >"$old/@400000006b040d5100000000.u"
printf 'junk\n' >"$old/@400000006b040d5200000000.t"
printf '\037\213 compressed' >"$old/@400000006b040d4000000000.s"
lines 100004 100005 >"$old/current"
same 'the last 7 of three files' "$(lines 99999 100005 | tr '\n' ' ' | sed 's/ $//')" \
    "$(svctl log -n 7 old | tr '\n' ' ' | sed 's/ $//')"
svctl log -n 1000000 old >out 2>err || fail "it exits $?: $(cat err)"
same 'all lines' 100005 "$(wc -l <out)"
grep -q 'warning: lines are not shown: .*d4000000000[.]s is compressed' err ||
    fail "it says of a compressed file: $(cat err)"
if installed strace &&
    ASAN_OPTIONS=detect_leaks=0 strace -o calls.log -e trace=pread64,openat svctl log -n 7 old >out 2>&1
then
    read=$(awk '/^pread64.*nline / { sum += $NF } END { print sum }' calls.log)
    if [ "$read" -eq 0 ] || [ "$read" -gt 40000 ]; then
        fail "it reads $read bytes of three files"
    fi
    ! grep -q 'd4000000000[.]s' calls.log || fail "it opens what it does not need"
fi

# --- svctl log ends quietly if its reader stops reading.
svctl log -n 100000 old 2>err | head -n 1 >out
same 'the first line' 'line 6' "$(cat out)"
[ ! -s err ] || fail "it says of a closed pipe: $(cat err)"
