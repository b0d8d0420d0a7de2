#!/bin/sh
# shellcheck disable=SC2016 # awk's words
# t/tables.sh: tests that the manual and the tables of the code have the same letters,
# options, commands, settings, keys, events and metrics.  A part of t/tidy.sh; it reads
# text as well.
# With --summary it prints the SUMMARY of service.toml(5).
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit

# A list has lines of FILE:LINE WORD.

# agree WHAT FILE LIST FILE LIST: both lists have the same words.
agree() {
    WHAT=$1 A=$3 B=$5 IN_A=$2 IN_B=$4 awk '
        function read(text, at,    lines, part, n, i) {
            n = split(text, lines, "\n")
            for (i = 1; i <= n; i++)
                if (split(lines[i], part, " ") == 2) at[part[2]] = part[1]
        }
        function missing(here, there, file,    word, n) {
            for (word in here) {
                n++
                if (!(word in there)) print here[word] ": the " what " " word \
                    " is not in " file ": add it there, or take it out here"
            }
            return !n
        }
        BEGIN {
            what = ENVIRON["WHAT"]
            read(ENVIRON["A"], a)
            read(ENVIRON["B"], b)
            unread = " found: the table looks otherwise now, so correct t/tables.sh"
            in_a = ENVIRON["IN_A"]
            in_b = ENVIRON["IN_B"]
            if (missing(a, b, in_b)) print in_a ":1: no " what unread
            if (missing(b, a, in_a)) print in_b ":1: no " what unread
        }'
}

# words FILE PATTERN [FROM [TO]]: prints the quoted words in each match of the pattern, in
# the lines from FROM to TO.
words() {
    PATTERN=$2 FROM=${3-^} TO=${4-^nowhere$} awk '
        $0 ~ ENVIRON["FROM"] { on = 1 }
        on {
            line = $0
            while (match(line, ENVIRON["PATTERN"])) {
                split(substr(line, RSTART, RLENGTH), part, /["\047]/)
                print FILENAME ":" FNR, part[2]
                line = substr(line, RSTART + RLENGTH)
            }
        }
        on && $0 ~ ENVIRON["TO"] { on = 0 }' "$1"
}

# items FILE SECTION MACRO: prints the words of `.It MACRO` in the outer lists of that
# section and of its subsections.
items() {
    awk -v section="$2" -v macro="$3" '
        /^[.]Sh / { whole = $0 == section }
        /^[.]S[hs] / { inside = whole || $0 == section; depth = 0 }
        /^[.]Bl/ { depth++ }
        /^[.]El/ { depth-- }
        inside && depth == 1 && $1 == ".It" && $2 == macro {
            for (i = 3; i <= NF; i++)
                if (($(i - 1) == macro || $(i - 1) == ",") && $i != macro)
                    print FILENAME ":" FNR, $i
        }' "$1" | tr -d '[]'
}

check_letters() {
    agree letter lib/control_letters.h "$(words lib/control_letters.h "[{]'.', verb" 'commands =')" \
        man/supervise.8 "$(items man/supervise.8 '.Sh CONTROL' Ic)"
}

# Prints --delay and -h in the form of mdoc: -delay and h.
options() {
    {
        words "$1" '(add\(|\)\(|[{])"[a-z][a-z-]*(,[A-Za-z])?",'
        words "$1" '== "--?[A-Za-z][a-z-]*"'
    } | awk '
        $2 ~ /^-/ { print $1, substr($2, 2); next }
        { n = split($2, name, ","); print $1, "-" name[1] }
        n == 2 { print $1, name[2] }'
}

# Does the same for the table of svctl, and for the two options in place of a command.
svctl_options() {
    {
        words svctl/command_table.cpp '[{]option::[a-z_]+, "[a-z,A-Z-]+"' ' options =' '});'
        words svctl/command_table.cpp '^     "[a-z-]+(,[A-Za-z])?",$' ' options =' '});'
    } | awk '
        { n = split($2, name, ","); print $1, "-" name[1] }
        n == 2 { print $1, name[2] }'
    words svctl/options.cpp '== "--?[A-Za-z][a-z-]*"' | sed 's/ -/ /'
}

check_options() {
    for page in supervise.8 svscan.8; do
        source=${page%.*}/options.cpp
        agree option "$source" "$(options "$source")" \
            "man/$page" "$(items "man/$page" '.Sh OPTIONS' Fl)"
    done
    agree option svctl/command_table.cpp "$(svctl_options)" \
        man/svctl.1 "$(items man/svctl.1 '.Sh OPTIONS' Fl)"
    # A row's name stands in its first line, or alone in the second.
    agree command svctl/command_table.cpp "$({
        words svctl/command_table.cpp '^    [{]"[a-z]+"' ' commands =' '});'
        words svctl/command_table.cpp '^     "[a-z]+",$' ' commands =' '});'
    })" man/svctl.1 "$(items man/svctl.1 '.Sh COMMANDS' Cm)"
    agree field svctl/text/status_fields.cpp \
        "$(words svctl/text/status_fields.cpp '^    [{]"[a-z-]+", (true|false),' 'all_fields =' '});')" \
        man/svctl.1 "$(items man/svctl.1 '.Sh FIELDS' Li)"
    agree request svctl/text/request.h "$({
        words svctl/text/request.h '[{]user_request::[a-z]+, "[a-z]+"'
        words svctl/text/request.h '^ +"[a-z]+",$'
    })" svctl/command_table.cpp "$(
        words svctl/command_table.cpp '"[a-z]+", .*run_(tell|upgrade|refresh)' ' commands =' '});'
    )"
}

# Each word of a plan has an option, or is listed below the options.
check_settings() {
    agree setting lib/settings.cpp "$({
        words lib/settings.cpp '[{]"[a-z-]+(=[a-z]+)?", (&settings|restart|readiness)::' | sed 's/=.*//'
        words lib/settings.cpp '== "[a-z-]+"'
    })" man/supervise.8 "$({
        items man/supervise.8 '.Sh OPTIONS' Fl | sed -n 's/ -/ /p' |
            grep -Ev ' (help|version|take-over|trust-everybody)$'
        items man/supervise.8 '.Sh OPTIONS' Li | grep -v ' defaults$' # set by svscan
    })"
}

# The keys of service.toml.
check_toml() {
    agree key lib/toml/keys.cpp \
        "$(words lib/toml/keys.cpp '^    [{]"[a-z.-]+",' 'auto keys =' '});')" \
        man/service.toml.5 "$(items man/service.toml.5 '.Sh KEYS' Ic |
            sed 's/[.]NAME$//')"
    agree word lib/exec_settings.cpp "$(words lib/exec_settings.cpp '^    "[a-z-]+",' 'order =' '});')" \
        supervise/exec_words.cpp "$(words supervise/exec_words.cpp '^    [{]"[a-z-]+", ' \
            ' words =' '});')"
}

# Prints a line for each key, in the form of SUMMARY in service.toml(5): an example, the
# default, the units.
summary() {
    awk '
        function field(    text) {
            sub(/^[ {,]+/, "", row)
            if (match(row, /^R"[(][^)]*[)]"/)) text = substr(row, 4, RLENGTH - 5)
            else if (match(row, /^"[^"]*"/)) text = substr(row, 2, RLENGTH - 2)
            else if (match(row, /^[a-z:_]+/)) text = named[substr(row, 1, RLENGTH)]
            row = substr(row, RSTART + RLENGTH)
            return text
        }
        /^constexpr std::string_view .* = "/ {
            match($0, /".*"/)
            named[$3] = substr($0, RSTART + 1, RLENGTH - 2)
        }
        /auto keys =/ { on = 1; next }
        /^}[)];/ { on = 0 }
        on { row = row " " $0 }
        on && /},$/ {
            name = field(); field(); field()
            otherwise = field(); unit = field(); example = field()
            printf "%-33s # %s%s\n", name " = " example, otherwise, \
                unit ? " (" unit ")" : ""
            row = ""
        }' lib/toml/keys.cpp
}

check_summary() {
    page=man/service.toml.5
    shown=$(awk '/^[.]Sh / { on = $2 == "SUMMARY" } on && !/^[.]/ && / = .* # /' $page)
    [ "$(summary)" = "$shown" ] ||
        echo "$page:$(sed -n '/^.Sh SUMMARY/=' $page): the keys are others in" \
            "lib/toml/keys.cpp: put in what t/tables.sh --summary prints"
}

# The names of peers under which foster's programs act, and that are installed.
check_peers() {
    answered=$({
        words svctl/peers/peer.cpp '[{]"[a-z-]+", run_'
        words svscan/options.cpp 'name == "[a-z]+"'
    })
    agree "peer's name" 'svctl/peers/peer.cpp or svscan/options.cpp' "$answered" \
        man/peers.7 "$(items man/peers.7 '.Sh DESCRIPTION' Cm)"
    agree "peer's name" 'svctl/peers/peer.cpp or svscan/options.cpp' "$answered" \
        svctl/CMakeLists.txt "$(awk '/foreach[(]name/ {
            gsub(/[()]/, " ")
            for (i = 3; i <= NF; i++) print FILENAME ":" FNR, $i
        }' svctl/CMakeLists.txt svscan/CMakeLists.txt)"
}

# The keys of supervise/state, below them those of its tables, the keys of JSON, and the
# events.
check_keys() {
    page=man/foster-formats.5
    of_events='event|time|text' # keys of an event, not of a service
    outer=$({
        words lib/status.cpp 'line\(text, "[a-z-]+"' '^void write_state' '-death'
        words lib/status.cpp 'put_list\(to, "[a-z-]+"'
        words lib/status.cpp '"\[[a-z-]+\]' '^void write_state'
    } | sed 's/ = .*//' | tr -d '[]')
    inner=$({
        words lib/status.cpp 'line\(text, "[a-z-]+"' '-death\]' '^}'
        words lib/status.cpp '"([{]|, )[a-z-]+ = '
    } | sed 's/ [{, ]*\([a-z]*\) = $/ \1/')
    agree key lib/status.cpp "$outer" $page "$(items $page '.Ss Keys' Li)"
    # JSON has no key `boot`, which is only for the next supervise.
    agree key lib/toml/write_json.cpp "$({
        words lib/toml/write_json.cpp 'insert\("[a-z-]+"'
        words lib/toml/write_json.cpp '(toml::table t|all)[{][{]"[a-z-]+"'
        words lib/toml/write_json.cpp ' [{]"services"'
    })" $page "$({
        items $page '.Ss Keys' Li | grep -v ' boot$'
        items $page '.Sh JSON' Li
        items $page '.Ss Events as JSON' Li | grep -E " ($of_events)$"
    })"
    agree event 'svctl/text/event.cpp, svctl/commands/events.cpp or lib/status.cpp' "$({
        words svctl/text/event.cpp '(say\(|return [{][{])"[a-z-]+"'
        words svctl/commands/events.cpp '[{]"[a-z]+", "' | grep -v ' svctl$'
        words lib/status.cpp 'case phase::.*"[a-z]+"'
    })" $page "$(items $page '.Ss Words' Li)"
    [ -n "$inner" ] || echo 'lib/status.cpp:1: no inner key found: correct t/tables.sh'
    echo "$inner" | while read -r at key; do
        grep -Eq "^\.It Li $key$" $page ||
            echo "$at: the key $key is not in $page: write it there, as .It Li"
    done
}

# The words that are values of these keys.
check_values() {
    page=man/foster-formats.5
    agree phase lib/status.cpp "$(words lib/status.cpp 'case phase::.*"[a-z]+"')" \
        $page "$(items $page '.Ss Phases' Li)"
    agree reason lib/status.cpp "$(words lib/status.cpp 'case deed::.*"[a-z-]+"')" \
        $page "$(items $page '.Ss Reasons of signals' Li)"
    {
        words lib/status.cpp 'case (want|came|manner)::.*"[a-z-]+"'
        words lib/status.cpp 'case oom_kill::(yes|perhaps).*"[a-z-]+"'
        words lib/last_complaint.cpp 'case complaint::kind::.*"[a-z-]+"'
    } | while read -r at word; do
        grep -Eq "^\.(It )?Li ([a-z-]+ , )*$word( |$)" $page ||
            echo "$at: the word $word is not in $page: write it there, as .Li"
    done
}

# The metrics; the name of a counter ends in _total.
check_metrics() {
    agree metric svctl/text/metrics.cpp "$({
        words svctl/text/metrics.cpp '"foster_service_supervised"'
        words svctl/text/metrics.cpp '"foster_service_[a-z_]+", false'
        words svctl/text/metrics.cpp '"foster_service_[a-z_]+", true' | sed 's/$/_total/'
    } | sed 's/ foster_service_/ /')" \
        man/foster-formats.5 "$(items man/foster-formats.5 '.Sh METRICS' Li)"
}

# All commands and keys in pages for users exist, also beside those of other tools.
check_commands_and_keys() {
    page=$1
    here=$(sed -n 's/^\.It .* Ta / /p; /^svctl /p; s/^[.]Ic svctl/ svctl/p' "$page")
    commands=$(words svctl/command_table.cpp '^    ([{]| )"[a-z]+"[ ,]' ' commands =' '});')
    echo "$here" | grep -o "svctl [a-z][a-z, -]*" | sed 's/^svctl //' | awk -F ', ' '
        { for (i = 1; i <= NF; i++) {
            sub(/^svctl /, "", $i)
            split($i, word, " ")
            if (word[1] ~ /^(and|of|which|with)$/) break
            if (word[1] ~ /^[a-z]+$/) print word[1]
        } }' | sort -u | while read -r word; do
        echo "$commands" | grep -q " $word$" ||
            echo "$page: svctl $word is no command: see svctl/command_table.cpp"
    done
    keys=$(words lib/toml/keys.cpp '^    [{]"[a-z.-]+",' 'auto keys =' '});')
    echo "$here" | grep -Eo '(^|[ ,])[a-z-]+[.][a-z-]+' | tr -d ' ,' | grep -vx service.toml |
        sort -u |
        while read -r key; do
            echo "$keys" | grep -Eq " $key([.]|$)" ||
                echo "$page: $key is no key: see lib/toml/keys.cpp"
        done
}

# Each message that foster-troubleshooting(7) quotes by .Ql exists: the words between
# paths occur in a string of the sources, or in consecutive strings.
check_messages() {
    page=man/foster-troubleshooting.7
    strings=$(find lib kernel/linux supervise svscan svctl -name '*.cpp' -exec cat {} + |
        sed 's,//.*,,' | tr '\n' ' ' | sed 's/" *"//g')
    grep -no '[.]\(It \)\{0,1\}Ql .*' $page | grep -v 'exec 2>&1\|Address already\|to current' |
        sed 's/ Ta .*//; s/:[.][It ]*Ql /:/' |
        sed 's/ [,.]$//; s/ [.] *$//; s,  */[^ ]*$,,' |
        while IFS=: read -r line message; do
            case $strings in
            *"$message"*) ;;
            *) echo "$page:$line: no program of ours prints: $message" ;;
            esac
        done
}

# foster-recipes(7) shows each file of man/examples without a change: `.Pa FILE`, then a
# literal block.  The recipes have one logger, which is shown once.  Other files are named
# from the root.
check_recipes() {
    page=man/foster-recipes.7
    awk '
        function plain(text) {
            gsub(/\\&/, "", text); gsub(/\\\(dq/, "\"", text); gsub(/\\e/, "\\", text)
            return text
        }
        function differs(text) {
            if (!wrong) print FILENAME ":" FNR ": " path " " text
            wrong = 1
        }
        /^[.]Bd / && before ~ /^[.]Pa [^ ]+$/ {
            path = "man/examples/" substr(before, 5)
            if ((getline line <path) < 0) {
                path = substr(before, 5)
                if ((getline line <path) < 0) print FILENAME ":" FNR ": there is no file " path
            }
            close(path)
            inside = 1
            wrong = 0
            next
        }
        /^[.]Ed/ && inside {
            if ((getline line <path) > 0) differs("has more lines than here")
            close(path)
            inside = 0
        }
        inside && ((getline line <path) <= 0 || line != plain($0)) {
            differs("has another line here: " line)
        }
        { before = $0 }' $page
    find man/examples -type f | grep -v '^man/examples/demo/' | while read -r file; do
        case $file in
        */log/run)
            cmp -s "$file" man/examples/postgres/log/run ||
                echo "$file:1: this is not the logger of the other recipes"
            ;;
        *)
            grep -qx "[.]Pa ${file#man/examples/}" $page ||
                echo "$file:1: foster-recipes(7) does not show this file"
            ;;
        esac
    done
}

# SYNOPSIS of svctl(1) has each command.
check_synopsis() {
    agree command svctl/command_table.cpp "$({
        words svctl/command_table.cpp '^    [{]"[a-z]+"' ' commands =' '});'
        words svctl/command_table.cpp '^     "[a-z]+",$' ' commands =' '});'
    })" man/svctl.1 "$(awk '
        /^[.]Sh/ { on = $2 == "SYNOPSIS" }
        on && $1 == ".Nm" { begins = 1; next }
        on && begins && $1 == ".Cm" {
            for (i = 2; i <= NF; i++) if ($i != "|") print FILENAME ":" FNR, $i
        }
        { begins = 0 }' man/svctl.1)"
}

# Each page has foster's footer, and quotes each of several words.
check_pages() {
    for page in man/*.[1578]; do
        grep -qx '[.]Os foster' "$page" || echo "$page:4: the footer is not ours: .Os foster"
        awk '/ Qq [^|]* [|] / {
            print FILENAME ":" FNR ": Qq quotes all: write \\(dqone\\(dq | \\(dqother\\(dq"
        }' "$page"
    done
}

# The files that HACKING.md names exist; the extension may be left out.
check_hacking() {
    grep -noE '`(kernel|lib|man|supervise|svctl|svscan|t)/[A-Za-z0-9_./-]+`' HACKING.md |
        tr -d '`' | grep -v ':supervise/lock$' | # this is in a service directory
        while IFS=: read -r line path; do
            [ -e "$path" ] || [ -e "$path.h" ] || [ -e "$path.cpp" ] ||
                echo "HACKING.md:$line: there is no $path"
        done
}

# The tests in the table of threats exist.
check_threats() {
    page=man/foster-security.7
    grep -q '^[.]Pa t/' $page || echo "$page:1: no test is named: correct t/tables.sh"
    grep -n '^[.]Pa t/' $page | while read -r line path _; do
        line=${line%%:*}
        [ -e "$path" ] || echo "$page:$line: there is no test $path"
    done
}

[ "${1-}" != --summary ] || {
    summary
    exit
}
found=$(
    check_letters
    check_options
    check_settings
    check_toml
    check_summary
    check_peers
    check_keys
    check_values
    check_metrics
    for page in man/foster.7 man/foster-migration.7 man/foster-recipes.7 \
        man/foster-troubleshooting.7; do
        check_commands_and_keys "$page"
    done
    check_messages
    check_recipes
    check_synopsis
    check_pages
    check_threats
    check_hacking
)
[ -n "$found" ] || exit 0
echo "$found" | sort -t : -k 1,1 -k 2,2n
exit 1
