#!/bin/sh
# convicts.sh PROGRAMS: a supervise that ends survivors, where it should wait for them, is
# convicted by the judge.
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
[ "$code" = 1 ] && grep -q '^DEVIATION: the model does not contain this life' "$scratch/said"
