#!/bin/sh
# Runs each example of the manual, unchanged, in a root of its own, with a /service, an
# /etc/foster, and programs of the names that the examples use.  A new example fails until
# its needs and effects are described below.
# shellcheck disable=SC2016 # words of the examples, as they stand there
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=../room.sh
. "${0%/*}/../room.sh"

man=$here/../../../man
enter_room

# --- The other programs in the examples: daemons go into the background, and live for as
# long as LIFE says.
mkdir bin work
program() { # NAME TEXT
    printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
    chmod 755 "bin/$1"
}
# shellcheck disable=SC2016 # their own variables
{
    program nginx 'sleep "${LIFE-1000}" & exit 0'
    program redis-server 'sleep 1000 & exit 0'
    program python3 'exec sleep 1000'
    program agetty 'exec sleep 1000'
    program svlogd 'for to; do :; done; exec cat >>"$to/current"'
    program mydaemon 'echo >&3; exec sleep 1000'
    program migrate "echo it has migrated >>$STAGE/migrated"
    program tell-the-chat "cat >>$STAGE/chat"
}
for name in svc svstat sv; do ln -s "$FOSTER_BIN/svctl" "bin/$name"; done
ln -s "$FOSTER_BIN/svscan" bin/runsvdir
PATH=$STAGE/bin:$PATH
unset SVDIR XDG_RUNTIME_DIR

# --- The examples: a file for each .Dl and each .Bd of EXAMPLES.
for page in "$man"/*.[1578]; do
    awk -v page="${page##*/}" '
        function plain(text) {
            gsub(/\\\(dq/, "\"", text); gsub(/\\&/, "", text); gsub(/\\e/, "\\", text)
            return text
        }
        /^[.]S[hs] / { on = $0 == ".Sh EXAMPLES"; next }
        !on { next }
        /^[.]Dl / { file = sprintf("example.%s.%02d", page, ++n); print plain(substr($0, 5)) >file; close(file) }
        /^[.]Bd / { file = sprintf("example.%s.%02d", page, ++n); inside = 1; next }
        /^[.]Ed/ { inside = 0; close(file) }
        inside { print plain($0) >file }' "$page"
done

# --- The results.
kill_main() { # DIR
    main=$(main_of "$1")
    case $main in 0 | '') return 1 ;; esac
    signal KILL "$main"
}
up() { phase_is "/service/$1" up; }
in_background() { # DIR STARTS: its main process has been adopted
    settled "$1" "$2" && grep -q 'came = "adopted"' "$1/supervise/state"
}
again() { # NAME: removes it, then creates this one
    [ ! -e "/service/$1" ] || mv "/service/$1" "/service/.old.$1.$n"
    [ ! -d "/service/.old.$1.$n" ] || wait_for 30 unsupervised "/service/.old.$1.$n"
}
made() { # NAME [TEXT]: a service with a log, that is up
    again "$1"
    service "/service/.$1" 'exec sleep 1000'
    service "/service/.$1/log" 'exec cat >/dev/null'
    mkdir "/service/.$1/log/main"
    echo "$(date -u +%Y-%m-%dT%H:%M:%S).00000 it was refused" >"/service/.$1/log/main/current"
    printf '%s\n' "${2-}" >"/service/.$1/service.toml"
    mv "/service/.$1" "/service/$1"
    wait_for 30 up "$1"
}
run() { # unchanged
    (cd work && timeout "$(patient 100)" sh -e "../$example") >out 2>&1 ||
        fail "$example exits $?: $(cat "$example" out)"
    ran
}
begin_example() { # one that does not end by itself
    (cd work && exec timeout "$(patient 100)" sh -e "../$example") >out 2>&1 &
    runs=$!
}
end_example() {
    signal TERM "$runs"
    wait_for 30 finished "$runs"
    ran
}
ran() { echo "$example" >>ran; }
held() { # REASON: not run
    echo "held out: $example: $*"
    ran
}
prints() { grep -q "$1" out; }
toml() { # the example is a service.toml
    again toml
    service toml 'exec sleep 1000'
    cp "$example" toml/service.toml
    svctl check ./toml >out 2>&1 || fail "$example is wrong: $(cat out)"
    ran
}

scan /service
n=0
for example in example.*; do
    n=$((n + 1))
    case $example:$(head -n 1 "$example") in # only `held` may skip one
    *:'svc -d /service/web')
        made web
        run
        ;;
    *:'exec env - '*runsvdir*)
        mkdir -p /run/runit/runsvdir/current
        service /run/runit/runsvdir/current/one 'exec sleep 1000'
        begin_example
        wait_for 30 phase_is /run/runit/runsvdir/current/one up
        end_example
        ;;
    *:'mkdir -p /service/.web/log')
        again web
        run
        wait_for 30 up web
        ;;
    *:'svctl new '*)
        again "$(sed 's/.*--log \([^ ]*\) .*/\1/' "$example")"
        run
        ;;
    service.toml.5.* | *:'command = '* | *.toml.5.*) toml ;;
    *:'mkdir redis')
        begin_example
        wait_for 30 test -e work/redis/supervise/state
        wait_for 30 in_background work/redis 1
        redis=$runs
        ran
        ;;
    *:'version = 2') # the state of a daemon that was killed once
        service state 'exec redis-server --daemonize yes'
        launch state
        wait_for 30 in_background state 1
        kill_main state
        wait_for 30 in_background state 2
        keys() { sed 's/ = .*//' "$1" | sort; }
        same 'keys of the state' "$(keys state/supervise/state)" "$(keys "$example")"
        over state
        ran
        ;;
    *:'printf h >redis/'*)
        run
        wait_for 30 in_background work/redis 2
        signal TERM "$redis"
        wait_for 30 unsupervised work/redis
        ;;
    *:'svctl restart web && '*)
        made web 'groups = ["web"]'
        made web@a
        made db
        run
        prints 'it serves' || fail "it prints $(cat out)"
        ;;
    *:'svctl check '*)
        mkdir -p /etc/foster
        service /etc/foster/mail 'exec sleep 1000'
        run
        wait_for 30 up mail
        ;;
    *:*' && migrate')
        run
        [ -s migrated ] || fail 'it does not migrate'
        ;;
    *:'svctl events '*)
        begin_example
        told_of_death() {
            kill_main /service/db || true
            grep -qs '"died"' chat
        }
        wait_for 30 told_of_death
        end_example
        up_again() { up db && [ "$(main_of /service/db)" != "$main" ]; } # the last one was killed
        wait_for 30 up_again
        ;;
    *:'svctl log -f '*)
        begin_example
        told_of_error() {
            echo 'an Error' >>/service/db/log/main/current
            prints 'an Error'
        }
        wait_for 30 told_of_error
        end_example
        ;;
    *:*' jq '*) if installed jq; then run; else held 'there is no jq'; fi ;;
    *:'svctl status --scan-dir /etc/service')
        ln -s /service /etc/service
        run
        rm /etc/service
        ;;
    *:'svctl restart '* | *:'svctl reload '* | *:'svctl log '* | *:'svctl perms'* | *:'svctl down '* | *:'svctl status '*) run ;;
    *:'mkdir -p /etc/foster/web/log')
        again web
        service /etc/foster/web 'exec sleep 1000'
        service /etc/foster/web/log 'exec cat >/dev/null'
        run
        wait_for 30 up web
        ;;
    *:'rm /service/web')
        run
        wait_for 30 unsupervised /etc/foster/web
        ;;
    *:'mkdir $XDG_RUNTIME_DIR/service')
        held 'only another user than root is served so: t/live/svctl/user-mode.sh'
        ;;
    *:'svscan --container '*)
        again web
        mkdir -p /etc/service
        service /etc/service/web 'exec sleep 0.1'
        LIFE=0.1
        export LIFE
        run
        unset LIFE
        ;;
    *:'mkdir -p /etc/foster/getty@/log')
        mkdir -p /var/log/getty-tty1 /var/log/getty-tty2
        run
        wait_for 30 up getty@tty1
        wait_for 30 up getty@tty2
        ;;
    *) fail "$example is of no kind that this story knows: $(cat "$example")" ;;
    esac
done
same 'the examples that were run' "$(ls example.*)" "$(cat ran)"
