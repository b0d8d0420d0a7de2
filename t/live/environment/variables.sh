#!/bin/sh
# The environment of a service: service.toml has priority over its files, and these over
# supervise's environment.  Files are read at each start.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

LEFT=left FILE=left TAKEN=left EMPTIED=left
export LEFT FILE TAKEN EMPTIED
mkdir -p one/env
printf 'first\0second \t\nthird\n' >one/env/LINES
: >one/env/EMPTIED
# shellcheck disable=SC2016 # nobody expands it
printf '# of a file\nFILE="of $a \\"file\\""\nBOTH=file\n' >one/more.env
cat >one/service.toml <<END
command = ["actor", "note:run", "main", "serve"]
environment-files = ["env", "more.env"]

[environment]
BOTH = "toml"
NOTHING = ""
TAKEN = false
END

# environment PID: prints its first environment, only the variables of this story.
environment() {
    tr '\n\0' ' \n' <"/proc/$1/environ" |
        grep -E '^(LEFT|FILE|TAKEN|EMPTIED|LINES|BOTH|NOTHING)=' | sort >>"$record"
}

begin one
wait_for 5 spoken_for one 1
note files one
same "its program" actor "$(basename "$(readlink "/proc/$(main_of one)/exe")")"
environment "$(main_of one)"
printf 'FILE=new\n' >one/more.env
signal_main KILL one
wait_for 5 spoken_for one 2
echo "-- changed" >>"$record"
environment "$(main_of one)"
over one
quiet one

# The environment is cleared, so the actor has no log either.
service one "exec '$FOSTER_BIN/actor' serve"
cat >one/service.toml <<END
clear-environment = true
[environment]
PATH = "/usr/bin:/bin"
END
begin one
wait_for 5 phase_is one up
wait_for 5 is_program "$(main_of one)" actor
echo "-- cleared" >>"$record"
tr '\0' '\n' <"/proc/$(main_of one)/environ" | grep -v '^PWD=' | sort >>"$record"
over one
quiet one

# A fault in a file, or a missing file, is reported with its name.
printf 'A=1\nexport B=1\n' >one/more.env
echo 'environment-files = ["more.env"]' >one/service.toml
refused() { [ "$(field one starts)" = 1 ] && phase_is one waiting; }
begin one delay=60000
wait_for 5 refused
over one
rm one/more.env
begin one delay=60000
wait_for 5 refused
over one
said one 'supervise one: fatal: unable to read more.env:2: the line must be NAME=VALUE, or a comment that begins with #
supervise one: fatal: unable to read more.env: No such file or directory'
expect <<END
files: up want=up main=main kin=main
BOTH=toml
FILE=of \$a "file"
LEFT=left
LINES=first second
NOTHING=
-- changed
BOTH=toml
FILE=new
LEFT=left
LINES=first second
NOTHING=
-- cleared
PATH=/usr/bin:/bin
END
