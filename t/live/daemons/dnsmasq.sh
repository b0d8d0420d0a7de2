#!/bin/sh
# dnsmasq, which forks twice while its first process waits.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs dnsmasq
port=$(free_port)
service dnsmasq "exec dnsmasq --conf-file=/dev/null --port=$port --listen-address=127.0.0.1 \
    --bind-interfaces --no-resolv --no-hosts --user=$(id -un) --pid-file=$STAGE/dnsmasq.pid \
    --log-facility=$STAGE/dnsmasq.log"
daemon_life dnsmasq dnsmasq.pid "$port"
expect <<END
started: up want=up main=pidfile kin=1
killed and back: up want=up main=pidfile kin=1
down: down want=down main=- kin=0
END
