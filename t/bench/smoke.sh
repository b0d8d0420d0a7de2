#!/bin/sh
# t/bench/smoke.sh BINDIR: whether t/bench/run runs, and its JSON has the figures.  It
# installs nothing, and no number fails it.
set -eu
cd "$(dirname "$0")"
for program in python3 cc; do
    command -v "$program" >/dev/null || exit 77
done
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
./run --quick --n 5 --no-install --peers daemontools,runit --foster "$1" --out "$out" \
    --only memory,kill,floor
for key in 'private 5' 'fds 5' kill floor; do
    grep -q "\"$key\": {" "$out/bench.json" || { echo "no figure: $key"; exit 1; }
done
grep -q '"foster": {' "$out/bench.json"
grep -q '</svg>' "$out/bench.svg"
./run --no-install --peers '' --foster "$1" --out "$out" --only killed-supervisor
grep -q '"shown pid": "' "$out/bench.json" || { echo "no facts"; exit 1; }
