#!/bin/sh
# Version 0.1.0 had other words for some keys of supervise/state, settings and fields.  A
# supervise of this version recovers a service whose state is in the old words, and reads
# an old service.toml with a warning.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# abandon DIR: kills its supervise.
abandon() {
    signal KILL "$supervise"
    wait "$supervise" || true
    started=$(echo " $started " | sed "s/ $supervise / /")
}

# as_before DIR: puts its state into the words of 0.1.0.
as_before() {
    sed -i 's/^version = 2$/version = 1/
        s/^children = /kin = /
        s/^status-text = /says = /
        s/^upgraded-at = /renewed = /' "$1/supervise/state"
}

daemon web 'fork{setsid fork{main fork{note:worker serve} say:READY=1 say:STATUS=idle serve}}'
printf '[ready]\nhow = "notify"\n' >web/service.toml
begin web
wait_for 10 spoken_for web 1
wait_for 10 field_is web status-text idle
svctl upgrade ./web || fail "svctl upgrade exited $?"
upgraded() { [ -n "$(field web upgraded-at)" ]; }
wait_for 10 upgraded
main=$(main_of web)
as_before web
same "what svctl reads" idle "$(svctl status -o status-text ./web)"
abandon web
for line in 'version = 1' 'kin = \[{pid' 'says = "idle"' 'renewed = 2'; do
    grep -q "^$line" web/supervise/state || fail "the state has no line $line"
done
! grep -q '^children\|^status-text\|^upgraded-at' web/supervise/state ||
    fail "the state has new words"

supervise --take-over web 2>>web.err &
supervise=$!
started="$started $supervise"
wait_for 5 supervised web
wait_for 10 spoken_for web 1
same "the main" "$main" "$(main_of web)"
new_words() { grep -q '^children' web/supervise/state; }
wait_for 5 new_words
same "the version" 2 "$(field web version)"
same "the text" idle "$(field web status-text)"
note "recovered" web
over web
quiet web

# The old key of service.toml.
daemon old 'main serve'
printf '[stop]\ntimeout = "1s"\nkin-timeout = "2s"\n' >old/service.toml
begin old
wait_for 10 spoken_for old 1
tr '\0' '\n' <"/proc/$supervise/cmdline" | grep -qx kill-timeout=2000 ||
    fail "the old key has no effect"
said old 'supervise old: warning: old/service.toml:3: stop.kin-timeout is called stop.kill-timeout now'
svctl check ./old >check.out || true
grep -q 'old/service.toml:3: stop.kin-timeout is called stop.kill-timeout now' check.out ||
    fail "svctl check says: $(cat check.out)"

# The old field.
svctl status -o name,says ./old >out 2>err || fail "svctl status exited $?"
grep -q 'svctl: warning: the field says is called status-text now' err || fail "$(cat err)"
over old

# Both keys in one file.
daemon both 'main serve'
printf '[stop]\nkin-timeout = "2s"\nkill-timeout = "2s"\n' >both/service.toml
launch both
wait_for 5 finished "$supervise"
code=0
wait "$supervise" || code=$?
same "exit code" 100 "$code"
started=$(echo " $started " | sed "s/ $supervise / /")
grep -q 'both/service.toml:2: stop.kin-timeout is called stop.kill-timeout now: the file has both keys (remove stop.kin-timeout)' both.err || fail "$(cat both.err)"

# The words of an older svscan or supervise, and the old option.
for given in 'words kin-timeout=3000' '--kin-timeout=3s words'; do
    daemon words 'main serve'
    # shellcheck disable=SC2086 # words
    supervise $given 2>>words.err &
    supervise=$!
    started="$started $supervise"
    wait_for 5 supervised words
    wait_for 10 spoken_for words 1
    svctl status ./words >out || fail "svctl status exited $?"
    grep -q 'stop.kill-timeout = "3s"' out || fail "$given is not understood: $(cat out)"
    over words
    quiet words
    rm -r words
done
expect <<EXPECTED
recovered: up want=up main=main kin=main
EXPECTED
