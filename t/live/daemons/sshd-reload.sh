#!/bin/sh
# sshd on HUP executes itself again, with another pid: the main process follows, no
# restart is counted, and the login lives; it also outlives a restart and a down.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs sshd ssh ssh-keygen
[ "$(id -u)" = 0 ] || skip "this sshd wants to be root"
mkdir -p /run/sshd
port=$(free_port)
ssh-keygen -q -t ed25519 -N '' -f key
ssh-keygen -q -t ed25519 -N '' -f me
cp me.pub authorized_keys
cat >sshd_config <<END
ListenAddress 127.0.0.1:$port
HostKey $STAGE/key
PidFile $STAGE/sshd.pid
AuthorizedKeysFile $STAGE/authorized_keys
PermitRootLogin yes
StrictModes no
UsePAM no
END
service sshd "exec $(command -v sshd) -f $STAGE/sshd_config -E $STAGE/sshd.log"
printf 'survivors = "stop"\nkeep-sessions = true\n' >sshd/service.toml
begin sshd
wait_for 20 serving sshd 1 sshd.pid "$port"
old=$(main_of sshd)
ssh -i me -p "$port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR root@127.0.0.1 \
    "echo \$\$ >$STAGE/login; exec sleep 300" </dev/null >/dev/null 2>ssh.log &
client=$!
wait_for 20 test -s login
login=$(cat login)
tell sshd h
wait_for 20 gone "$old"
wait_for 20 serving sshd 1 sshd.pid "$port"
note_daemon "told HUP" sshd sshd.pid
alive "$login" || fail "HUP has ended the login"
signal_main KILL sshd
wait_for 20 serving sshd 2 sshd.pid "$port"
note_daemon "killed and back" sshd sshd.pid
alive "$login" || fail "the restart has ended the login"
tell sshd d
wait_for 15 phase_is sshd down
alive "$login" || fail "down has ended the login"
signal TERM "$client" "$login"
wait_for 15 gone "$login"
over sshd
quiet sshd
expect <<END
told HUP: up want=up main=pidfile kin=1
killed and back: up want=up main=pidfile kin=1
END
