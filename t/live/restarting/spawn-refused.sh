#!/bin/sh
# A run that cannot be started: one message for each cause, however often supervise tries,
# and it starts as soon as it can.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir one
begin one delay=50

# refused: twice more since the call, so at least once for the present cause.
tried_again() {
    first=$(field one retry)
    wait_for 5 retry_differs "$first"
    first=$(field one retry)
    wait_for 5 retry_differs "$first"
}
retry_differs() {
    case $(field one retry) in
    "$1" | '') return 1 ;;
    esac
}

# put COMMAND...: changes ./run between two tries, so that supervise never misses it.
put() {
    wait_for 5 between_tries
    "$@"
    signal CONT "$supervise"
}
between_tries() {
    signal STOP "$supervise"
    stopped "$supervise" && has_children "$supervise" 0 && return
    signal CONT "$supervise"
    return 1
}
directory() { mv one/run run && mkdir one/run; }
fifo() { rmdir one/run && mkfifo one/run; }
file() { rm one/run && mv run one/run; }

tried_again
note "no run" one
printf '#!/bin/sh\n' >run
mv run one/run
tried_again
note "not executable" one
put directory
tried_again
note "a directory" one
put fifo
tried_again
note "a fifo" one
printf '#!/no/such/shell\n' >run
chmod 755 run
put file
tried_again
note "no interpreter" one
printf 'exit\n' >run
chmod 755 run
mv run one/run
tried_again
note "no program" one
daemon one 'fork{setsid main serve}'
wait_for 5 spoken_for one 1
note mended one
over one

# A noexec file system, in a mount namespace of its own.
if unshare -m mount -t tmpfs -o noexec noexec directory 2>"$STAGE/mount.log"; then
    mkdir two
    ln -s ../directory/run two/run
    service three 'exec sleep 1000'
    unshare -m sh -c 'mount -t tmpfs -o noexec noexec directory && cp three/run directory &&
        exec supervise two delay=50' 2>two.err &
    supervise=$!
    started="$started $supervise"
    wait_for 10 grep -q noexec two.err
    over two
    said two 'supervise two: warning: unable to start ./run: its file system is mounted noexec (move it to another file system)'
fi
said one 'supervise one: warning: unable to start ./run: the file does not exist (create it)
supervise one: warning: unable to start ./run: it is not executable (chmod +x)
supervise one: warning: unable to start ./run: it is a directory (replace it with a program)
supervise one: warning: unable to start ./run: it is not a regular file (replace it with a program)
supervise one: warning: unable to start ./run: the interpreter in its first line does not exist
supervise one: warning: unable to start ./run: it is not a program and does not begin with #!'
expect <<END
no run: waiting want=up main=- kin=-
not executable: waiting want=up main=- kin=-
a directory: waiting want=up main=- kin=-
a fifo: waiting want=up main=- kin=-
no interpreter: waiting want=up main=- kin=-
no program: waiting want=up main=- kin=-
mended: up want=up main=main kin=main
END
