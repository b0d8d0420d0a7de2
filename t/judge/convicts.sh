#!/bin/sh
# convicts.sh PROGRAMS: the judge detects a supervise that ends survivors where it should
# wait for them.  Exit code 77: nothing can be judged here.
set -eu
programs=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf '#!/bin/sh\nexec "%s/supervise" "$@" survivors=stop\n' "$programs" >"$scratch/supervise"
chmod 755 "$scratch/supervise"
ln -s "$programs/actor" "$scratch/actor"
code=0
"$programs/judge" --story 'workers outlive the main' "$scratch" >"$scratch/said" 2>&1 || code=$?
cat "$scratch/said"
[ "$code" != 77 ] || exit 77
[ "$code" = 1 ] && grep -q '^DEVIATION: the model does not contain this life' "$scratch/said"
