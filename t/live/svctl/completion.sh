#!/bin/sh
# Shells complete the words of svctl, from its own tables, and the names of services.
. "${0%/*}/../lib.sh"

needs bash
for name in web web@a web@b db; do service "scan/$name" 'exec sleep 1000'; done
mkdir scan/web@ here
echo 'groups = ["front"]' >scan/db/service.toml
SVDIR=$PWD/scan
export SVDIR

# by_bash WORD...: records bash's completions of the last word, in one line.
by_bash() {
    # shellcheck disable=SC2016 # bash's own words
    bash -c '
        compopt() { :; }
        eval "$(svctl completion bash)"
        COMP_WORDBREAKS=${COMP_WORDBREAKS//@/}
        COMP_WORDS=(svctl "$@")
        COMP_CWORD=$#
        COMP_LINE="svctl $*"
        COMP_POINT=${#COMP_LINE}
        _svctl
        echo "bash: $*: ${COMPREPLY[*]}"' bash "$@" | tr '\n' ' ' >>"$record"
    echo >>"$record"
}

# by_fish TEXT: the same for fish, which adds a text to each word.
by_fish() {
    # shellcheck disable=SC2016 # fish's own words
    fish --no-config -c 'svctl completion fish | source
        complete -C $argv[1]' "svctl $1" | cut -f 1 | sort | tr '\n' ' ' >words
    echo "fish: $1: $(cat words)" >>"$record"
}

by_bash rest
by_bash up --
by_bash up w
by_bash status 'web@'
by_bash status '@'
by_bash status +
by_bash down --scan-dir h
by_bash down --scan-dir here ''
by_bash completion z
by_bash signal H
by_bash up -n w
by_bash log -n w
expect <<END
bash: rest: restart$(printf ' ')
bash: up --: --help --scan-dir --no-wait --timeout --stay$(printf ' ')
bash: up w: web web@a web@b$(printf ' ')
bash: status web@: web@a web@b$(printf ' ')
bash: status @: @a @b$(printf ' ')
bash: status +: +front$(printf ' ')
bash: down --scan-dir h: here$(printf ' ')
bash: down --scan-dir here : $(printf ' ')
bash: completion z: zsh$(printf ' ')
bash: signal H: HUP$(printf ' ')
bash: up -n w: web web@a web@b$(printf ' ')
bash: log -n w: $(printf ' ')
END

if installed zsh; then
    svctl completion zsh >_svctl
    zsh -n _svctl || fail "zsh does not understand its script"
fi
if installed fish; then
    : >"$record"
    HOME=$PWD XDG_CONFIG_HOME=$PWD/fish-config XDG_DATA_HOME=$PWD/fish-data
    export HOME XDG_CONFIG_HOME XDG_DATA_HOME
    by_fish rest
    by_fish 'up w'
    by_fish 'up --t'
    by_fish 'completion '
    expect <<END
fish: rest: restart$(printf ' ')
fish: up w: web web@a web@b$(printf ' ')
fish: up --t: --timeout$(printf ' ')
fish: completion : bash fish zsh$(printf ' ')
END
fi
