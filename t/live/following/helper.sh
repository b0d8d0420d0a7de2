#!/bin/sh
# A helper forks itself away under a living main process, and supervise gets no signal.
# Yet the service is not dead while the helper lives, and down means that it is gone too.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'main fork{fork{note:helper serve}} wait serve'
begin one
wait_for 5 noted helper
signal_main KILL one
wait_for 5 phase_is one degraded
note "main killed" one
kill_noted helper
wait_for 5 settled one 2
wait_for 5 noted helper 2
tell one d
wait_for 10 phase_is one down
nobody_noted
note down one
over one
quiet one
expect <<END
main killed: degraded want=up main=- kin=helper
down: down want=down main=- kin=-
END
