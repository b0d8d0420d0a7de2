#!/bin/sh
# Instances NAME@ARGUMENT of one template: each its own service, and the argument is $1
# for ./run, with and without service.toml, and %i in service.toml.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir scan
# shellcheck disable=SC2016 # its own $1
service scan/one@ 'exec actor "note:$#-$1" "main serve"'
cp -R scan/one@ template
echo 'environment.TTY = "/dev/%i%%"' >scan/one@/service.toml

# instance NAME FILE...: creates an instance of the template, complete at once.
instance() {
    name=$1
    shift
    mkdir "new-$name"
    for file; do ln -s "../one@/$file" "new-$name"; done
    mv "new-$name" "scan/$name"
}
instance one@tty1 run service.toml
instance one@a-long-argument@of-an-instance run service.toml
instance one@plain run
# Each with a log, which gets the argument as well.
mkdir scan/one@/log
# shellcheck disable=SC2016 # its own $1
service scan/one@/log 'exec cat >"$STAGE/log-of-$1"'
# shellcheck disable=SC2016
service scan/said@ 'echo "said by $1"; exec actor "main serve"'
for argument in a b; do
    mkdir -p "new-said@$argument/log"
    ln -s "../said@/run" "new-said@$argument"
    ln -s "../../one@/log/run" "new-said@$argument/log"
    mv "new-said@$argument" "scan/said@$argument"
done
scan scan
for argument in a b; do
    wait_for 5 settled "scan/said@$argument" 1
    wait_for 5 settled "scan/said@$argument/log" 1
    wait_for 5 grep -q "^said by $argument\$" "log-of-$argument"
done
for name in one@tty1 one@a-long-argument@of-an-instance one@plain; do
    wait_for 5 spoken_for scan/$name 1
    note $name scan/$name
    tr '\0' '\n' <"/proc/$(main_of scan/$name)/environ" | grep ^TTY= >>"$record" || true
    tr '\0' '\n' <"/proc/$(main_of scan/$name)/cmdline" | sed -n 2p >>"$record"
done
same supervises 7 "$(children "$svscan")"
[ ! -e scan/one@/supervise ] || fail 'the template is supervised'
same 'services for svctl, and a heading' 8 "$(svctl status --scan-dir scan | wc -l)"
signal_main KILL scan/one@tty1
wait_for 5 spoken_for scan/one@tty1 2
note 'one is dead' scan/one@plain
same 'starts of another' 1 "$(field scan/one@plain starts)"
scan_over TERM

mv template one
begin one
wait_for 5 spoken_for one 1
tr '\0' '\n' <"/proc/$(main_of one)/cmdline" | sed -n 2p >>"$record"
over one
expect <<END
one@tty1: up want=up main=main kin=main
TTY=/dev/tty1%
note:1-tty1
one@a-long-argument@of-an-instance: up want=up main=main kin=main
TTY=/dev/a-long-argument@of-an-instance%
note:1-a-long-argument@of-an-instance
one@plain: up want=up main=main kin=main
note:1-plain
one is dead: up want=up main=main kin=main
note:0-
END
