#!/bin/sh
# A service's user may change the files at its paths: environment files, the directory and
# the root are opened as that user.  No link reveals a file of root, no FIFO is waited
# for, and no file exhausts the memory.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
chmod 755 .
cp "$FOSTER_BIN/actor" . # where every user reaches it
chmod 755 actor
mkdir -p one/data one/closed/there one/env
chmod 755 one
chmod 700 one/closed
chmod 755 one/closed/there
echo 'root:secret' >secret
chmod 600 secret
printf 'A=1\n' >one/group.env
chown 0:54321 one/group.env
chmod 640 one/group.env
chown 40001 one/data
cat >as <<END
user = "40001"
group = "40002"
groups = ["54321"]
END

# settings FILES [LINE]
settings() {
    printf 'command = ["%s/actor", "serve"]\nenvironment-files = [%s]\n[run-as]\n' \
        "$PWD" "$1" >one/service.toml
    cat as >>one/service.toml
    echo "${2-}" >>one/service.toml
}
refused() { [ "$(field one starts)" = 1 ] && phase_is one waiting; }
no() { # no WHAT: its start is refused with a message
    begin one delay=60000
    wait_for 10 refused
    over one
    { echo "-- $1" && sed "s|$PWD|.|" one.err; } >>"$record"
    : >one.err
}

# A directory in envdir's form, and files.
mkdir one/data/env
ln -s "$PWD/secret" one/data/env/LEAK
settings '"data/env"'
no "a link to a file of root's in an environment directory"
rm one/data/env/LEAK
ln -s /dev/zero one/data/env/LEAK
no 'a link to a device there'
rm one/data/env/LEAK
mkfifo one/data/env/LEAK
no 'a fifo there'
settings '"data/file"'
for target in "$PWD/secret" /dev/zero /dev/tty; do
    ln -sfn "$target" one/data/file
    no "a file that is a link to ${target##*/}"
done
rm one/data/file
truncate -s 1T one/data/file
no 'a large file'
rm one/data/file
mkfifo one/data/file
no 'a fifo'
rm one/data/file
settings '"closed/there"'
no 'a directory below a closed one'

settings '"group.env"' 'directory = "closed/there"'
no 'its directory below a closed one'
settings '"group.env"' "root = \"$PWD/one/closed/there\""
no 'its root below a closed one'

# Files that the user may read are read, by its groups, too.
echo 2 >one/env/B
chmod 644 one/env/B
settings '"group.env", "env"' 'directory = "data"'
begin one
wait_for 10 phase_is one up
wait_for 10 is_program "$(main_of one)" actor
main=/proc/$(main_of one)
tr '\0' '\n' <"$main/environ" | grep -E '^[AB]=' | sort >>"$record"
echo "cwd $(readlink "$main/cwd" | sed "s|^$(pwd -P)|.|")" >>"$record"
over one
quiet one
expect <<'END'
-- a link to a file of root's in an environment directory
supervise one: fatal: unable to read data/env/LEAK as user 40001: Permission denied
-- a link to a device there
supervise one: fatal: unable to read data/env/LEAK as user 40001: it is not a regular file
-- a fifo there
supervise one: fatal: unable to read data/env/LEAK as user 40001: it is not a regular file
-- a file that is a link to secret
supervise one: fatal: unable to read data/file as user 40001: Permission denied
-- a file that is a link to zero
supervise one: fatal: unable to read data/file as user 40001: it is not a regular file
-- a file that is a link to tty
supervise one: fatal: unable to read data/file as user 40001: it is not a regular file
-- a large file
supervise one: fatal: unable to read data/file as user 40001: File too large
-- a fifo
supervise one: fatal: unable to read data/file as user 40001: it is not a regular file
-- a directory below a closed one
supervise one: fatal: unable to read closed/there as user 40001: Permission denied
-- its directory below a closed one
supervise one: fatal: unable to enter closed/there as user 40001: Permission denied
-- its root below a closed one
supervise one: fatal: unable to enter ./one/closed/there as user 40001: Permission denied
A=1
B=2
cwd ./one/data
END
