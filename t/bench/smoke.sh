#!/bin/sh
# t/bench/smoke.sh BINDIR: tests that t/bench/run runs and that its JSON has the figures.
# It installs nothing, and no number fails it.
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

# A figure that fails does not lose the others, and the results so far are written before
# the end.
python3 - "$1" "$out" <<'END'
import importlib.machinery
import importlib.util
import json
import os
import sys

sys.dont_write_bytecode = True
BIN, OUT = sys.argv[1:]
loader = importlib.machinery.SourceFileLoader("bench", "./run")
bench = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench", loader))
loader.exec_module(bench)


def kept():
    with open(f"{OUT}/bench.json", encoding="utf-8") as file:
        return json.load(file)


def fails(*_):
    yield "floor", 2
    raise bench.figures.statistics.StatisticsError("too few answers")


def looks(*_):
    assert "kill" in kept()["figures"], "what was measured is not written"
    yield "private 5", 3


os.unlink(f"{OUT}/bench.json")
bench.figures.FIGURES = {"memory": lambda *_: iter([("kill", 1)]), "kill": fails, "floor": looks}
bench.EVERYTHING = [*bench.figures.FIGURES]
bench.figures.ONCE = bench.EVERYTHING
sys.argv = ["run", "--no-install", "--peers", "", "--foster", BIN, "--out", OUT,
            "--only", "memory,kill,floor"]
assert bench.main() == 0
found = kept()
assert list(found["figures"]) == ["kill", "floor", "private 5"], found["figures"]
assert found["notes"] == ["missing: kill of foster: too few answers"], found["notes"]
END
