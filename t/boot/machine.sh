# Functions that build the machines of t/boot/run and kernel/adoptsig/boot: sourced, after
# `set -eu`.  qemu emulates them, never with KVM.  It sets $work, a directory for this
# run, and $busybox.
# shellcheck shell=sh disable=SC2154 # what it is to be given

skip() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "FAILED: $*"
    exit 1
}

command -v qemu-system-x86_64 >/dev/null || skip "there is no qemu-system-x86_64 (t/deps boot)"
busybox=$(command -v busybox) || skip "there is no busybox (t/deps boot)"
! ldd "$busybox" >/dev/null 2>&1 || skip "busybox is not static (t/deps boot)"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/foster/boot
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Prints the newest kernel that apt knows, or the one in the cache if apt cannot be asked.
kernel() {
    package=$(apt-cache depends linux-image-cloud-amd64 2>"$work/apt.log" |
        sed -n 's/.*Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
    [ -z "$package" ] || [ -e "$cache/$package" ] || fetch "$package"
    [ -z "$package" ] || [ ! -e "$cache/$package" ] || echo "$cache/$package"
    [ -e "$cache/${package:-none}" ] || find "$cache" -name 'linux-image-*' | head -n 1
}

fetch() {
    (
        cd "$work"
        apt-get download "$1" && dpkg-deb --fsys-tarfile ./"$1"_*.deb |
            tar -xO --wildcards './boot/vmlinuz-*' >vmlinuz && mv vmlinuz "$cache/$1"
    ) >>"$work/apt.log" 2>&1 || true
}

# boot NAME PROGRAM [WORD...]: runs a machine whose process 1 is PROGRAM with these words,
# and writes its console to $work/NAME.  It boots $kernel with $work/image.cpio and the
# kernel's words $options, on a $machine with $memory MB, for at most $seconds.
boot() {
    name=$1 program=$2
    shift 2
    # shellcheck disable=SC2086 # the machine is words
    timeout -k 1 "$((${seconds:-60} * ${FOSTER_PATIENCE:-1}))" qemu-system-x86_64 ${machine:--M pc} -accel tcg -cpu max \
        -m "${memory:-256}" -nodefaults -display none -serial stdio -no-reboot -kernel "$kernel" \
        -initrd "$work/image.cpio" \
        -append "console=ttyS0 quiet panic=-1 ${options:-} rdinit=$program${*:+ -- $*}" </dev/null \
        >"$work/$name.console" 2>&1 || echo "qemu ended with $?" >>"$work/$name.console"
    tr -d '\r' <"$work/$name.console" | sed -n 's/^story: //p; s/.*\(reboot: .*\)/\1/p;
        s/.*\(Kernel panic.*\)/\1/p; s/^\(qemu ended.*\)/\1/p' | uniq >"$work/$name"
}

# told NAME: the lines of the machine are exactly standard input.
told() {
    cat >"$work/expected"
    diff -u "$work/expected" "$work/$1" && return
    cat "$work/$1.console"
    fail "with $1 as process 1 it went otherwise"
}
