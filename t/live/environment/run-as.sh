#!/bin/sh
# The user and the place of a service, as /proc/PID shows them.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
needs getent
chmod 755 .
cp "$FOSTER_BIN/actor" . # where every user reaches it
chmod 755 actor

# run_as TEXT: starts a service with these settings, and prints its main process from
# /proc.
run_as() {
    printf '[run-as]\n%s\n' "$1" >one/service.toml
    begin one
    wait_for 5 phase_is one up
    wait_for 5 is_program "$(main_of one)" actor
    main=/proc/$(main_of one)
    {
        echo "$1"
        grep -E '^(Uid|Gid|Groups|Umask):' "$main/status" | tr -s '\t ' ' ' |
            sed 's/ $//'
        echo "cwd $(readlink "$main/cwd" | sed "s|^$(pwd -P)|.|")" \
            "root $(readlink "$main/root")"
    } >>"$record"
    over one
    quiet one
}

umask 077
mkdir one one/there
chmod 755 one one/there
service one "exec '$PWD/actor' serve"
run_as 'user = "12345"
group = "54321"
umask = "022"'
run_as 'user = "12345"
group = "54321"
groups = ["4", "5"]
directory = "there"'
run_as 'group = "54321"
groups = []'

# A user's groups are those of /etc/group.
user=$(getent passwd | awk -F : '$3 != 0 { print $1; exit }')
printf 'run-as.user = "%s"\n' "$user" >one/service.toml
begin one
wait_for 5 phase_is one up
wait_for 5 is_program "$(main_of one)" actor
same "the groups of $user" "$(id -G "$user" | tr ' ' '\n' | sort -n | tr '\n' ' ')" \
    "$(sed -n 's/^Groups://p' "/proc/$(main_of one)/status" | tr -s '\t ' '\n' | sed 1d |
        sort -n | grep . | tr '\n' ' ')"
same "the user $user" "$(id -u "$user")" \
    "$(awk '$1 == "Uid:" { print $2 }' "/proc/$(main_of one)/status")"
over one
quiet one

# An actor that is not static cannot run in a root of its own.
mkdir -p root/in
cp "$FOSTER_BIN/actor" root/in
if LC_ALL=C chroot root /in/actor exit:0 2>"$STAGE/chroot.log"; then
    printf 'command = ["./actor", "serve"]\n[run-as]\nroot = "%s/root"\ndirectory = "in"\n' \
        "$PWD" >one/service.toml
    begin one
    wait_for 5 phase_is one up
    wait_for 5 is_program "$(main_of one)" actor
    same "its root" "$(pwd -P)/root" "$(readlink "/proc/$(main_of one)/root")"
    same "its directory" "$(pwd -P)/root/in" "$(readlink "/proc/$(main_of one)/cwd")"
    over one
    quiet one
fi

# refused TEXT: supervise does not begin.
refused() {
    printf '[run-as]\n%s\n' "$1" >one/service.toml
    code=0
    supervise one 2>>"$record" || code=$?
    same 'exit code' 100 "$code"
}
refused 'user = "no-such-user"'
refused 'user = "12345"'
refused 'groups = ["no-such-group"]'
refused 'root = "/"'
expect <<END
user = "12345"
group = "54321"
umask = "022"
Umask: 0022
Uid: 12345 12345 12345 12345
Gid: 54321 54321 54321 54321
Groups:
cwd ./one root /
user = "12345"
group = "54321"
groups = ["4", "5"]
directory = "there"
Umask: 0077
Uid: 12345 12345 12345 12345
Gid: 54321 54321 54321 54321
Groups: 4 5
cwd ./one/there root /
group = "54321"
groups = []
Umask: 0077
Uid: 0 0 0 0
Gid: 54321 54321 54321 54321
Groups:
cwd ./one root /
supervise one: fatal: one/service.toml:2: there is no user "no-such-user" in /etc/passwd: create it (useradd --system no-such-user), or name another
supervise one: fatal: unable to use these settings (fix the errors above)
supervise one: fatal: one/service.toml:2: user 12345 is not in /etc/passwd: give it a group, too (run-as.group)
supervise one: fatal: unable to use these settings (fix the errors above)
supervise one: fatal: one/service.toml:2: there is no group "no-such-group" in /etc/group: create it (groupadd --system no-such-group), or name another
supervise one: fatal: unable to use these settings (fix the errors above)
supervise one: fatal: one/service.toml:2: ./run is outside of the new root: set command
supervise one: fatal: unable to use these settings (fix the errors above)
END
