#!/bin/sh
# Whatever is planted in supervise/ by somebody who may write there: no link is followed,
# no file of another written, no FIFO waited for, by supervise, svscan and svctl.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

precious() { same "precious" 'as it was' "$(cat precious)"; }
echo 'as it was' >precious
mkfifo other # of another service, say
svctl_says() {
    code=0
    svctl "$@" >out 2>&1 || code=$?
    sed "s|^|$* says: |; s|pid [0-9]*|pid P|" out >>"$record"
    echo "=> $code" >>"$record"
}

# What appears by a rename: neither the name nor the one that it has before.
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

# A FIFO that nobody reads, and a file that is another's by a second name.
mkdir one/supervise
for name in status.new state.new; do mkfifo "one/supervise/$name"; done
for name in pid.new stat.new; do ln precious "one/supervise/$name"; done
begin one
wait_for 10 spoken_for one 1
note "fifo and link" one
precious

# While it runs.
ln -sf ../../precious one/supervise/state.new
mkfifo one/supervise/status.new
signal_main KILL one
wait_for 10 spoken_for one 2
note "meanwhile" one
precious

# svctl and the clients follow none either.  The state is not written again meanwhile: it
# has been looked at who lives.
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

# The file `down` of the letter D, by which the next supervise begins.
ln -s ../missing one/down
tell one D
wait_for 10 phase_is one down
[ ! -e missing ] || fail "a file was made through a link"
over one
quiet one

# What is opened by its own name.  A link is neither followed nor replaced.
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

# What one that died seems to have left: the planner and svscan read it.
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
signal STOP "$was" # so that it is not told
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
down one/ says: svctl one: fatal: unable to use one/supervise/control: it is not a fifo; remove it and start its supervise again
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
supervise one: fatal: unable to use supervise/control: it is not a fifo; remove it
=> 100
supervise one: fatal: unable to use supervise/control: it is not a fifo; remove it
=> 100
supervise one: fatal: unable to use supervise/control: it is not a fifo; remove it
=> 100
supervise one: fatal: unable to use supervise/ok: it is not a fifo; remove it
=> 100
supervise one: fatal: unable to use supervise/ok: it is not a fifo; remove it
=> 100
supervise one: fatal: unable to use supervise/ok: it is not a fifo; remove it
=> 100
two: up want=up main=main kin=main
two, taken back: up want=up main=main kin=main
2: svscan scan: warning: supervise two was killed by signal 9; it is started again and takes its service back
END
