#!/bin/sh
# A running service directory is moved away, and a link to itself takes its place.  svscan
# ends the service, reports the unusable entry, and starts the service when it is back;
# svctl names the fault.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# another_main DIR: it has a main process, other than `main`.
another_main() {
    spoken_for "$1" 1 && [ "$(main_of "$1")" != "$main" ]
}

daemon scan/one 'fork{setsid fork{main serve}}'
daemon scan/two 'main serve'
SVDIR=$PWD/scan
export SVDIR
scan scan
wait_for 10 spoken_for scan/one 1
wait_for 10 spoken_for scan/two 1
main=$(main_of scan/one)
mv scan/one away
ln -s one scan/one
wait_for 20 finished "$main"
wait_for 20 unsupervised away
for command in status why down up; do
    code=0
    svctl $command one >out 2>&1 || code=$?
    echo "$command: $code: $(sed "s,$PWD,PWD,g" out)" >>"$record"
done 2>>"$record"
svctl status -o name,phase >>"$record" 2>&1 || true
rm scan/one
mv away scan/one
wait_for 20 another_main scan/one

# The running directory is removed as a whole: no process is left, and a new one of that
# name is another service.
main=$(main_of scan/one)
rm -rf scan/one
wait_for 20 finished "$main"
mkdir new
daemon new/one 'main serve'
mv new/one scan
wait_for 20 another_main scan/one
scan_over TERM
expect <<'END'
status: 111: svctl one: fatal: unable to open PWD/scan/one/supervise: Too many levels of symbolic links
why: 111: svctl one: fatal: unable to open PWD/scan/one/supervise: Too many levels of symbolic links
down: 111: svctl one: fatal: unable to open PWD/scan/one/supervise: Too many levels of symbolic links
up: 111: svctl one: fatal: unable to open PWD/scan/one/supervise: Too many levels of symbolic links
two	up
END
