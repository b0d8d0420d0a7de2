#!/bin/sh
# The clients of s6 that read s6's own status format report an error at once and exit 111;
# s6-svc and s6-svok work (t/compat/s6.sh).
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs s6-svc s6-svok s6-svstat s6-svwait s6-svlisten1
daemon one 'main serve'
begin one
wait_for 5 spoken_for one 1

# cannot WORD...
cannot() {
    code=0
    "$@" >>s6.out 2>>s6.out || code=$?
    echo "$1 $code" >>"$record"
}

cannot s6-svok one
cannot s6-svstat one
cannot s6-svwait -u -t 5000 one
cannot s6-svlisten1 -u -t 5000 one true
cannot s6-svc -wU -T 5000 -t one
note "not touched" one
same starts 1 "$(field one starts)"
over one
quiet one
expect <<'END'
s6-svok 0
s6-svstat 111
s6-svwait 111
s6-svlisten1 111
s6-svc 111
not touched: up want=up main=main kin=main
END
