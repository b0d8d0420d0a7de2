#!/bin/sh
# Service directories of Void and of Debian's packages run unchanged: links into the scan
# directory, supervise in /run, chpst, svlogd, conf, check and finish, and scripts that
# call sv for their own service.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs sv chpst svlogd
[ "$(id -u)" = 0 ] || skip 'chpst -u takes root'
SVDIR=$STAGE/service
export SVDIR
mkdir -p sv service run
chmod 666 "$ACTOR_LOG"

# script FILE: writes standard input after a first line.
script() {
    mkdir -p "${1%/*}"
    {
        echo '#!/bin/sh'
        cat
    } >"$1"
    chmod 755 "$1"
}

# put_into_use NAME: does the same as `ln -s /etc/sv/NAME /var/service`.
put_into_use() {
    ln -s "$STAGE/run/runit/supervise.$1" "sv/$1/supervise"
    [ ! -d "sv/$1/log" ] || ln -s "$STAGE/run/runit/supervise.$1-log" "sv/$1/log/supervise"
    ln -s "$STAGE/sv/$1" service
}

user_of() {
    ps -o user=,group= -p "$(main_of "$1")"
}

# sv accepts a status from the second of its request as a new one.
old() {
    [ "$(stat -L -c %Y "$1/supervise/status")" -lt "$(date +%s)" ]
}

said_to_log() {
    grep -q "$2\$" "sv/$1/log/main/current"
}

# Void's manner.
script sv/web/run <<'END'
[ -r ./conf ] && . ./conf
[ -d ./state ] || install -d -m 0755 -o nobody -g nogroup ./state
exec 2>&1
exec chpst -u nobody:nogroup -e ./env -o 64 actor "${STORY:-exit:1}"
END
mkdir sv/web/env
echo here >sv/web/env/WHERE
echo 'STORY="print:hello main serve"' >sv/web/conf
script sv/web/finish <<END
echo "web finish \$1 \$2" >>$STAGE/finished
END
script sv/web/check <<END
exec test -e $STAGE/ready
END
mkdir -p sv/web/log/main
script sv/web/log/run <<'END'
chown nobody:nogroup ./main
exec chpst -u nobody:nogroup svlogd -tt ./main
END
printf 's4096\nn3\n' >sv/web/log/main/config
put_into_use web

# Debian's: it stops itself if it is not wanted or cannot work.
script sv/unwanted/run <<'END'
test -e ./installed || exec sv down unwanted
exec actor 'main serve'
END
put_into_use unwanted
script sv/wrong/run <<'END'
exec actor 'exit:162'
END
script sv/wrong/finish <<END
set -e
echo "wrong finish \$1 \$2" >>$STAGE/finished
[ "\$1" = 162 ] && sv d "\$(dirname "\$0")" && exit 0
END
put_into_use wrong
script sv/tty/run <<END
test -c $STAGE/no-such-tty || {
    mv $STAGE/service/tty $STAGE/service/.tty
    exit 0
}
END
put_into_use tty
script sv/late/run <<'END'
sv check web >/dev/null || exit 170
exec chpst -P actor 'main serve'
END
put_into_use late

scan service
wait_for 5 spoken_for sv/web 1
wait_for 5 said_to_log web hello
same 'user of web' 'nobody   nogroup' "$(user_of sv/web)"
same 'user of its log' 'nobody   nogroup' "$(user_of sv/web/log)"
same 'its files' 64 "$(awk '/open files/ { print $4 }' "/proc/$(main_of sv/web)/limits")"
same 'its WHERE' WHERE=here "$(tr '\0' '\n' <"/proc/$(main_of sv/web)/environ" | grep ^WHERE=)"
grep -Eq '^[0-9]{4}(-[0-9]{2}){2}_[0-9:]{8}\.[0-9]{5} hello$' sv/web/log/main/current ||
    fail "svlogd -tt has written: $(cat sv/web/log/main/current)"
[ -p run/runit/supervise.web/ok ] || fail "its state is not in run"

sv -w 1 check web >check.out && fail 'sv check succeeds before it is ready'
touch ready
sv -w 5 check web >check.out || fail "sv check: $(cat check.out)"
wait_for 15 main_is sv/late main # its own `sv check web`, and a try a second
wait_for 5 phase_is sv/unwanted down
wait_for 5 phase_is sv/wrong down
same 'wrong is wanted' down "$(field sv/wrong want)"
wait_for 5 unsupervised sv/tty
[ -L service/.tty ] || fail 'tty has not put itself away'

touch sv/unwanted/installed
sv -w 7 up unwanted >up.out || fail "sv up: $(cat up.out)"
signal_main KILL sv/web
wait_for 5 spoken_for sv/web 2
wait_for 5 old sv/web
sv -w 7 restart web >restart.out || fail "sv restart: $(cat restart.out)"
wait_for 5 spoken_for sv/web 3 # finish is enough for sv, as it is for runit's
sv -w 7 stop web late unwanted >stop.out || fail "sv stop: $(cat stop.out)"
nobody_noted
sort finished >"$record"
scan_over TERM
quiet svscan
expect <<'END'
web finish -1 15
web finish -1 15
web finish -1 9
wrong finish 162 0
END
