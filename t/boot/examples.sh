#!/bin/sh
# Checks the examples in svscan/boot.  Their shell code is correct, they name installed
# files, OpenRC can read its files, and the container's entry point runs its command.
# (t/boot/run tests the inittab.)  The argument is the directory of the programs.
# shellcheck disable=SC2016 # what a stub says
set -eu
cd "$(dirname "$0")/../.."
bin=$(cd "${1:?BIN}" && pwd)

fail() {
    echo "FAILED: $*"
    exit 1
}

same() {
    [ "$2" = "$3" ] || fail "$1: expected \"$2\", saw \"$3\""
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The way in which OpenRC reads the script, with a conf.d that waits for a descriptor.
openrc=$(
    checkpath() { echo "checkpath $*"; }
    svctl() { echo "svctl $*"; }
    notify=fd:5
    ebegin() { :; }
    eend() { return "$1"; }
    need() { echo "need $*"; }
    use() { :; }
    after() { :; }
    . svscan/boot/openrc
    depend
    start_pre
    reload
    echo "$supervisor: $command $command_args, $retry"
)
same openrc 'need localmount
checkpath --directory --mode 0755 /service
svctl scan -S /service
supervise-daemon: /usr/sbin/svscan --ready-fd 5  /service, TERM/160' "$openrc"

# conf.d shows the defaults.
while read -r line; do
    case $line in
    '#'[a-z]*=*)
        name=${line#'#'}
        grep -q "${name%%=*}" svscan/boot/openrc || fail "conf.d has $name, openrc does not"
        ;;
    esac
done <svscan/boot/conf.d

# The complete inittab contains the lines of the short one.
grep '^::' svscan/boot/inittab | while read -r line; do
    grep -qxF "$line" svscan/boot/inittab.alpine || fail "inittab.alpine lacks $line"
done

# Alpine's package has foster's version and installs foster's files.
apkbuild=$(
    . svscan/boot/APKBUILD
    cmake() { echo "cmake $1"; }
    install() { [ -e "$2" ] && echo "install $2"; }
    pkgdir=/pkg
    build
    package
    echo "$pkgver $license"
)
version=$(sed -n 's/^project(foster VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
same APKBUILD "cmake -B
cmake --build
cmake --install
install svscan/boot/openrc
install svscan/boot/conf.d
$version ISC" "$apkbuild"
makedepends=$(sed -n 's/^makedepends="\(.*\)"/\1/p' svscan/boot/APKBUILD)
for package in $makedepends; do
    sed -n '/^alpine_group/,/^}/p' t/deps | grep -qw -- "$package" ||
        fail "APKBUILD names $package, t/deps does not"
done

# The container's first program, run by root and by another user.
entry=$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]$/\1/p' svscan/boot/Containerfile | sed 's/", "/ /g')
same ENTRYPOINT '/usr/sbin/svscan --container --' "$entry"
code=0
# shellcheck disable=SC2086 # words
timeout -k 1 20 "$bin/"${entry#/usr/sbin/} sh -c 'exit 9' </dev/null || code=$?
same "the container's status" 9 "$code"
