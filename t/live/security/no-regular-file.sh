#!/bin/sh
# A FIFO, a link to a device or a directory in place of service.toml: svscan ends on TERM,
# svctl answers, and both name the fault.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir scan scan/.svscan
for name in fifo device directory good; do
    daemon "scan/$name" 'main on:1{note:reloaded} serve'
done
mkfifo scan/fifo/service.toml
ln -s /dev/zero scan/device/service.toml
mkdir scan/directory/service.toml
refused() { [ "$(grep -c "not a regular file" svscan.err)" -ge 2 ]; }
scan scan
wait_for 10 refused
wait_for 10 spoken_for scan/good 1
for command in 'reload fifo good' 'list --names' 'check directory fifo'; do
    code=0
    # shellcheck disable=SC2086 # words
    timeout "$(patient 10)" svctl ${command%% *} -S scan ${command#"${command%% *}"} \
        >>"$record" 2>&1 || code=$?
    echo "$command => $code" >>"$record"
done
wait_for 10 noted reloaded
scan_over TERM
grep 'not a regular file' svscan.err | sort -u >>"$record"

# The same for the defaults.
mkfifo scan/.svscan/defaults.toml
rm -r scan/fifo scan/device scan/directory
: >svscan.err
refused() { grep -q 'defaults.toml.*not a regular file' svscan.err; }
scan scan
wait_for 10 refused
scan_over TERM
expect <<'END'
svctl fifo: fatal: not supervised: supervise is unable to begin: unable to read fifo/service.toml: it is not a regular file (remove it)
reload fifo good => 100
svctl device: warning: ignoring scan/device/service.toml: it is not a regular file (remove it)
svctl directory: warning: ignoring scan/directory/service.toml: it is not a regular file (remove it)
svctl fifo: warning: ignoring scan/fifo/service.toml: it is not a regular file (remove it)
device
directory
fifo
good
list --names => 0
scan/directory/service.toml: not a regular file: remove it
scan/fifo/service.toml: not a regular file: remove it
check directory fifo => 1
supervise directory: fatal: unable to read directory/service.toml: it is not a regular file (remove it)
supervise fifo: fatal: unable to read fifo/service.toml: it is not a regular file (remove it)
END
