#!/bin/sh
# nginx, whose workers outlive a killed master and go on serving: degraded, until an
# administrator restarts it.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs nginx
port=$(free_port)
cat >nginx.conf <<END
worker_processes 2;
pid $STAGE/nginx.pid;
error_log $STAGE/nginx.log;
events { worker_connections 16; }
http {
    access_log off;
    client_body_temp_path $STAGE/body;
    proxy_temp_path $STAGE/proxy;
    fastcgi_temp_path $STAGE/fastcgi;
    uwsgi_temp_path $STAGE/uwsgi;
    scgi_temp_path $STAGE/scgi;
    server { listen 127.0.0.1:$port; }
}
END
service nginx "exec nginx -p $STAGE -c $STAGE/nginx.conf -e $STAGE/nginx.log"
begin nginx
wait_for 20 serving nginx 1 nginx.pid "$port"
wait_for 5 has_children "$(main_of nginx)" 2
note_daemon started nginx nginx.pid
signal_main KILL nginx
wait_for 5 phase_is nginx degraded
note_daemon "master killed" nginx nginx.pid
listening "$port" || fail "the workers do not go on serving"
tell nginx du
wait_for 20 serving nginx 2 nginx.pid "$port"
wait_for 5 has_children "$(main_of nginx)" 2
note_daemon "down and up" nginx nginx.pid
tell nginx d
wait_for 15 phase_is nginx down
same "children of supervise" 0 "$(children "$supervise")"
! listening "$port" || fail "somebody listens on port $port"
note_daemon down nginx nginx.pid
over nginx
quiet nginx
expect <<END
started: up want=up main=pidfile kin=1
master killed: degraded want=up main=- kin=2
down and up: up want=up main=pidfile kin=1
down: down want=down main=- kin=0
END
