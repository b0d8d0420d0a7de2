#!/bin/sh
# svctl metrics prints OpenMetrics text: the grammar, and the values of a service.
. "${0%/*}/../lib.sh"

service scan/web 'exec sleep 1000'
service scan/idle 'exec sleep 1000'
touch scan/idle/down
begin scan/web
wait_for 20 settled scan/web 1
signal_main KILL scan/web
wait_for 20 settled scan/web 2

svctl metrics --scan-dir scan >text

# Each family is one block: TYPE, perhaps UNIT, HELP, then samples of that name.  A
# counter ends in _total, a unit ends the name, and EOF is the end.
awk '
    function wrong(what) { print FNR ": " what ": " $0; bad = 1 }
    ended { wrong("text after the end") }
    $0 == "# EOF" { ended = 1; next }
    $1 == "#" && $2 == "TYPE" {
        if (NF != 4 || $4 !~ /^(gauge|counter)$/) wrong("no type")
        if ($3 in families) wrong("a second block")
        if ($3 !~ /^[a-zA-Z_:][a-zA-Z0-9_:]*$/) wrong("no name")
        families[family = $3] = $4
        next
    }
    $1 == "#" && $2 == "UNIT" {
        if ($3 != family || substr($3, length($3) - length($4)) != "_" $4) wrong("no unit of it")
        next
    }
    $1 == "#" && $2 == "HELP" { if ($3 != family || NF < 4) wrong("no help of it"); next }
    {
        name = family (families[family] == "counter" ? "_total" : "")
        if (index($0, name "{") != 1) wrong("no sample of it")
        rest = substr($0, length(name) + 1)
        if (rest !~ /^[{]service="([^"\\]|\\["\\n])*"[}] [0-9]+([.][0-9]+)?$/) wrong("no sample")
        if (sampled[name, substr(rest, 1, index(rest, "}"))]++) wrong("twice")
    }
    END { if (!ended) { print "no end"; bad = 1 } exit bad }' text ||
    fail "that is no OpenMetrics text"
svctl metrics --scan-dir scan --textfile found.prom web
! grep '# EOF' found.prom || fail 'the file is OpenMetrics'
grep -Ev '^#|_(uptime|cpu|memory)_' found.prom >"$record"
svctl metrics --textfile nowhere/found.prom ./scan/web >>"$record" 2>&1 || echo "=> $?" >>"$record"
grep supervised text | grep -v '#' >>"$record"
echo ./*prom* >>"$record"
expect <<'END'
foster_service_supervised{service="web"} 1
foster_service_up{service="web"} 1
foster_service_ready{service="web"} 1
foster_service_degraded{service="web"} 0
foster_service_failed{service="web"} 0
foster_service_wanted{service="web"} 1
foster_service_restarts_total{service="web"} 1
foster_service_processes{service="web"} 1
foster_service_last_exit{service="web"} 137
svctl: fatal: unable to write nowhere/found.prom: No such file or directory
=> 111
foster_service_supervised{service="idle"} 0
foster_service_supervised{service="web"} 1
./found.prom
END
