#!/bin/sh
# shellcheck disable=SC2016,SC2046 # awk's words; our names have no blanks
# t/voice.sh: tests the countable rules of our style (HACKING.md, Style): how a sentence
# begins, how long it is, words that we do not use, and how often a page uses some others.
# A part of t/tidy.sh; it reads text as well.
#   t/voice.sh           prints FILE:LINE, each fault and a fix; fails if there is one
#   t/voice.sh --counts  prints the three counts of each page; never fails
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit

# No sentence begins with one of these words, except a question.
openings='Who|Whom|Whose|Of whom|Of one|What is|What was'

# The longest sentence, in words.
longest=35

# The most per 1000 words of a page: stops (; :), it, that, those, so, and nobody, who.
most='10 45 1'

# Words that occur neither in the manual and the READMEs nor in comments and strings.
words='whoever|whom|mend|in vain|anew|nobody of|lets? go of'

# FILE: TEXT: why a line with this text has such a word.
exceptions='
'

pages='README.md HACKING.md NEWS.md man/*.[1578]'

files() {
    find . \( -name 'build*' -o -name '.?*' \) -prune -o -type f -print |
        sed 's/^..//' | sort
}
cpp_files() { files | grep -E '[.](h|cpp|c)$'; }

# Files with comments that begin with #.
scripts() {
    files | grep -Ev '[.](h|cpp|c|md|[1578])$' | xargs awk '
        FNR > 1 { next }
        /^#!/ || FILENAME ~ /[.](sh|py|cmake|toml)$|(CMakeLists[.]txt|rulings)$/ ||
            FILENAME ~ /^svscan\/boot\// { print FILENAME }'
}

# --- Sentences, as FILE:LINE SENTENCE

# add() appends text to the sentence, and cut() ends the sentence.
sentences='
    function cut() {
        if (sentence ~ /[A-Za-z0-9]/) print start, sentence
        sentence = ""
    }
    function add(text) {
        gsub(/[ \t]+/, " ", text)
        sub(/^ /, "", text)
        if (sentence == "") start = at
        if (text ~ /^[.,:;?!)]+( |$)/) sub(/ $/, "", sentence)
        sentence = sentence text " "
        while (match(sentence, /[^ .][.?!][])"\047*]*  */)) {
            text = substr(sentence, RSTART + RLENGTH)
            sentence = substr(sentence, 1, RSTART + RLENGTH - 1)
            cut()
            start = at
            sentence = text
        }
    }
    FNR == 1 { cut(); code = 0 }
    { at = FILENAME ":" FNR }
    END { cut() }'

of_markdown() {
    awk "$sentences"'
        /^ *```/ { code = !code; cut(); next }
        code { next }
        /^    / && !list { cut(); next }
        /^ *$/ { cut(); next }
        /^[^ ]/ { list = 0 }
        /^ *([-*+]|[0-9]+[.]) / { cut(); list = 1; sub(/^ *[^ ]+ /, "") }
        /^#/ { cut(); sub(/^#+ /, ""); add($0); cut(); next }
        /^[|]/ {
            cells = split($0, cell, "|")
            for (i = 1; i <= cells; i++) { cut(); add(cell[i]) }
            cut()
            next
        }
        { add($0) }' "$@"
}

# Without the names of macros, SYNOPSIS and literal text.
of_mdoc() {
    awk "$sentences"'
        function add_words(    i, text) {
            for (i = 2; i <= NF; i++)
                if ($i == "Ta") { add(text); cut(); text = "" }
                else if ($i ~ /^[.,:;?!)]$/) text = text $i
                else if ($i !~ macros) text = text (text ~ /[(]$/ ? "" : " ") $i
            add(text)
        }
        BEGIN {
            macros = "^(A[copqr]|B[coq]|Cm|D[coqv]|E[mrv]|F[alnt]|I[cn]|L[ik]|Mt|N[mos]" \
                "|O[cop]|P[acoq]|Q[cloq]|S[coqxy]|Tn|V[at]|X[cor])$"
        }
        /^[.]\\"/ { next }
        /^[.]Bd -(literal|unfilled)/ { cut(); code = 1; next }
        /^[.]Sh / { code = $2 == "SYNOPSIS" }
        /^[.]Ed/ { cut(); code = 0; next }
        code { next }
        { gsub(/\\[(]dq/, "\""); gsub(/\\&|\\f[BIRP]/, "") }
        !/^[.]/ { add($0); next }
        $1 == ".Bl" { column[++lists] = / -column/ }
        $1 == ".El" { lists-- }
        $1 ~ /^[.](Bd|Bl|Dd|Dl|Dt|El|Lp|Nd|Os|Pp)$/ { cut(); next }
        $1 ~ /^[.](S[hs]|It|Ta)$/ { cut() }
        $1 == ".Nm" && $2 !~ /[a-z]/ { sub(/Nm/, "Nm NAME") }
        { add_words() }
        $1 ~ /^[.]S[hs]$/ || $1 == ".It" && !column[lists] { cut() }' "$@"
}

# parts KIND MARK FILE...: prints FILE:LINE TEXT for each string, or for each comment that
# begins with the mark, // or #.  FILE:LINE= says that code precedes the comment.
parts() {
    kind=$1 mark=$2
    shift 2
    KIND=$kind MARK=$mark awk '
        BEGIN {
            kind = ENVIRON["KIND"]
            mark = ENVIRON["MARK"]
            single = mark == "#" ? "\047[^\047]*\047" : "\047(\\\\[^\047]*|[^\047])\047"
            either = mark "|\"([^\"\\\\]|\\\\.)*\"|" single
        }
        kind == "comment" && !index($0, mark) || FNR == 1 && /^#!/ { next }
        {
            line = $0
            code = ""
            while (match(line, either)) {
                found = substr(line, RSTART, RLENGTH)
                code = code substr(line, 1, RSTART - 1)
                line = substr(line, RSTART + RLENGTH)
                if (found == mark &&
                    (mark != "#" || code ~ /(^|[ \t])$/ && line ~ /^( |$)/)) {
                    if (kind == "comment")
                        print FILENAME ":" FNR (code ~ /[^ \t]/ ? "=" : ""), line
                    next
                }
                if (kind == "string" && found != mark) print FILENAME ":" FNR, found
                code = code found
            }
        }' "$@"
}

# A row of a table is indented and has a gap.
of_comments() {
    {
        parts comment // $(cpp_files)
        parts comment '#' $(scripts)
    } | awk "$sentences"'
        {
            split($1, place, ":")
            if (place[1] != file || place[2] != line + 1 || $1 ~ /=$/) cut()
            file = place[1]
            line = place[2] + 0
            at = file ":" line
            sub(/^[^ ]+ /, "")
        }
        /^[ \/]*(---.*)?$/ || /^ shellcheck / { cut(); next }
        /^   *[^ ].*[^ .?!:]   *[^ ]/ { cut(); table = 1; add($0); next }
        table && /^ ? ?[^ ]/ { cut(); table = 0 }
        /^ *([-*]|[0-9]+[.]) / { cut() }
        { add($0) }'
}

all_sentences() {
    of_markdown $(files | grep '[.]md$')
    of_mdoc man/*.[1578]
    of_comments
}

# --- The rules

check_sentences() {
    OPENINGS="^($openings) " LONGEST=$longest awk '
        {
            at = $1
            sub(/^[^ ]+ /, "")
            start = $1 " " $2 " " $3
        }
        $0 ~ ENVIRON["OPENINGS"] && !/[?] *$/ {
            print at ": the sentence begins with \"" start "\": put the subject first"
        }
        {
            count = 0
            for (i = 1; i <= NF; i++) count += $i ~ /[A-Za-z0-9]/
            if (count > ENVIRON["LONGEST"] + 0)
                print at ": the sentence \"" start " ...\" has " count " words (" \
                    ENVIRON["LONGEST"] "): make two"
        }'
}

# Reads FILE:LINE TEXT.
check_words() {
    WORDS=$words EXCEPTIONS=$exceptions awk '
        BEGIN {
            pattern = "(^|[^a-z_])(" ENVIRON["WORDS"] ")([^a-z_]|$)"
            n = split(ENVIRON["EXCEPTIONS"], lines, "\n")
            for (i = 1; i <= n; i++)
                if (split(lines[i], part, ": ") == 3) {
                    file[i] = part[1]
                    text[i] = part[2]
                }
        }
        match(tolower($0), pattern) {
            word = substr($0, RSTART, RLENGTH)
            gsub(/^[^A-Za-z]|[^A-Za-z]$/, "", word)
            excepted = 0
            for (i in file)
                if (index($1, file[i] ":") == 1 && index($0, text[i]))
                    excepted = used[i] = 1
            if (!excepted)
                print $1 ": \"" word "\": use a plainer word, or give t/voice.sh a reason"
        }
        END {
            for (i in file) if (!used[i])
                print "t/voice.sh:1: remove the exception " file[i] ": " text[i]
        }'
}

strings() {
    parts string // $(cpp_files)
    scripts | grep -vx t/voice.sh | xargs awk '!/^ *#/ { print FILENAME ":" FNR, $0 }'
}

# --- Counts of a page

# Prints a page without examples and code, and a README also without tables.
prose() {
    case $1 in
    *.md)
        awk '/^```/ { code = !code; next } !code && !/^(    |[|])/' "$1" | tr '\n' '\r' |
            sed 's/`[^`]*`/ x /g; s/][(][^)]*[)]/ x /g' | tr '\r' '\n'
        ;;
    *) mandoc -T ascii "$1" | awk '{ gsub(/.\010/, "") } !/^ *[$#>] /' ;;
    esac | sed -E 's/[^ ]+::[^ ]+|[0-9]:[0-9]|https?:[^ ]+/ x /g'
}

counts() {
    for page in $pages; do
        prose "$page" | PAGE=$page awk '
            BEGIN {
                pronoun = " it its that those so such this "
                person = " nobody somebody anybody everybody who whom whose whoever "
            }
            {
                stops += gsub(/[;:]([ \t]|$)/, " ")
                words += gsub(/[A-Za-z\047]+/, "&")
                n = split(tolower($0), token, /[^a-z0-9_]+/)
                for (i = 1; i <= n; i++) if (token[i] != "") {
                    pronouns += index(pronoun, " " token[i] " ") > 0
                    people += index(person, " " token[i] " ") > 0
                }
            }
            END {
                if (!words) words = 1
                printf "%s %.1f %.1f %.1f\n", ENVIRON["PAGE"], 1000 * stops / words,
                    1000 * pronouns / words, 1000 * people / words
            }'
    done
}

check_counts() {
    command -v mandoc >/dev/null || {
        echo 'passed over: the counts of the manual: there is no mandoc here' >&2
        pages='README.md HACKING.md NEWS.md'
    }
    counts | MOST=$most awk '
        BEGIN {
            split(ENVIRON["MOST"], most, " ")
            what[1] = "semicolons and colons"; fix[1] = "end sentences"
            what[2] = "of it, that, those, so, such, this"; fix[2] = "repeat nouns"
            what[3] = "of nobody, who, whom and the like"; fix[3] = "name the process"
        }
        {
            for (i = 1; i <= 3; i++) if ($(i + 1) > most[i])
                print $1 ":1: " $(i + 1) " " what[i] " per 1000 words (" most[i] "): " \
                    fix[i]
        }'
}

[ "${1-}" != --counts ] || { counts; exit; }
found=$(
    all_sentences | check_sentences
    {
        all_sentences
        strings
    } | check_words
    check_counts
)
[ -n "$found" ] || exit 0
echo "$found" | sort -t : -k 1,1 -k 2,2n
exit 1
