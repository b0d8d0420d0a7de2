#!/bin/sh
# A new program may be refused what it needs to begin.  Nothing of the previous program is
# lost: the service of a supervise that ends in this way is recovered, and svscan tries
# again until it can begin.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"
needs prlimit
! ldd "$FOSTER_BIN/svscan" 2>&1 | grep -q 'libc[.]' ||
    skip 'only a static program is executed where no descriptor is to be had'

mkdir bin
for program in svscan supervise supervise-plan supervise-exec supervise-attend; do
    cp "$(command -v "$program")" bin/
done
cp bin/svscan real
PATH=$STAGE/bin:$PATH
install_new() {
    cp "$1" bin/new
    chmod 755 bin/new
    mv bin/new bin/svscan
}
complained() { grep -q "$1" svscan.err; }

daemon scan/fork 'fork{setsid fork{main serve}}'
daemon scan/plain 'main serve'
scan scan
wait_for 10 spoken_for scan/fork 1
wait_for 10 spoken_for scan/plain 1
main=$(main_of scan/fork)
plain=$(main_of scan/plain)

# A refused svscan becomes the previous program, which is refused as well, until there are
# descriptors again.
fork=$(supervise_of fork)
cat >limited <<END
#!/bin/sh
ulimit -Sn 3
exec "$STAGE/real" "\$@"
END
install_new limited
signal ALRM "$svscan"
wait_for 10 complained 'unable to start after the upgrade .*: unable to create a signalfd'
tried_often() { [ "$(grep -c 'unable to start after the upgrade' svscan.err)" -ge 3 ]; }
wait_for 10 tried_often
alive "$svscan" || fail "svscan has ended"
same "the supervise of fork" "$fork" "$(supervise_of fork)"
prlimit --pid "$svscan" --nofile=1024:
daemon new 'main serve'
mv new scan/late
wait_for 10 spoken_for scan/late 1
same "the supervise of fork" "$fork" "$(supervise_of fork)"

# A program that needs a repair goes back, and the previous program can be upgraded later.
cat >stranger <<END
#!/bin/sh
PATH=/ exec "$STAGE/real" "\$@"
END
install_new stranger
signal ALRM "$svscan"
wait_for 10 complained "unable to start after the upgrade .*unable to find supervise"
install_new real
is_new() { [ "$(stat -L -c %i "/proc/$svscan/exe")" = "$(stat -c %i bin/svscan)" ]; }
upgraded() { svctl upgrade -S scan -t 1s >upgrade.out 2>&1 && is_new; }
wait_for 20 upgraded
same "the main" "$main" "$(main_of scan/fork)"
note "svscan upgraded" scan/fork
# There is no free descriptor: supervise can be executed, but cannot begin.
for name in fork plain; do
    supervise=$(supervise_of "$name")
    prlimit --pid "$supervise" --nofile=3
    svctl upgrade -n "./scan/$name"
    wait_for 10 another_supervise "$name" "$supervise"
done
wait_for 10 complained 'supervise fork: fatal: unable to create a signalfd: '
complained 'supervise fork exited 111; starting it again to recover the service' ||
    fail "$(cat svscan.err)"
taken_back() {
    [ "$(main_of "scan/$1")" = "$2" ] && grep -q taken-back "scan/$1/supervise/state"
}
wait_for 10 taken_back fork "$main"
wait_for 10 taken_back plain "$plain"
note "supervise refused" scan/fork
scan_over TERM
expect <<'END'
svscan upgraded: up want=up main=main kin=main
supervise refused: up want=up main=main kin=main
END
