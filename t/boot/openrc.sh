#!/bin/sh
# t/boot/openrc.sh BIN: tests the script and conf.d of svscan/boot under the installed
# OpenRC, in separate namespaces and over a temporary layer: start, reload, a service that
# needs svscan, a killed svscan, status, stop.  Exit code 77: there is no OpenRC, or no
# layer.
set -eu
cd "$(dirname "$0")/../.."

skip() {
    echo "skipped: $*"
    exit 77
}

if [ "${1-}" != --inside ]; then
    bin=$(cd "${1:?BIN}" && pwd)
    for program in openrc-run supervise-daemon; do
        [ -x "/sbin/$program" ] || skip "there is no $program (t/deps boot installs OpenRC)"
    done
    [ "$(id -u)" = 0 ] || skip "only root can make a root directory of its own"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    code=0
    unshare --mount --pid --fork --mount-proc "$0" --inside "$bin" "$work" || code=$?
    exit $code
fi

bin=$2 work=$3
fail() {
    echo "FAILED: $*"
    cat /var/log/svscan.log 2>/dev/null || :
    exit 1
}

mount -t tmpfs none "$work"
mkdir "$work/upper" "$work/work" "$work/root"
mount -t overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" none \
    "$work/root" 2>"$work/refused" || skip "no layer over /: $(cat "$work/refused")"
root=$work/root
mount -t proc none "$root/proc"
mount -t tmpfs none "$root/run"
mount --bind /dev "$root/dev"
mkdir -p "$root/etc/conf.d"
for program in "$bin"/supervise*; do cp "$program" "$root/usr/sbin"; done
cp "$bin/svscan" "$root/usr/sbin"
cp "$bin/svctl" "$root/usr/bin"
install -m 755 svscan/boot/openrc "$root/etc/init.d/svscan"
cp svscan/boot/conf.d "$root/etc/conf.d/svscan"
# A booted machine, with everything that svscan needs.
for part in starting started stopping inactive wasinactive failed hotplugged daemons \
    options exclusive scheduled init.d tmp; do
    mkdir -p "$root/run/openrc/$part"
done
echo default >"$root/run/openrc/softlevel"
service() { # service NAME TEXT: makes a service of OpenRC
    printf '#!/sbin/openrc-run\n%s\n' "$2" >"$root/etc/init.d/$1"
    chmod 755 "$root/etc/init.d/$1"
}
for name in localmount net logger bootmisc; do service $name 'start() { :; }'; done
service app 'depend() { need svscan; }
start() { svctl wait -t 20s --up web; }'
mkdir -p "$root/made/web"
printf '#!/bin/sh\nexec sleep 1000\n' >"$root/made/web/run"
chmod 755 "$root/made/web/run"

rc() { chroot "$root" rc-service "$@" >>"$work/said" 2>&1; }
expect() { # expect WORD...: the command succeeds within 20 seconds
    tries=400
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "waited too long for: $* ($(tail -n 5 "$work/said"))"
        sleep 0.05
    done
}
main() { chroot "$root" svctl status -o main web 2>>"$work/said"; }
scanner() { pgrep -x svscan; }

rc svscan start || fail "start ($(cat "$work/said"))"
mode=$(stat -c %a "$root/service")
[ "$mode" = 755 ] || fail "/service has the mode $mode"
mv "$root/made/web" "$root/service/web"
rc svscan reload || fail reload
rc app start || fail "a service that needs svscan"
before=$(main)
old=$(scanner)
kill -KILL "$old"
another() { now=$(scanner) && [ "$now" ] && [ "$now" != "$old" ]; }
expect another
expect rc svscan status
[ "$(main)" = "$before" ] || fail "the service was started again: $before, $(main)"
rc svscan stop || fail stop
for name in svscan supervise sleep; do
    ! pgrep -x $name >"$work/left" || fail "left of $name: $(cat "$work/left")"
done
