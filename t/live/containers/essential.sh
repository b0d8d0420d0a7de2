#!/bin/sh
# A container ends with a service whose service.toml has `essential = true`, whatever else
# the file contains, and with its exit code.  Elsewhere the key has no effect.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

service scan/db "exec actor 'note:db until:$STAGE/go exit:6'"
printf 'essential = true\n[restart]\nwhen = "always"\n' >scan/db/service.toml
service scan/web 'exec actor note:web serve'

# contained: starts the container, and waits until both services live.
contained() {
    : >"$ACTOR_LOG"
    svscan --container "$@" scan 2>>svscan.err &
    svscan=$!
    started="$started $svscan"
    wait_for 10 noted db
    wait_for 10 noted web
}

# ends WHAT
ends() {
    wait_for 15 finished "$svscan"
    code=0
    wait "$svscan" || code=$?
    echo "$code: $1" >>"$record"
    nobody_noted
}

contained
wait_for 10 settled scan/db 1
field scan/db essential >>"$record"
touch go
ends essential
rm go

# An administrator who stops the service stops the container.
contained
wait_for 10 settled scan/db 1
tell scan/db d
ends 'told to be down'

# The option decides the exit code.
contained --exit-with web
wait_for 10 settled scan/web 1
touch go
ends 'beside --exit-with'
rm go

# Outside a container it is an ordinary service.
: >"$ACTOR_LOG"
scan scan
wait_for 10 noted db
touch go
wait_for 10 noted db 2
scan_over TERM
[ ! -s svscan.err ] || fail "svscan has said: $(cat svscan.err)"
expect <<'END_OF_RECORD'
true
6: essential
143: told to be down
143: beside --exit-with
END_OF_RECORD
