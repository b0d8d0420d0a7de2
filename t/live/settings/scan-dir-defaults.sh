#!/bin/sh
# .svscan/defaults.toml belongs to the scan directory: svscan names it to its supervise
# processes, also for links, but not to loggers.  A supervise that is started by hand
# reads it only if root alone may change it.  No file in a directory where every user may
# write is executed.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root becomes somebody else'
setpriv --reuid=40001 --regid=40001 --clear-groups true 2>"$STAGE/setpriv.log" ||
    skip "there is no setpriv that changes users"
umask 022
chmod 755 .
chmod 666 "$ACTOR_LOG"
mkdir -m 1777 public stolen
mkdir scan scan/.svscan
# Any local user may do this.
setpriv --reuid=40001 --regid=40001 --clear-groups sh -c "
    mkdir public/.svscan
    cd public/.svscan
    printf '#!/bin/sh\ntouch $STAGE/stolen/crash\n' >crash
    printf '#!/bin/sh\ntouch $STAGE/stolen/finish\n' >finish
    chmod 755 crash finish
    echo 'command = [\"/bin/sh\", \"-c\", \"touch $STAGE/stolen/command; exec sleep 60\"]' >defaults.toml
"
words_of() { # words_of NAME: prints its supervise's command line
    # Room that words have left is at the end (supervise/upgrade).
    tr '\0' ' ' <"/proc/$1/cmdline" | sed "s|$STAGE|STAGE|g; s/ *\$//; s/planned=[0-9]*/planned/" >>"$record"
    echo >>"$record"
}

# By hand, under any name of the directory.
daemon public/one 'main serve'
from=$(pwd)
for way in '. public/one' 'public one' 'public/one .' 'public ./one//'; do
    cd "${way% *}" || fail "there is no ${way% *}"
    supervise "${way#* }" 2>>"$STAGE/one.err" &
    supervise=$!
    cd "$from" || fail "there is no $from"
    started="$started $supervise"
    wait_for 10 supervised public/one
    wait_for 10 spoken_for public/one 1
    words_of "$supervise"
    over public/one
    rm -r public/one/supervise
done
sort -u one.err >>"$record"

# A link in a scan directory gets the defaults of that scan directory, in svscan and in
# svctl; a logger gets none.
printf '[reload]\nsignal = "USR1"\n[stop]\ntimeout = "7s"\n' >scan/.svscan/defaults.toml
daemon public/two 'main on:10{note:reloaded} serve'
service public/two/log 'exec cat >/dev/null'
mkdir public/two/.svscan
echo 'command = ["/bin/false"]' >public/two/.svscan/defaults.toml
ln -s ../public/two scan/two
scan scan
wait_for 10 spoken_for scan/two 1
wait_for 10 settled scan/two/log 1
words_of "$(supervise_of two)"
words_of "$(supervise_of two/log)"
svctl reload -S scan two
wait_for 10 noted reloaded
svctl reload public/two
wait_for 10 noted reloaded 2
echo 'nonsense = 1' >scan/.svscan/defaults.toml
svctl check -S scan two two/log 2>&1 | sed "s|$STAGE|STAGE|g" >>"$record"
: >scan/.svscan/defaults.toml

# Once every user may change it, no new service is started, and living services are kept
# without it.
chmod o+w scan/.svscan
old=$(supervise_of two)
signal KILL "$old"
wait_for 10 another_supervise two "$old"
wait_for 10 supervised scan/two
words_of "$(supervise_of two)"
daemon new 'main serve'
mv new scan
refused() { grep -q 'no service is started' svscan.err; }
wait_for 10 refused
[ ! -e scan/new/supervise ] || fail 'new was started'
chmod o-w scan/.svscan
wait_for 10 spoken_for scan/new 1
scan_over TERM
grep -v 'was killed' svscan.err >>"$record"

# A mistake in such a directory does not execute files there.
for words in '--nonsense' '.' 'missing'; do
    code=0
    # shellcheck disable=SC2086 # words
    (cd public && exec svscan $words) 2>>erred || code=$?
    echo "svscan $words => $code" >>"$record"
done
cat erred >>"$record"
same 'what was executed' '' "$(ls stolen)"
expect <<'END'
supervise public/one planned
supervise one planned
supervise . planned
supervise ./one// planned
supervise .: warning: ignoring ../.svscan/defaults.toml: .. is world-writable: any user could run code as root (chmod o-w ..)
supervise one: warning: ignoring .svscan/defaults.toml: this directory is world-writable: any user could run code as root (chmod o-w .)
supervise one: warning: ignoring public/.svscan/defaults.toml: public is world-writable: any user could run code as root (chmod o-w public)
supervise two stop-timeout=7000 planned defaults=STAGE/scan/.svscan/defaults.toml
supervise two/log defaults=none log
STAGE/scan/.svscan/defaults.toml:1: there is no key "nonsense" (service.toml(5) lists them)
STAGE/scan/.svscan/defaults.toml is newer than the settings in force (svctl refresh two applies it)
supervise two planned defaults=none
svscan scan: warning: .svscan is world-writable: any user could run code as root; no service is started (chmod o-w .svscan, or svscan --trust-everybody)
svscan --nonsense => 100
svscan . => 100
svscan missing => 111
svscan: fatal: unable to read the command line: unrecognised option '--nonsense' (see svscan --help)
svscan .: warning: this directory is world-writable: any user could run code as root; not scanned (chmod o-w ., or svscan --trust-everybody)
svscan .: fatal: unable to trust the scan directory
svscan .: warning: this directory is world-writable: any user could run code as root; not run (chmod o-w ., or svscan --trust-everybody)
svscan missing: fatal: unable to enter the scan directory: No such file or directory
END
