# For stories whose services use paths of the whole machine: a root of their own.
# shellcheck shell=sh

# enter_room: executes the story again under a root with an empty /service, /run, /var and
# /root, and with a copy of /etc.  All other directories are those of the machine.
enter_room() {
    [ ! "${IN_ROOM-}" ] || return 0
    needs unshare chroot mount
    [ "$(id -u)" = 0 ] || skip 'chroot takes root'
    mkdir room
    unshare -m mount -t tmpfs room room 2>>"$STAGE/mount.log" ||
        skip 'no mount is allowed here'
    IN_ROOM=yes
    STORY=$(cd "${0%/*}" && pwd)/${0##*/}
    export IN_ROOM STORY
    # shellcheck disable=SC2016 # its own variables
    exec unshare -m sh -ec '
        mount --make-rprivate /
        mount -t tmpfs room room
        for one in /*; do
            to=room$one
            case $one in
            /service) continue ;;
            /etc) cp -a /etc room; continue ;;
            /run | /var | /root) mkdir "$to"; continue ;;
            esac
            if [ -L "$one" ]; then cp -P "$one" room
            elif [ "$one" = /tmp ]; then # without the room
                mkdir "$to" && mount --bind "$one" "$to"
            elif [ -d "$one" ]; then mkdir "$to" && mount --rbind "$one" "$to"
            fi
        done
        rm -rf room/etc/service room/etc/foster
        mkdir -p room/service room/var/log
        ln -s /run room/var/run
        exec chroot room /bin/sh -c "cd \"$STAGE\" && exec /bin/sh \"$STORY\""'
}
