#!/bin/sh
# redis-server, which forks once and is one process.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs redis-server
port=$(free_port)
service redis "exec redis-server --daemonize yes --bind 127.0.0.1 --port $port \
    --dir $STAGE --pidfile $STAGE/redis.pid --logfile $STAGE/redis.log --save ''"
daemon_life redis redis.pid "$port"
expect <<END
started: up want=up main=pidfile kin=1
killed and back: up want=up main=pidfile kin=1
down: down want=down main=- kin=0
END
