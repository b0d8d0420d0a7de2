#!/bin/sh
# svctl writes files as root into directories where other users may write: it follows no
# planted link, writes no file of another, and replaces only regular files.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

ASAN_OPTIONS=detect_leaks=0 # leak detection fails under strace
export ASAN_OPTIONS

mkdir scan shared
chmod 1777 shared
SVDIR=scan
export SVDIR
echo 'as it was' >precious
told() {
    code=0
    "$@" >out 2>&1 || code=$?
    sed "s|$STAGE/||" out >>"$record"
    echo "=> $code" >>"$record"
}
is_untouched() {
    same "precious" 'as it was' "$(cat precious)"
    [ ! -e missing ] || fail "a file was made through a link"
}

# The draft once had the file's name, .new. and the pid.
for target in precious missing; do
    sh -c "ln -s ../$target shared/x.prom.new.\$\$
        exec svctl metrics --textfile shared/x.prom" || fail "it was not written"
    is_untouched
    rm shared/*.new.*
done
grep -q foster_service_last_exit shared/x.prom || fail "it was not written whole"
[ -z "$(find shared -type f ! -name x.prom)" ] || fail "a draft is left"
umask 022
svctl metrics --textfile shared/x.prom
same "its mode" 644 "$(stat -c %a shared/x.prom)"

# The draft is created exclusively, in the file's directory, under a different name each
# time.
if installed strace; then
    for draft in one two; do
        strace -f -e trace=openat,open -o trace svctl metrics --textfile shared/x.prom
        grep O_CREAT trace | grep O_EXCL | grep O_NOFOLLOW |
            sed 's/^[^"]*"\([^"]*\)".*/\1/' >"$draft"
        same "drafts" 1 "$(wc -l <"$draft")"
        ! grep -q "[.]$(sed 's/ .*//;q' trace)\$" "$draft" || fail "its name has the pid"
    done
    ! cmp -s one two || fail "two drafts have one name"
fi

# A device, a directory, a FIFO or a link is not replaced.
mkfifo shared/fifo
ln -s ../precious shared/link
mkdir shared/directory
for name in fifo link directory missing/x; do
    told svctl metrics --textfile "shared/$name"
done
[ -p shared/fifo ] || fail "the fifo was replaced"
[ -L shared/link ] || fail "the link was replaced"
[ -d shared/directory ] || fail "the directory was replaced"
is_untouched

# svctl new makes its draft in the same way.
sh -c 'mkdir "scan/.web.new.$$" && exec svctl new web -- sleep 1000' >out ||
    fail "a planted draft keeps it from making a service"
[ -x scan/web/run ] || fail "there is no service"
rm -r scan/.web.new.*

# update-service creates the file down through no link.
ln -s "$FOSTER_BIN/svctl" update-service
ln -s "$STAGE/missing" scan/web/down
told ./update-service --noauto "$STAGE/scan/web"
is_untouched
expect <<'END'
svctl: fatal: unable to write shared/fifo: it is not a regular file (remove it, or choose another file)
=> 111
svctl: fatal: unable to write shared/link: it is not a regular file (remove it, or choose another file)
=> 111
svctl: fatal: unable to write shared/directory: it is not a regular file (remove it, or choose another file)
=> 111
svctl: fatal: unable to write shared/missing/x: No such file or directory
=> 111
update-service: fatal: unable to make scan/web/down: file already exists

=> 1
END
