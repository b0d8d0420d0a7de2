#!/bin/sh
# The words after `--` are the service, instead of ./run: word for word, without a shell,
# also if supervise must read options first.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir one
begin one -- "$FOSTER_BIN/actor" note:run 'fork{setsid main serve}'
wait_for 5 spoken_for one 1
note plain one
over one

# shellcheck disable=SC2016 # the word is as it is
supervise --delay=50ms one -- "$FOSTER_BIN/actor" 'note:$HOME' 'main serve' 2>>one.err &
supervise=$!
started="$started $supervise"
wait_for 5 supervised one
wait_for 5 spoken_for one 1
note planned one
echo "its words:$(tr '\0' ' ' <"/proc/$(main_of one)/cmdline" | cut -d ' ' -f 2-)" >>"$record"
over one
quiet one

# One message for each cause.
begin one delay=50 -- ./none
wait_for 5 phase_is one waiting
over one
said one 'supervise one: warning: unable to start ./none: the file does not exist (create it)'

# In service.toml: searched in PATH at each start.
echo 'command = ["no-such-program", "x"]' >one/service.toml
begin one delay=60000
wait_for 5 phase_is one waiting
over one
echo 'command = ["actor", "note:toml", "main serve"]' >one/service.toml
begin one
wait_for 5 spoken_for one 1
note toml one
over one
tail -n 1 one.err >>"$record"
begin one -- actor note:counts 'main serve'
wait_for 5 noted counts
over one
code=0
supervise one -- 2>>"$record" || code=$?
echo "exit $code" >>"$record"
expect <<END
plain: up want=up main=main kin=main
planned: up want=up main=main kin=main
its words:note:\$HOME main serve 
toml: up want=up main=main kin=main
supervise one: fatal: unable to run no-such-program: No such file or directory
supervise one: fatal: missing command after --
exit 100
END
