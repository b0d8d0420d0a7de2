#!/bin/sh
# svscan -- COMMAND: the command starts in svscan's first directory, under its given name,
# whatever a link leads to.
# shellcheck disable=SC2016 # the command's own words
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir run work
ln -s /bin/sh work/one-of-many

container 'where it is' --container -- sh -c 'pwd'
printf '#!/bin/sh\necho "of $PWD"\nexit 3\n' >work/own
chmod 755 work/own
container 'a path from there' --container -- ./own
container 'a link is not resolved' --container -- ./one-of-many -c 'echo "$0"; exit 4'
container 'its name' --container -- sh -c 'tr "\0" "\n" </proc/$$/cmdline | head -n 1'
mkdir work/scan
service work/scan/web "exec actor 'first:$STAGE/web{} serve'"
container 'beside services' --container scan -- sh -c "pwd; exec actor until:$STAGE/web exit:5"
# svscan kills it, and the supervisor with it.
svscan --run-directory run --container --end-timeout 2s -- actor 'ignore:15 note:deaf serve' \
    </dev/null >out 2>err &
deaf=$!
started="$started $deaf"
wait_for 10 noted deaf
signal TERM "$deaf"
wait_for 20 finished "$deaf"
code=0
wait "$deaf" || code=$?
echo "$code: ignores TERM" >>"$record"

same "what is left in run" '' "$(ls run)"
nobody_noted
expect <<'END'
0: where it is
STAGE/work
3: a path from there
of STAGE/work
4: a link is not resolved
./one-of-many
0: its name
sh
5: beside services
STAGE/work
137: ignores TERM
END
