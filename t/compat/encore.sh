#!/bin/sh
# The additions of daemontools-encore: svup, and + and = in svc's letters.  No
# distribution of ours has it, so this runs with foster's alone, or beside a build by
# hand:  FOSTER_ENCORE=DIR sh t/compat/encore.sh
# shellcheck source=side.sh
. "${0%/*}/side.sh"

all() {
    sees svup
    sees svup -x one
    [ "${FOSTER_ENCORE-}" ] || sees svup none # encore's names another word of its own
    plain one 'fork{fork{on:1{note:helped} note:helper serve}} on:1{note:HUP} on:2{note:INT}'
    sees svup one
    keep one
    wait_for 5 runs 1
    wait_for 5 noted helper
    wait_for 5 published one u up
    sees svup one
    sees svup -l one
    sees svup -L one
    sees svc -lh one
    heard HUP
    sees svc -i+ one
    heard INT
    noted helped && fail "the helper heard what was for the main"
    sees svc -+h one
    heard helped
    wait_for 5 noted HUP 2
    mkdir one/log
    sees svup one
    sees svup -l one
    sees svup -L one
    rmdir one/log
    sees svc -d one
    wait_for 5 published one d down
    sees svup one
    kill_noted helper # encore's leaves it
    sees svc -x one
    kept_no_more one
    sees svup one
}

if [ "${FOSTER_ENCORE-}" ]; then
    plays all supervise.theirs supervise.ours foster.theirs foster.ours
    agree supervise.theirs foster.theirs
    agree supervise.theirs foster.ours
    agree supervise.theirs supervise.ours
    exit
fi
plays all foster.ours
record=$STAGE/foster.ours/record
expect <<'END'
$ svup 
svup: usage: svup [-L] [-l] dir
=> 100
$ svup -x one
svup: illegal option -- x
svup: usage: svup [-L] [-l] dir
=> 100
$ svup none
svup: fatal: unable to chdir to none: file does not exist
=> 111
$ svup one
=> 100
$ svup one
$ svup -l one
$ svup -L one
=> 100
$ svc -lh one
heard HUP
$ svc -i+ one
heard INT
$ svc -+h one
heard helped
$ svup one
$ svup -l one
$ svup -L one
=> 100
$ svc -d one
$ svup one
=> 100
$ svc -x one
$ svup one
=> 100
END
