#!/bin/sh
# supervise is killed, and the next one reads the notices of the recovered service: by the
# same NOTIFY_SOCKET and on the same descriptor.  A service whose notices may be lost has
# no watchdog.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

# The svscan of this story finds its supervise in a place of its own.
mkdir bin scan
for program in svscan supervise supervise-plan supervise-exec supervise-attend; do
    cp "$FOSTER_BIN/$program" bin
done
PATH=$STAGE/bin:$PATH

# notify DIR STORY [LINE]
notify() {
    daemon "$1" "$2"
    printf '[ready]\nhow = "notify"\n%s\n' "${3-}" >"$1/service.toml"
}

ready_is() { field_is "$1" ready "$2"; }

# lose NAME: kills its supervise, and waits for another.
lose() {
    lost=$(supervise_of "$1")
    signal KILL "${lost:?}"
    wait_for 10 another_supervise "$1" "$lost"
    wait_for 10 supervised "scan/$1"
}

same_main() {
    same "main of $1" "$2" "$(main_of "scan/$1")"
}

notify new/late 'fork{setsid main on:1{say:READY=1} serve}'
notify new/twice 'main on:1{say:READY=1} serve'
notify new/mute 'main say:READY=1 serve' "watchdog = \"$(patient 2)s\""
notify new/spoke 'main say:READY=1 on:1{say:WATCHDOG=1} serve' "watchdog = \"$(patient 2)s\""
for name in late twice; do
    mv new/$name scan
done
scan scan
for name in late twice; do
    wait_for 10 spoken_for scan/$name 1
    eval "$name=\$(main_of scan/$name)"
done
# shellcheck disable=SC2154 # by eval
{
    lose late
    signal HUP "$late"
    wait_for 5 ready_is scan/late true
    same_main late "$late"
    lose twice
    lose twice
    signal HUP "$twice"
    wait_for 5 ready_is scan/twice true
    same_main twice "$twice"
}
note "ready by sd_notify" scan/late

# Both were ready in time.  One sends a notice to the next supervise, and then falls
# silent.  The other has nothing to send, so it is unknown whether its notices arrive.
for name in mute spoke; do
    mv new/$name scan
    wait_for 10 ready_is scan/$name true
    lose $name
done
signal_main HUP scan/spoke
wait_for 10 field_is scan/spoke starts 2
same "starts of mute" 1 "$(field scan/mute starts)"
mkdir over
mv scan/mute scan/spoke over
grep -v 'was killed by signal 9' svscan.err | sort -u >>"$record"

# fd NAME: writes on a descriptor on request, and closes that.
fd_service() {
    mkfifo "$1.words"
    service "new/$1" "exec 4<>$STAGE/$1.words; echo >>$STAGE/$1.starts
read -r line <&4; echo >&3; exec 3>&-; echo >>$STAGE/$1.said
while read -r line <&4; do :; done"
    printf 'ready.how = "fd"\n' >"new/$1/service.toml"
    mv "new/$1" scan
    wait_for 10 settled "scan/$1" 1
    wait_for 10 has_main "scan/$1"
}
lines() { [ -e "$2" ] && [ "$(wc -l <"$2")" = "$1" ]; }

# To the next supervise.
fd_service one
main=$(main_of scan/one)
lose one
echo >one.words
wait_for 5 ready_is scan/one true
same_main one "$main"

# Without a supervise and a running svscan: SIGPIPE does not end it.
fd_service two
main=$(main_of scan/two)
lost=$(supervise_of two)
signal STOP "$svscan"
signal KILL "${lost:?}"
echo >two.words
wait_for 5 lines 1 two.said
signal CONT "$svscan"
wait_for 10 another_supervise two "$lost"
wait_for 10 supervised scan/two
same_main two "$main"

# Before a supervise has begun: svscan keeps the message.
fd_service three
main=$(main_of scan/three)
lost=$(supervise_of three)
mkfifo go
mkdir real
mv bin/supervise real/
ln bin/supervise-plan real/
cat >bin/supervise.new <<END
#!/bin/sh
echo >>$STAGE/waits
read -r line <$STAGE/go
exec $STAGE/real/supervise "\$@"
END
chmod 755 bin/supervise.new
mv bin/supervise.new bin/supervise
signal KILL "${lost:?}"
wait_for 10 lines 1 waits
echo >three.words
wait_for 5 lines 1 three.said
echo >go
wait_for 10 ready_is scan/three true
same_main three "$main"
for name in one two three; do lines 1 $name.starts || fail "$name was started again"; done
scan_over TERM
expect <<END
ready by sd_notify: up want=up main=main kin=main
supervise spoke: warning: no watchdog message in time ([ready] watchdog): sending ABRT
END
