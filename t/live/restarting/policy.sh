#!/bin/sh
# Which deaths are followed by a start, and when there have been too many.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon failure 'exit:0'
printf '[restart]\nwhen = "failure"\n' >failure/service.toml
begin failure
wait_for 5 want_is failure down
wait_for 5 phase_is failure down
note "ended well" failure
service failure 'exit 3'
tell failure u
wait_for 5 phase_is failure waiting
note "ended badly" failure
over failure

daemon never 'exit:3'
printf 'restart.when = "never"\n' >never/service.toml
begin never
wait_for 5 want_is never down
wait_for 5 phase_is never down
note never never
over never

daemon tired 'exit:3'
printf '[restart]\ndelay = "10ms"\nfactor = 3\ngive-up = {count = 4}\n' >tired/service.toml
begin tired
wait_for 5 phase_is tired failed
note "gave up" tired
[ "$(field tired starts)" = 4 ] || fail "it was started $(field tired starts) times"
tell tired d
wait_for 5 phase_is tired down
over tired
# The effect of chance: without it a service is tried again a second after its start, and
# so less than that after its death.
daemon loose 'exit:3'
printf '[restart]\njitter = 1\n' >loose/service.toml
late() {
    phase_is loose waiting || return 1
    died=$(date -u -d "$(field loose since)" +%s%N)
    next=$(date -u -d "$(field loose retry)" +%s%N)
    [ $((next - died)) -gt 1000000000 ]
}
begin loose
wait_for 20 late
over loose
expect <<END
ended well: down want=down main=- kin=-
ended badly: waiting want=up main=- kin=-
never: down want=down main=- kin=-
gave up: failed want=up main=- kin=-
END
