#!/bin/sh
# Debian's update-service, and foster's under its name: the same links, words and codes.
# shellcheck source=side.sh
. "${0%/*}/side.sh"

peers update-service
[ "$(id -u)" = 0 ] || skip "Debian's asks for root"

links() {
    (cd "$SVDIR" && for link in * .[!.]*; do
        [ ! -h "$link" ] || echo "  $link -> $(readlink "$link")"
    done) | sed "s|$STAGE/$side|HERE|" >>"$record"
}

# Paths are printed in full, so that HERE replaces the directory of the story.
updates() {
    sees update-service "$@"
    sed "s|$STAGE/$side|HERE|g" "$record" >record.new
    cat record.new >"$record"
    links
}

all() {
    here=$STAGE/$side
    SVDIR=$here/service
    export SVDIR
    mkdir service web mail .hidden
    updates
    updates --zap
    updates --add
    updates --list
    updates --list web
    updates --check web
    updates --add "$here/web"
    updates --add "$here/web"
    updates --add "$here/web/" web
    updates --add "$here/mail" web
    updates --add "$here/mail" post
    updates --list
    updates --list web
    updates --check web
    updates --check none
    updates --add "$here/none"
    updates --add web
    updates --add "$here/.hidden"
    updates --add "$here/web" .web
    updates --add "$here/web" we/b
    mkdir service/real
    updates --add "$here/web" real
    updates --remove "$here/web" real
    updates --remove "$here/web" post
    updates --remove "$here/web" none
    updates --remove "$here/web"
    updates --list
    updates --add "$here/web"
    updates --remove "$here/mail" post
    updates --auto "$here/web"
    updates --noauto "$here/web"
    [ -e web/down ] || fail "$side: --noauto has made no file"
    updates --noauto "$here/web"
    updates -u "$here/web"
    updates defaults "$here/mail" post
    updates defaults-disabled "$here/web"
    updates disable "$here/web"
    updates defaults "$here/web"
    updates defaults-disabled "$here/mail" mail
    updates enable "$here/web"
    updates -c post
    updates -l
}

plays all debian.theirs debian.ours
agree debian.theirs debian.ours
