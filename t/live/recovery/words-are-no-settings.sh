#!/bin/sh
# The words from one supervise for the next are no settings: neither svctl nor ps(1) shows
# them, and a recovered foreground service is still one.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon scan/web 'main serve'
printf 'stop.timeout = "3s"\nlimits.nofile = 512\n' >scan/web/service.toml
scan scan
wait_for 10 spoken_for scan/web 1
words() {
    tr '\0' ' ' <"/proc/$(supervise_of web)/cmdline" |
    sed 's/ *$//; s,[^ ]*/,,g; s/=[0-9]\{9,\}/=N/; s/ defaults=none//'
}
words >words.before
settings() { svctl status -S scan web | grep -E '^  (setting|command)' | sed 's,[^ ]*/,,g'; }
settings >settings.before
printf 'settings of %s\n' "$(wc -l <settings.before)" >>"$record"

# Another supervise recovers it.
old=$(supervise_of web)
signal KILL "$old"
wait_for 10 another_supervise web "$old"
taken_back() { grep -q taken-back scan/web/supervise/state; }
wait_for 10 taken_back
same "the words" "$(cat words.before)" "$(words)"
same "the settings" "$(cat settings.before)" "$(settings)"
svctl tree -S scan web >shown
! grep -q 'run has exited' shown || fail "$(cat shown)"

# And one is upgraded in place.
signal_main KILL scan/web
wait_for 10 spoken_for scan/web 2
svctl upgrade -S scan web || fail "svctl upgrade exited $?"
same "the words" "$(cat words.before)" "$(words)"
same "the settings" "$(cat settings.before)" "$(settings)"
scan_over TERM
expect <<'END'
settings of 3
END
