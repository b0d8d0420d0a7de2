#!/bin/sh
# No terminal controls reach a terminal from a service: not from its name, its STATUS=,
# its processes, its log, or a message about it.  C1 controls are two bytes in UTF-8 and
# one in older sets; U+202E reverses a line.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

csi=$(printf '\302\233')
osc=$(printf '\302\235')
raw=$(printf '\233')
rlo=$(printf '\342\200\256')
esc=$(printf '\033')
evil="${csi}31m${osc}0;x${raw}5n${rlo}${esc}[2J"
mkdir scan
SVDIR=scan
export SVDIR

# harmless FILE: contains none of them.
harmless() {
    for control in "$csi" "$osc" "$raw" "$rlo" "$esc"; do
        ! LC_ALL=C grep -qF "$control" "$1" || fail "$2: $(LC_ALL=C cat -v "$1")"
    done
}
tried() {
    "$@" >out 2>&1 || true
    [ -s out ] || fail "it says nothing: $*"
    harmless out "$*"
}

# A name, a status text, words of a process, lines of a log.
name="a${evil}"
mkdir -p "scan/$name/log/main"
cp "$FOSTER_BIN/actor" "scan/$name/w${csi}2Jx"
cat >"scan/$name/run" <<END
#!/bin/sh
exec './w${csi}2Jx' 'say:STATUS=b${evil}' main 'first:c${evil}{ }' serve
END
chmod 755 "scan/$name/run"
echo 'ready.how = "notify"' >"scan/$name/service.toml"
printf '@4000000068d3f6a51dc3a5b4 d%s\n' "$evil" >"scan/$name/log/main/current"
service "scan/$name/log" 'exec cat >main/other'
scan scan
says() { [ -n "$(svctl status -o status-text "scan/$name" 2>>"$STAGE/svctl.log" | tr -d "\n-")" ]; }
wait_for 20 says
for words in status 'status --long' tree why 'events --now --timeout 10ms' perms \
    'status -o name,path,status-text,phase' 'wait --down --timeout 1ms'; do
    # shellcheck disable=SC2086 # its words
    set -- $words
    command=$1
    shift
    tried svctl "$command" "$@" "scan/$name"
done
[ "$(printf '%s' "a${evil}" | LC_ALL=C cat -v)" != "$(svctl status -o name "scan/$name")" ]
harmless "scan/$name/supervise/state" state

# Messages about names that do not exist, and by other programs.
for command in status up log check reload 'signal HUP' "up --timeout=$evil" "x$evil"; do
    # shellcheck disable=SC2086 # its words
    tried svctl $command "x$evil"
done
tried svctl new "scan/$name" -- true
tried supervise "x$evil"
tried supervise "scan/$name"
tried svscan "x$evil"
cp -r "scan/$name" "z$evil"
rm -rf "z$evil/supervise" "z$evil/log"
echo "mistake$evil = 1" >"z$evil/service.toml"
tried svctl check "z$evil/"
tried supervise "z$evil"

# On a terminal: lines of a log, names for scripts, JSON, and the output of the peers'
# tools.
if installed script; then
    ln -s "$FOSTER_BIN/svctl" sv
    ln -s "$FOSTER_BIN/svctl" svstat
    on_terminal() {
        export WORD="$1"
        # shellcheck disable=SC2016 # for that shell
        TERM=dumb script -qec 'eval "$WORD"' typescript >"$STAGE/script.log" 2>&1 || true
        [ "$(wc -l <typescript)" -gt 2 ] || fail "it says nothing: $1"
        harmless typescript "on a terminal, $1"
    }
    for command in 'svctl log' 'svctl list' 'svctl status --json' 'svctl metrics' 'svctl check' \
        './sv status scan/*/' './svstat scan/*/' 'svctl list --names'; do
        on_terminal "$command"
    done
fi

# Programs get the names unchanged.
[ "$(svctl list)" = "$name
$name/log" ] || fail "svctl list: $(svctl list | cat -v)"
scan_over TERM
harmless svscan.err svscan
