#!/bin/sh
# shellcheck disable=SC2016,SC2038,SC2046,SC2086 # awk's words; our names have no blanks
# t/tidy.sh: tests the shape of the code: which module includes which, forbidden words and
# calls, how files begin, that manual and code agree (t/tables.sh), and the countable rules
# of style (t/voice.sh).
#   t/tidy.sh           prints FILE:LINE, each fault and a fix; fails if there is one
#   t/tidy.sh --report  lists files and functions longer than the guide; never fails
#   t/tidy.sh --scripts lists the shell scripts
# It reads text, not C++, so it relies on clang-format and on the present form of tables.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit

# MODULE: the modules that its files may include, besides itself.  The module of a path is
# the longest prefix of it.  `any` is all but t and kernel/model, which only t may
# include.
arrows='
lib            :
lib/toml       : lib
kernel/kernel.h: lib
kernel/linux   : kernel/kernel.h lib
kernel/model   : kernel/kernel.h lib
kernel/adoptsig:
supervise      : kernel/linux lib
supervise/turn : kernel/kernel.h lib
supervise/supervise.cpp: supervise/turn supervise/s6_files supervise/upgrade kernel/linux lib
supervise/upgrade      : kernel/linux lib
supervise/s6_files     : kernel/linux lib
supervise/supervise_plan.cpp: supervise supervise/predecessor_files kernel/linux lib lib/toml
supervise/predecessor_files: kernel/linux lib lib/toml
supervise/malloc.cpp   : supervise/arena
supervise/arena        :
svscan         : kernel/linux lib
svctl          : svctl/exit_codes.h svctl/options svctl/command_table svctl/client svctl/peers svctl/terminal kernel/linux lib
svctl/options  : svctl/command_table kernel/linux lib
svctl/command_table: svctl/options svctl/commands svctl/text
svctl/exit_codes.h :
svctl/text     : svctl/options kernel/linux lib lib/toml
svctl/terminal : svctl/text kernel/linux lib
svctl/client   : svctl/exit_codes.h svctl/options svctl/text svctl/terminal kernel/linux lib lib/toml
svctl/log      : svctl/client svctl/text kernel/linux lib lib/toml
svctl/commands : svctl/exit_codes.h svctl/options svctl/command_table svctl/text svctl/terminal svctl/client svctl/log kernel/linux lib lib/toml
svctl/peers    : svctl/exit_codes.h svctl/options svctl/text svctl/terminal svctl/client kernel/linux lib lib/toml
man/examples   :
t              : any t kernel/model'

# HEADER: the only files that include it.
homes='
boost/asio            : kernel/linux/event_loop.cpp
boost/program_options : supervise/options.cpp svscan/options.cpp svctl/options.cpp
toml++                : lib/toml/tomlplusplus.h
gtest                 : t/'

# Pure: of <...> these include only C++, without headers that ask the system.
pure='lib kernel/kernel.h supervise/turn'
impure='iostream fstream cstdio filesystem thread mutex condition_variable future ctime'

# Files that may throw: start-up, svctl, which lives for one command, and the model's
# reader of stories.
throwers='lib/toml/ kernel/linux/errors.h kernel/linux/supervise_dir.cpp kernel/model/
    supervise/supervise.cpp supervise/s6_files.cpp supervise/supervise_plan.cpp supervise/options.cpp
    supervise/predecessor_files.cpp
    supervise/supervise_exec.cpp supervise/exec_words.cpp
    svscan/svscan.cpp svscan/config.cpp svscan/options.cpp svctl/ man/ t/'

# Files that poll for a condition, in steps of at most 0.1 s.
pollers='t/live/lib.sh t/live/actor.cpp t/demo'

# Files that may send signals themselves, to pids that they have checked or forked.
senders='t/live/lib.sh t/live/security/service-user.sh t/live/containers/command.sh t/live/stage.cpp
    t/judge/judge.cpp t/oracle/proc.py'

all_files() {
    find . \( -name 'build*' -o -name '.?*' \) -prune -o -type f -print |
        sed 's/^..//' | sort
}
cpp_files() { all_files | grep -E '\.(h|cpp)$'; }
scripts() {
    all_files | xargs awk 'FNR == 1 && (/^#!.*sh$/ || FILENAME ~ /[.]sh$/) {
        print FILENAME }'
}

# --- What is included

# Prints every include as FILE:LINE HEADER, quoted or in angles.
includes() {
    cpp_files | xargs awk '/^ *#include [<"]/ {
        sub(/^ *#include /, ""); sub(/[>"][^>"]*$/, ""); print FILENAME ":" FNR, $0 }'
}

check_arrows() {
    includes | ARROWS=$arrows awk '
        BEGIN {
            n = split(ENVIRON["ARROWS"], lines, "\n")
            for (i = 1; i <= n; i++) if (lines[i] != "") {
                split(lines[i], side, ":")
                gsub(/ /, "", side[1])
                may[side[1]] = " " side[1] " " side[2] " "
            }
        }
        function room(path,    r, best) {
            for (r in may)
                if (length(r) > length(best) && substr(path, 1, length(r)) == r &&
                    substr(path, length(r) + 1, 1) ~ /^[.\/]?$/) best = r
            return best
        }
        $2 !~ /^"/ { next }
        {
            file = $1; sub(/:.*/, "", file)
            header = substr($2, 2)
            from = room(file); to = room(header)
            open = index(may[from], " any ") && to != "t" && to != "kernel/model"
            if (from == "")
                print $1 ": its room is new: give it a row among the arrows of t/tidy.sh"
            else if (to == "")
                print $1 ": \"" header "\" names no room: write the path from the root"
            else if (!open && !index(may[from], " " to " "))
                print $1 ": " from " does not include " to \
                    " (HACKING.md, Modules): move it to where both may reach it"
        }'
}

check_third_parties() {
    includes | HOMES=$homes PURE=$pure IMPURE=$impure awk '
        BEGIN {
            n = split(ENVIRON["HOMES"], lines, "\n")
            for (i = 1; i <= n; i++) if (lines[i] != "") {
                split(lines[i], side, ":")
                gsub(/ /, "", side[1])
                where[side[1]] = side[2]
            }
            pures = split(ENVIRON["PURE"], pure, " ")
            impures = split(ENVIRON["IMPURE"], impure, " ")
        }
        function begins(text, with) { return substr(text, 1, length(with)) == with }
        $2 !~ /^</ { next }
        {
            file = $1; sub(/:.*/, "", file)
            header = substr($2, 2)
            home = ""
            for (h in where) if (begins(header, h)) home = h
            if (home != "") {
                split(where[home], places, " ")
                for (i in places) if (begins(file, places[i])) next
                print $1 ": <" header "> is for" where[home] " only: use what it offers"
                next
            }
            if (header ~ /\// && header !~ /^(sys|linux|netinet|arpa)\//)
                print $1 ": <" header "> is a stranger: give it one home, in t/tidy.sh"
            for (i = 1; i <= pures; i++) if (begins(file, pure[i])) {
                bad = header ~ /[.]h$/
                for (k = 1; k <= impures; k++) if (header == impure[k]) bad = 1
                if (bad) print $1 ": <" header "> asks the system: let kernel/linux do it"
            }
        }'
}

# --- What is defined

# A type that two headers define breaks the rule of one definition in a program that is
# made of both.
check_types() {
    cpp_files | grep '\.h$' | xargs awk '
        /^namespace / { ours = $2 == "foster" }
        ours && (/^(class|struct|union|enum) / && !/^[a-z_ ]+;$/ || /^using [a-z_]+ =/) {
            name = $2 == "class" ? $3 : $2
            if (name in home)
                print FILENAME ":" FNR ": " home[name] " defines " name \
                    " as well: rename one of the two"
            else
                home[name] = FILENAME
        }'
}

# --- Forbidden text

# code PATTERN FILE...: prints FILE:LINE for each match of an extended pattern outside
# comments.
code() {
    pattern=$1
    shift
    [ $# -gt 0 ] || return 0
    PATTERN=$pattern awk '{ line = $0; sub(/\/\/.*/, "", line) }
        line ~ ENVIRON["PATTERN"] { print FILENAME ":" FNR }' "$@"
}

# except PREFIXES: prints the lines that begin with none of them.
except() {
    PREFIXES=$1 awk 'BEGIN { n = split(ENVIRON["PREFIXES"], prefix, " ") }
        { for (i = 1; i <= n; i++)
              if (substr($0, 1, length(prefix[i])) == prefix[i]) next
          print }'
}

say() { sed "s|\$|: $1|"; }

check_throws() {
    code '(^|[^a-z_])throw([^a-z_]|$)' $(cpp_files | except "$throwers") |
        say 'nothing throws after start-up: give the refusal back as a value'
}

check_forks() {
    code '(^|[^a-z_])(v?fork|clone3?|posix_spawnp?|system|popen|daemon) ?\(' \
        $(cpp_files | except 'kernel/linux/spawn.cpp supervise/supervise_attend.cpp kernel/model/
            man/ t/') |
        say 'processes are made in kernel/linux/spawn.cpp only: call spawn()'
}

check_proc() {
    code '"/proc/"' $(cpp_files | except 'kernel/linux/proc_namespace.cpp kernel/linux/children.cpp
            kernel/adoptsig/ t/') |
        say '/proc may be that of another pid namespace: ask path_in_proc()'
}

# Prints each call of open() or openat(), up to its semicolon.
check_opens() {
    cpp_files | grep -E '^(kernel/linux|supervise|svscan|svctl)/' |
        except 'kernel/linux/safe_open.cpp kernel/linux/fd.h' | xargs awk '
        { line = $0; sub(/\/\/.*/, "", line) }
        !call && line ~ /[^a-z_]::open(at)?\(/ { call = FILENAME ":" FNR; text = "" }
        call { text = text line }
        call && /;/ {
            if (text !~ /O_DIRECTORY|O_PATH|O_NOCTTY|O_EXCL|flags|always|"\/dev\/null"|"\/proc/)
                print call
            call = ""
        }' |
        say 'another may have put a link, FIFO or device there: open_regular(), open_kind()'
}

check_sleeps() {
    {
        code '(^|[^a-z_])(u?sleep|nanosleep|sleep_for|sleep_until) ?\(' \
            $(cpp_files | grep '^t/')
        scripts | grep '^t/' | xargs awk '
            /^ *#/ { next }
            /(^|[;&|] *|do |then |else |\( *)sleep [0-9"$]/ { print FILENAME ":" FNR }'
    } | except "$pollers" |
        say 'wait for a condition, not for a time: wait_for SECONDS (t/live/lib.sh)'
    awk '/(^|[^a-z_])sleep [1-9]/ || /(^|[^a-z_])usleep\([0-9][0-9][0-9][0-9][0-9]/ {
        print FILENAME ":" FNR }' $pollers | say 'a step of a poll is at most 0.1 s'
}

# A wrong pid can be that of a process group, or of every process.
check_signals() {
    scripts | grep -E '^t/(live|compat|chaos|judge)/' | except "$senders" | xargs awk '
        /^ *#/ { next }
        { line = $0; gsub(/[$]([$]|found_main)/, "", line) }
        line ~ /(^|[^a-z_.-])kill +(-s +[^ ]+ +|-[A-Z0-9]+ +)*"?[$]/ {
            print FILENAME ":" FNR }' |
        say 'call signal NAME PID, or signal_main NAME DIR (t/live/lib.sh)'
    all_files | grep -E '^t/(chaos|oracle)/' | except "$senders" | xargs grep -nH 'os\.kill' |
        cut -d : -f 1,2 | say 'call send(pid, signal) of t/oracle/proc.py'
    code '::kill ?\(' $(cpp_files | grep -E '^t/(live|judge)/' | except "$senders") |
        say 'call kill_if(pid, start) of t/judge/processes.h'
}

# A deadline that ignores the load of the machine.
check_deadlines() {
    scripts | grep -E '^t/(live|compat)/' | xargs awk '
        /^ *#/ { next }
        /(^|[^a-z.-])timeout (-k [0-9]+ )?[0-9]+ "?[a-z$]/ { print FILENAME ":" FNR }' |
        say 'write timeout "$(patient SECONDS)" (t/live/lib.sh)'
}

check_marks() {
    marks='XX''X|TO''DO|FIX''ME'
    all_files | xargs grep -nwE "$marks" | cut -d : -f 1,2 |
        say 'main has no such mark: do it, or make it an issue'
}

# --- How a file begins

check_openings() {
    cpp_files | xargs awk '
        FNR == 1 {
            own = FILENAME
            sub(/[.]cpp$/, ".h", own)
            if ($0 !~ /^\/\/ [^ ]/ && !(own != FILENAME && $0 == "#include \"" own "\""))
                print FILENAME ":1: say what this file is (or begin with its own header)"
        }'
    scripts | xargs awk '
        FNR == 1 && /^#!/ { next }
        FNR <= 2 && !said[FILENAME]++ && !/^# [^ ]/ {
            print FILENAME ":" FNR ": say in a comment what this script is" }'
    find man -name '*.[1578]' | xargs awk 'FNR == 1 && !/^[.]\\" / {
        print FILENAME ":1: say in a comment what this page is" }'
    cpp_files | grep '\.h$' | xargs grep -L '^#pragma once$' |
        sed 's/$/:1/' | say 'write #pragma once above the includes'
}

check_format() {
    for program in clang-format-14 clang-format; do
        command -v "$program" >/dev/null || continue
        "$program" --version | grep -q 'version 14\.' || continue
        cpp_files | xargs "$program" --dry-run 2>&1 |
            awk -F : '/: warning: / && !said[$1]++ { print $1 ":" $2 }' |
            say "run $program -i on it"
        return
    done
    echo 'passed over: the format of the code: there is no clang-format 14 here' >&2
}

# --- Lengths

report() {
    cpp_files | xargs awk '
        function width(text) { gsub(/[\200-\277]/, "", text); return length(text) }
        function indent(text) { match(text, /^ */); return RLENGTH }
        FNR == 1 { open = 0 }
        { long[FILENAME] = FNR }
        width($0) > 90 { print FILENAME ":" FNR ": " width($0) " columns (90)" }
        # A function begins with a brace on a line of its own, or with `try {` there.
        !open && /^ *(try )?[{]$/ { open = FNR; margin = indent($0); name = before; next }
        open && indent($0) == margin && /^ *}/ {
            if (FNR - open - 1 > 40)
                print FILENAME ":" open ": " FNR - open - 1 " lines (40): " name
            open = 0
        }
        open && /^ *(} else )?(if|for|while|switch|do) / {
            level = (indent($0) - margin) / 4
            if (level > 3)
                print FILENAME ":" FNR ": nested " int(level) " deep (3): " name
        }
        /^ *[a-zA-Z~].*\(/ { before = $0; sub(/^ */, "", before) }
        END { for (f in long) if (long[f] > 300) print f ":1: " long[f] " lines (300)" }'
    scripts | xargs awk '
        length > 90 { print FILENAME ":" FNR ": " length " columns (90)" }
        FNR > 300 { long[FILENAME] = FNR }
        END { for (f in long) print f ":1: " long[f] " lines (300)" }'
}

if [ "${1-}" = --report ]; then
    report | sort -t : -k 1,1 -k 2,2n
    exit
fi

if [ "${1-}" = --scripts ]; then
    scripts
    exit
fi

found=$(
    check_arrows
    check_third_parties
    check_types
    check_throws
    check_forks
    check_proc
    check_opens
    check_sleeps
    check_signals
    check_deadlines
    check_marks
    check_openings
    check_format
    t/tables.sh
    t/voice.sh
)
[ -n "$found" ] || exit 0
echo "$found"
exit 1
