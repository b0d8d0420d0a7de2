#!/bin/sh
# The default scan directory of svctl and sv: one rule.  -S may stand before the command.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

needs unshare mount
[ "$(id -u)" = 0 ] || skip 'a mount takes root'
[ ! -e /service ] || skip 'there is a /service here'
unshare -m mount -t tmpfs room /var 2>"$STAGE/mount.log" || skip 'no mount is allowed here'
ln -s "$FOSTER_BIN/svctl" sv
unset SVDIR XDG_RUNTIME_DIR

# In a root whose /etc and /var have these directories.
cat >look <<'END'
mount -t tmpfs room /etc && mount -t tmpfs room /var || exit
for directory; do
    mkdir -p "$directory/is-in-$(echo "$directory" | cut -d / -f 2)" || exit
done
echo "svctl: $(svctl list 2>&1 | paste -sd ' ')"
./sv status is-in-etc is-in-var 2>&1 | sed 's/^/sv: /'
END
looked() { # DIRECTORY...
    echo "\$ $*" >>"$record"
    PATH=$PATH unshare -m --propagation private sh look "$@" >>"$record" 2>&1
}
looked
looked /var/service
looked /etc/service
looked /var/service /etc/service
SVDIR=$STAGE
export SVDIR
mkdir named
looked /etc/service
unset SVDIR

# Before the command.
mkdir -p scan/web
for words in '-S scan list' '-Sscan list' '--scan-dir=scan list' '--scan-dir scan list' \
    'list -S scan' '-S scan list -S scan' '-S scan' '-S' '-S scan --help' '--timeout=1s list' \
    '-S scan completion bash'; do
    code=0
    # shellcheck disable=SC2086 # words
    svctl $words >out 2>&1 || code=$?
    echo "\$ svctl $words" >>"$record"
    head -n 1 out >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
done
expect <<'END'
$ 
svctl: svctl: fatal: unable to list the scan directory /service (choose another with --scan-dir or SVDIR): No such file or directory
sv: fail: is-in-etc: unable to change to service directory: file does not exist
sv: fail: is-in-var: unable to change to service directory: file does not exist
$ /var/service
svctl: is-in-var
sv: fail: is-in-etc: unable to change to service directory: file does not exist
sv: warning: is-in-var: unable to open supervise/ok: file does not exist
$ /etc/service
svctl: is-in-etc
sv: warning: is-in-etc: unable to open supervise/ok: file does not exist
sv: fail: is-in-var: unable to change to service directory: file does not exist
$ /var/service /etc/service
svctl: is-in-etc
sv: warning: is-in-etc: unable to open supervise/ok: file does not exist
sv: fail: is-in-var: unable to change to service directory: file does not exist
$ /etc/service
svctl: named
sv: fail: is-in-etc: unable to change to service directory: file does not exist
sv: fail: is-in-var: unable to change to service directory: file does not exist
$ svctl -S scan list
web
$ svctl -Sscan list
web
$ svctl --scan-dir=scan list
web
$ svctl --scan-dir scan list
web
$ svctl list -S scan
web
$ svctl -S scan list -S scan
svctl: fatal: unable to read the command line: option '--scan-dir' cannot be specified more than once (see svctl list --help)
=> 2
$ svctl -S scan
svctl: fatal: missing command (svctl --help lists all commands)
=> 2
$ svctl -S
svctl: fatal: missing command (svctl --help lists all commands)
=> 2
$ svctl -S scan --help
usage: svctl COMMAND [OPTION...] [OPERAND...]
$ svctl --timeout=1s list
svctl: fatal: the command must come before its options (see svctl --help)
=> 2
$ svctl -S scan completion bash
svctl: fatal: unable to read the command line: unrecognised option '-S' (see svctl completion --help)
=> 2
END
