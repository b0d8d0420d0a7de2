#!/bin/sh
# A user who may write to supervise/ plants files there.  supervise, svscan and svctl
# follow no link, write no file of another, and wait for no FIFO.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

precious() { same "precious" 'as it was' "$(cat precious)"; }
echo 'as it was' >precious
mkfifo other # of another service, for example
svctl_says() {
    code=0
    svctl "$@" >out 2>&1 || code=$?
    sed "s|^|$* says: |; s|pid [0-9]*|pid P|" out >>"$record"
    echo "=> $code" >>"$record"
}

# Files that appear by a rename: neither the name nor the temporary name is followed.
daemon one 'main serve'
for planted in ../../precious ../../missing; do
    for name in status state pid stat; do
        mkdir -p one/supervise
        ln -sf "$planted" "one/supervise/$name"
        ln -sf "$planted" "one/supervise/$name.new"
    done
    begin one
    wait_for 10 spoken_for one 1
    note "$planted" one
    over one
    quiet one
    for name in status state pid stat; do
        [ ! -L "one/supervise/$name" ] || fail "$name is a link still"
        [ ! -L "one/supervise/$name.new" ] || fail "$name.new is a link still"
    done
    for name in status state; do
        [ ! -e "one/supervise/$name.new" ] || fail "there is $name.new still"
    done
    precious
    [ ! -e missing ] || fail "a file was made through a link"
    rm -r one/supervise
done

# A FIFO without a reader, and a second name of another's file.
mkdir one/supervise
for name in status.new state.new; do mkfifo "one/supervise/$name"; done
for name in pid.new stat.new; do ln precious "one/supervise/$name"; done
begin one
wait_for 10 spoken_for one 1
note "fifo and link" one
precious

# While the service runs.
ln -sf ../../precious one/supervise/state.new
mkfifo one/supervise/status.new
signal_main KILL one
wait_for 10 spoken_for one 2
note "meanwhile" one
precious

# svctl and the clients follow none either.  The state is not written again in between,
# because supervise has looked at the children.
looked_at() { ! grep -q 'start = 0,' one/supervise/state; }
wait_for 10 looked_at
mv one/supervise/control one/supervise/kept
ln -s ../../other one/supervise/control
svctl_says down one/
mv one/supervise/kept one/supervise/control
cp one/supervise/state kept
ln -sf ../../kept one/supervise/state
svctl_says status -o phase one/
rm one/supervise/state
mkfifo one/supervise/state # a reader without O_NONBLOCK would wait
svctl_says status -o phase one/
rm one/supervise/state
truncate -s 1T one/supervise/state # and would read for long
svctl_says status -o phase one/
rm one/supervise/state
cp kept one/supervise/state

# The file `down` of the letter D, which the next supervise reads at its start.
ln -s ../missing one/down
tell one D
wait_for 10 phase_is one down
[ ! -e missing ] || fail "a file was made through a link"
over one
quiet one

# Files that are opened by their own name.  A link is neither followed nor replaced.
for name in lock control ok; do
    rm -r one/supervise
    mkdir one/supervise
    for planted in ../../precious ../../missing ../../other; do
        ln -sf "$planted" "one/supervise/$name"
        code=0
        supervise one 2>>"$record" || code=$?
        echo "=> $code" >>"$record"
        precious
        [ ! -e missing ] || fail "a file was made through a link"
    done
done

# Files that seem to be left by a dead supervise: the configuration loader and svscan read
# them.
rm -r one
mkdir scan
daemon scan/two 'main serve'
mkdir scan/two/supervise
ln -s /dev/zero scan/two/supervise/state
ln -s /dev/zero scan/two/supervise/pid
ln -s /dev/zero scan/two/supervise/status
published() { [ -f scan/two/supervise/state ] && [ ! -L scan/two/supervise/state ]; }
scan scan
wait_for 10 published
wait_for 10 spoken_for scan/two 1
note two scan/two
was=$(supervise_of two)
signal STOP "$was" # so that it gets no report
signal KILL "$was"
wait_for 10 another_supervise two "$was"
wait_for 10 spoken_for scan/two 1
note "two, taken back" scan/two
scan_over TERM
sed 's/^/2: /' svscan.err >>"$record"
expect <<'END'
../../precious: up want=up main=main kin=main
../../missing: up want=up main=main kin=main
fifo and link: up want=up main=main kin=main
meanwhile: up want=up main=main kin=main
down one/ says: svctl one: fatal: unable to use one/supervise/control: it is not a FIFO (remove it, then restart its supervisor)
=> 111
status -o phase one/ says: svctl one: fatal: unable to open one/supervise/state: Too many levels of symbolic links
=> 111
status -o phase one/ says: svctl one: fatal: unable to understand one/supervise/state: "version" must be a whole number
=> 111
status -o phase one/ says: svctl one: fatal: unable to read one/supervise/state: File too large
=> 111
supervise one: fatal: unable to open supervise/lock: Too many levels of symbolic links
=> 111
supervise one: fatal: unable to open supervise/lock: Too many levels of symbolic links
=> 111
supervise one: fatal: unable to open supervise/lock: Too many levels of symbolic links
=> 111
supervise one: fatal: unable to use supervise/control: it is not a FIFO (remove it)
=> 100
supervise one: fatal: unable to use supervise/control: it is not a FIFO (remove it)
=> 100
supervise one: fatal: unable to use supervise/control: it is not a FIFO (remove it)
=> 100
supervise one: fatal: unable to use supervise/ok: it is not a FIFO (remove it)
=> 100
supervise one: fatal: unable to use supervise/ok: it is not a FIFO (remove it)
=> 100
supervise one: fatal: unable to use supervise/ok: it is not a FIFO (remove it)
=> 100
two: up want=up main=main kin=main
two, taken back: up want=up main=main kin=main
2: svscan scan: warning: supervise two was killed by signal 9; starting it again to recover the service
END
