"""What t/coverage prints: gcov's JSON, one document a line, added up for our own files.

A template or an inline function is in several objects; it is one function here.
"""

import collections
import json
import os
import re
import sys

MEASURED = re.compile(r"(lib/.*|supervise/turn)\.(h|cpp)$")


def read(documents):
    """Returns how often each line was run, and each branch of it was taken, by file."""
    lines = collections.defaultdict(collections.Counter)
    branches = collections.defaultdict(collections.Counter)
    for document in documents:
        for file in json.loads(document)["files"]:
            name = os.path.relpath(file["file"])
            if not MEASURED.match(name):
                continue
            for line in file["lines"]:
                number = line["line_number"]
                lines[name][number] += line["count"]
                for index, branch in enumerate(line["branches"]):
                    if not branch["throw"]:
                        key = (number, line.get("function_name"), index)
                        branches[name][key] += branch["count"]
    return lines, branches


def share(counts):
    """Returns '97.5 %  (39/40)', and the number."""
    run = sum(1 for count in counts if count)
    part = 100 * run / len(counts) if counts else 100
    return f"{part:6.1f} %  {f'({run}/{len(counts)})':<12}", part


def main(least_lines, least_branches):
    lines, branches = read(sys.stdin)
    print(f"{'':32}{'lines':24}branches")
    for name in sorted(lines):
        print(f"{name:28}{share(lines[name].values())[0]}{share(branches[name].values())[0]}")
    all_lines, line_part = share([c for file in lines.values() for c in file.values()])
    all_branches, branch_part = share([c for file in branches.values() for c in file.values()])
    print(f"{'all':28}{all_lines}{all_branches}")

    for name in sorted(lines):
        with open(name, encoding="utf-8") as source:
            text = source.read().splitlines()
        left_out = {n for n, count in lines[name].items() if not count}
        half = {n for (n, _, _), count in branches[name].items() if not count} - left_out
        for number in sorted(left_out | half):
            what = "never run" if number in left_out else "a branch never taken"
            print(f"{name}:{number}: {what}: {text[number - 1].strip()}")
    return line_part < least_lines or branch_part < least_branches


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), float(sys.argv[2])))
