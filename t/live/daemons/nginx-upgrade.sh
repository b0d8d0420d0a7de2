#!/bin/sh
# nginx is replaced by a new nginx (USR2, then QUIT to the old master) during a stream of
# connections: none fails, the main process follows, and no restart is counted.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs nginx python3
port=$(free_port)
cat >nginx.conf <<END
worker_processes 2;
pid $STAGE/nginx.pid;
error_log $STAGE/nginx.log;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $STAGE/body;
    proxy_temp_path $STAGE/proxy;
    fastcgi_temp_path $STAGE/fastcgi;
    uwsgi_temp_path $STAGE/uwsgi;
    scgi_temp_path $STAGE/scgi;
    server { listen 127.0.0.1:$port; location / { return 200 "ok"; } }
}
END
service nginx "exec $(command -v nginx) -p $STAGE -c $STAGE/nginx.conf"
begin nginx
wait_for 20 serving nginx 1 nginx.pid "$port"
note_daemon started nginx nginx.pid
old=$(main_of nginx)
python3 - "$port" <<'END' &
import os, socket, sys
good = 0
while not os.path.exists("enough"):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5) as s:
        s.sendall(b"GET / HTTP/1.0\r\n\r\n")
        answer = b""
        while piece := s.recv(4096):
            answer += piece
        assert answer.endswith(b"ok"), answer
    good += 1
    if good == 20:
        open("flowing", "w")
END
client=$!
wait_for 20 test -e flowing
tell nginx 2
wait_for 20 test -s nginx.pid.oldbin
wait_for 20 test -s nginx.pid
wait_for 20 has_children "$(cat nginx.pid)" 2
tell nginx q
wait_for 20 gone "$old"
wait_for 20 serving nginx 1 nginx.pid "$port"
touch enough
wait "$client" || fail "a request failed"
note_daemon upgraded nginx nginx.pid
same starts 1 "$(field nginx starts)"
tell nginx d
wait_for 15 phase_is nginx down
over nginx
quiet nginx
expect <<END
started: up want=up main=pidfile kin=1
upgraded: up want=up main=pidfile kin=1
END
