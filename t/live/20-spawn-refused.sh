#!/bin/sh
# A run that cannot be started: one line for each cause, however often it is tried, and
# it is started as soon as it can be.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"

mkdir one
begin one delay=50

# refused: twice more since it was asked, so once at least for the cause at hand.
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

tried_again
note "no run" one
printf '#!/bin/sh\n' >run
mv run one/run
tried_again
note "not executable" one
printf '#!/no/such/shell\n' >run
chmod 755 run
mv run one/run
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
said one 'supervise one: warning: unable to start ./run: there is no such file; make one
supervise one: warning: unable to start ./run: it is not executable (chmod +x)
supervise one: warning: unable to start ./run: the interpreter that its first line names does not exist
supervise one: warning: unable to start ./run: it is no program and does not begin with #!'
expect <<END
no run: waiting want=up main=- kin=-
not executable: waiting want=up main=- kin=-
no interpreter: waiting want=up main=- kin=-
no program: waiting want=up main=- kin=-
mended: up want=up main=main kin=main
END
