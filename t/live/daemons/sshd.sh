#!/bin/sh
# sshd, which forks once; on HUP it executes itself again.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs sshd ssh-keygen
[ "$(id -u)" = 0 ] || skip "this sshd wants to be root"
mkdir -p /run/sshd
port=$(free_port)
ssh-keygen -q -t ed25519 -N '' -f key
cat >sshd_config <<END
ListenAddress 127.0.0.1:$port
HostKey $STAGE/key
PidFile $STAGE/sshd.pid
UsePAM no
END
service sshd "exec $(command -v sshd) -f $STAGE/sshd_config -E $STAGE/sshd.log"
daemon_life sshd sshd.pid "$port"
expect <<END
started: up want=up main=pidfile kin=1
killed and back: up want=up main=pidfile kin=1
down: down want=down main=- kin=0
END
