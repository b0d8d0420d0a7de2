#!/bin/sh
# A pidfile that the service's user may change.  supervise skips blanks before the number,
# as postfix writes them.  A link to a terminal gives supervise no controlling terminal,
# and no FIFO is opened.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir -p scan/one/data
daemon scan/one 'on:12{terminal:data/pid}
    fork{setsid note:a serve} fork{setsid note:b serve}
    fork{setsid note:c serve} fork{setsid note:d serve}'
echo 'main.pidfile = "data/pid"' >scan/one/service.toml
scan scan
wait_for 10 noted d
wait_for 10 settled scan/one 1
for named in b a; do
    printf '%32d\n' "$(pid_of $named)" >scan/one/data/pid
    tell scan/one c # it looks whenever it gets a letter
    wait_for 10 main_is scan/one $named
    note $named scan/one
done
printf '\t\n %d' "$(pid_of b)" >scan/one/data/pid
tell scan/one c
wait_for 10 main_is scan/one b
note 'b after all kinds of blanks' scan/one

# looked DYING LEFT: kills one, and waits until supervise has looked at the rest.
looked() {
    signal KILL "$(pid_of "$1")"
    wait_for 10 kin_is scan/one "$2"
}

tell scan/one 2
wait_for 10 test -L scan/one/data/pid
looked d 'a b c '
note 'link to a terminal' scan/one
same "the terminal of supervise" '?' "$(ps -o tty= -p "$(supervise_of one)" | tr -d ' ')"

# Its writer waits for a reader.
rm scan/one/data/pid
mkfifo scan/one/data/pid
sh -c ': >scan/one/data/pid' &
writer=$!
looked c 'a b '
signal TERM $writer 2>>"$STAGE/kill.log" || fail "supervise has opened a fifo"
wait_for 10 finished $writer
note fifo scan/one

# Links are followed: /var/run may be one.
rm scan/one/data/pid
pid_of a >scan/one/pid
ln -s ../pid scan/one/data/pid
tell scan/one c
wait_for 10 main_is scan/one a
note link scan/one
scan_over TERM
quiet svscan
expect <<'END'
b: up want=up main=b kin=a b c d
a: up want=up main=a kin=a b c d
b after all kinds of blanks: up want=up main=b kin=a b c d
link to a terminal: up want=up main=b kin=a b c
fifo: up want=up main=b kin=a b
link: up want=up main=a kin=a b
END
