#!/bin/sh
# main.settle and main.foreground of service.toml: when the choice of the main process is
# final, and from which age the run process is the daemon itself.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# The later service is settled, the earlier is not.
daemon slow 'fork{setsid main serve}'
printf 'main.settle = "5m"\n' >slow/service.toml
begin slow
wait_for 5 main_is slow main
daemon quick 'fork{setsid main serve}'
begin quick
wait_for 5 spoken_for quick 1
note "quick" quick
note "slow" slow
tell slow x
wait_for 10 unsupervised slow
over quick

# The run process exits 0 and leaves another program.
left='fork{setsid exec:b note:left serve} main on:1{exit:0} serve'
leavers=0
leaves() {
    daemon "$1" "$left"
    leavers=$((leavers + 1))
    begin "$1"
    wait_for 5 main_is "$1" main
    wait_for 5 noted left "$leavers"
    tell "$1" h
}
leaves launcher
wait_for 5 main_is launcher left
wait_for 5 phase_is launcher up
note "it was a launcher" launcher
over launcher
mkdir foreground
printf 'main.foreground = "1ms"\n' >foreground/service.toml
leaves foreground
wait_for 5 phase_is foreground degraded
note "it was the daemon" foreground
over foreground
expect <<END
quick: up want=up main=main kin=main
slow: starting want=up main=main kin=main
it was a launcher: up want=up main=left kin=left
it was the daemon: degraded want=up main=- kin=left
END
