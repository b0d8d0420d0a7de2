#!/bin/sh
# Prometheus' programs read the output of svctl metrics: promtool checks both formats, and
# a node exporter serves the file.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs promtool
SVDIR=scan
export SVDIR
service scan/web 'exec sleep 1000'
service 'scan/a"b\c' 'exec sleep 1000'
mkdir scan/idle
begin scan/web
wait_for 20 settled scan/web 1
kill_main() {
    has_main "$1" || fail "$1 has no main"
    signal_main KILL "$1"
}
kill_main scan/web
wait_for 20 settled scan/web 2
launch 'scan/a"b\c'
wait_for 20 settled 'scan/a"b\c' 1

# The file has Prometheus' text format.
mkdir files
svctl metrics --textfile files/foster.prom
promtool check metrics <files/foster.prom >lint 2>&1 || fail "promtool: $(cat lint)"
[ ! -s lint ] || fail "promtool: $(cat lint)"
! grep -v '^# HELP \|^# TYPE ' files/foster.prom | grep '^#' || fail "a comment of another format"

# Standard output is OpenMetrics; promtool reads samples that have times.
svctl metrics >open
tail -n 1 open | grep -qx '# EOF' || fail "no end"
sed "/^#/!s/\$/ $(date +%s)/" open >timed
promtool tsdb create-blocks-from openmetrics timed blocks >lint 2>&1 || fail "promtool: $(cat lint)"
mkdir -p blocks/wal
promtool tsdb dump blocks >sampled 2>lint || fail "promtool: $(cat lint)"
for name in up restarts_total memory_bytes; do
    grep -q "foster_service_$name\".*service=\"web\"" sampled || fail "$name is not read: $(cat sampled)"
done
same "samples" "$(grep -vc '^#' open)" "$(grep -c foster_service sampled)"

# A node exporter.
if ! installed prometheus-node-exporter || ! installed python3; then exit 0; fi
port=$(free_port)
prometheus-node-exporter --collector.disable-defaults --collector.textfile \
    --collector.textfile.directory="$PWD/files" --web.listen-address="127.0.0.1:$port" \
    2>exporter.log &
exporter=$!
started="$started $exporter"
wait_for 20 listening "$port"
python3 -c 'import sys, urllib.request
print(urllib.request.urlopen("http://127.0.0.1:%s/metrics" % sys.argv[1]).read().decode())' \
    "$port" >served
signal TERM "$exporter"
wait_for 20 finished "$exporter"
grep -E '^(# (HELP|TYPE) )?(foster_service_(restarts_|up[{ ]|last)|node_textfile_scrape_error)' served >"$record"
same "samples" "$(grep -c '^foster' files/foster.prom)" "$(grep -c '^foster' served)"
expect <<'END'
# HELP foster_service_last_exit Exit code of the last main process, or 128 and the number of its signal.
# TYPE foster_service_last_exit gauge
foster_service_last_exit{service="web"} 137
# HELP foster_service_restarts_total Number of starts after the first.
# TYPE foster_service_restarts_total counter
foster_service_restarts_total{service="a\"b\\c"} 0
foster_service_restarts_total{service="web"} 1
# HELP foster_service_up Whether the service is up, with its main process.
# TYPE foster_service_up gauge
foster_service_up{service="a\"b\\c"} 1
foster_service_up{service="web"} 1
# HELP node_textfile_scrape_error 1 if there was an error opening or reading a file, 0 otherwise
# TYPE node_textfile_scrape_error gauge
node_textfile_scrape_error 0
END
