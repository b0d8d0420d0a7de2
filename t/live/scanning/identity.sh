#!/bin/sh
# A service is its directory, not its name: two names of one directory are one service,
# and a directory that is created again is a new one.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir new old scan
daemon new/one 'fork{setsid main serve}'
daemon new/again 'fork{setsid note:again serve}'
mv new/one scan
ln -s one scan/alias
scan scan
wait_for 5 settled scan/one 1
signal HUP "$svscan"
touch scan/one/down # a second or new service would be down
mv scan/one scan/renamed
rm scan/alias
ln -s renamed scan/alias
signal HUP "$svscan"
daemon new/mark 'main serve'
mv new/mark scan
wait_for 5 settled scan/mark 1 # so all earlier events are handled
same supervises 2 "$(children "$svscan")"
note renamed scan/alias
rm scan/alias
mv scan/renamed old/one
mv new/again scan/renamed
wait_for 5 settled scan/renamed 1
wait_for 5 phase_is old/one down
note "made again" scan/renamed
scan_over TERM
expect <<END
renamed: up want=up main=main kin=main
made again: up want=up main=again kin=again
END
