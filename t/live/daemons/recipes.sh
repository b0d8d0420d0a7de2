#!/bin/sh
# Runs each recipe of foster-recipes(7) as it lies in man/examples, in a root and network of
# its own, with the configuration of Debian's packages.  Each comes up and serves, has the
# main process that its own pidfile names, comes back after KILL, reloads, and leaves
# nothing when it is down.  Then the services of the Containerfile run in a container.
# A recipe whose daemon is not installed is passed over.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=../room.sh
. "${0%/*}/../room.sh"

examples=$here/../../../man/examples
needs svlogd
[ "$PPID" = 1 ] || skip 'no namespaces are allowed here, and the recipes use known ports'
[ -e /etc/debian_version ] || skip 'the recipes have the paths of Debian'
enter_room
unset SVDIR XDG_RUNTIME_DIR

# --- The state of the machine after the installation of the packages.
mkdir -p /etc/foster /var/lib/nginx /var/log/nginx /var/spool/cron/crontabs

has_user() {
    grep -q "^$1:" /etc/passwd || passed_over "there is no user $1 here"
}

# prepare RECIPE: returns false if its daemon is not here.
prepare() {
    case $1 in
    nginx) installed nginx ;;
    redis)
        installed redis-server && has_user redis || return
        install -d -o redis /var/lib/redis /var/log/redis
        ;;
    sshd)
        installed /usr/sbin/sshd && installed ssh || return
        ssh-keygen -q -t ed25519 -N '' -f key
        printf '%s\n' "AuthorizedKeysFile $STAGE/key.pub" 'StrictModes no' 'UsePAM no' \
            'PermitRootLogin prohibit-password' >/etc/ssh/sshd_config
        ;;
    cron)
        installed cron || return
        rm -rf /etc/cron.d # the jobs of the machine
        # With a login uid, a job is a bystander without keep-sessions.
        [ ! -e /etc/pam.d/cron ] || sed -i /pam_loginuid/d /etc/pam.d/cron
        printf '#!/bin/sh\necho $$ >%s/job\nexec sleep 1000\n' "$STAGE" >a-job
        chmod 755 a-job
        echo "@reboot root $STAGE/a-job" >/etc/crontab
        ;;
    php-fpm)
        for program in /usr/sbin/php-fpm*; do :; done
        installed "$program"
        ;;
    postgres)
        installed pg_createcluster && has_user postgres || return
        for version in /usr/lib/postgresql/*; do :; done
        version=${version##*/}
        sed -i "s/^version=15 /version=$version /" /etc/foster/postgres/run
        rm -rf /etc/postgresql
        pg_createcluster "$version" main -- --no-sync >postgres.out 2>&1 ||
            fail "there is no cluster: $(cat postgres.out)"
        ;;
    mariadb)
        installed mariadbd && installed mariadb-install-db && has_user mysql || return
        printf '[mariadbd]\ninnodb_buffer_pool_size = 8M\n' \
            >/etc/mysql/mariadb.conf.d/99.cnf
        mariadb-install-db --user=mysql --skip-test-db >mariadb.out 2>&1 ||
            fail "there is no data directory: $(cat mariadb.out)"
        ;;
    python) installed gunicorn && has_user www-data ;;
    node) installed node && has_user www-data ;;
    *) fail "the recipe $1 is new: describe here how to prepare it" ;;
    esac
}

# pidfile RECIPE: prints the path of the daemon's own; nothing if it writes none.
pidfile() {
    case $1 in
    nginx | sshd) echo "/run/$1.pid" ;;
    cron) echo /run/crond.pid ;;
    php-fpm) echo /run/php/php*.pid ;;
    postgres) echo "/var/lib/postgresql/$version/main/postmaster.pid" ;;
    mariadb) echo /run/mysqld/mysqld.pid ;;
    esac
}

# serves RECIPE: its port or socket is open.
serves() {
    case $1 in
    nginx) listening 80 ;;
    redis) listening 6379 ;;
    sshd) listening 22 ;;
    cron) [ -s "$(pidfile cron)" ] ;;
    php-fpm) grep -q ' 00010000 .* /run/php/php' /proc/net/unix ;; # it listens
    postgres) listening 5432 ;;
    mariadb) listening 3306 ;;
    python) listening 8000 ;;
    node) listening 3000 ;;
    esac
}

# --- The life of a recipe.

# begun RECIPE: a worker of gunicorn loses a TERM that arrives before it handles ABRT.
begun() {
    [ "$1" = python ] || return 0
    has_children "$seen_main" 2 || return
    for worker in $(ps -o pid= --ppid "$seen_main"); do
        caught=$(sed -n 's/^SigCgt:[^0-9a-f]*//p' "/proc/$worker/status")
        [ $((0x${caught:-0} & 0x20)) != 0 ] || return
    done
}

# right_main RECIPE STARTS: it was started so often, serves, and its pidfile agrees.
right_main() {
    settled "/service/$1" "$2" && [ "$seen_phase" = up ] && serves "$1" && begun "$1" || return
    file=$(pidfile "$1")
    [ ! "$file" ] || [ "$(head -n 1 "$file" | tr -d ' ')" = "$seen_main" ]
}

# another_main RECIPE PID: a main process other than PID is known.
another_main() {
    has_main "/service/$1" && [ "$found_main" != "$2" ]
}

# comes_up RECIPE STARTS
comes_up() {
    svctl wait --up -t "$(patient 60)s" "$1" || fail "$1 does not come up"
    svctl wait --ready -t "$(patient 60)s" "$1" || fail "$1 does not become ready"
    case $1 in
    sshd | cron) ;; # ready as soon as they are up
    *) serves "$1" || fail "$1 is ready before it serves" ;;
    esac
    wait_for 20 right_main "$1" "$2"
}

# why RECIPE TEXT: svctl why prints the text.
why() {
    explained=$(svctl why "$1") || fail "svctl why $1 exits $?"
    case $explained in
    *"$2"*) ;;
    *) fail "svctl why $1 does not say \"$2\": $explained" ;;
    esac
}

live() {
    same "what svctl check finds in $1" '' "$(svctl check "/etc/foster/$1" 2>&1)"
    ln -s "/etc/foster/$1" "/service/$1"
    comes_up "$1" 1
    why "$1" "with pid $seen_main as its main"
    begin_session "$1"

    killed=$seen_main
    signal KILL "$killed"
    wait_for 60 right_main "$1" 2
    comes_up "$1" 2
    why "$1" "pid $killed, was killed by signal 9"

    case $1 in
    nginx | sshd | php-fpm | postgres)
        svctl reload "$1" || fail "svctl reload $1 exits $?"
        case $1 in sshd | php-fpm) wait_for 20 another_main "$1" "$seen_main" ;; esac
        wait_for 20 right_main "$1" 2
        ;;
    esac

    processes=$(field "/service/$1" children | grep -o 'pid = [0-9]*' | cut -d ' ' -f 3)
    svctl down -t "$(patient 60)s" "$1" || fail "$1 does not stop"
    phase_is "/service/$1" down || fail "$1 is not down"
    for pid in $processes; do gone "$pid" || fail "$1 has left $pid"; done
    [ "$1" = cron ] || ! serves "$1" || fail "$1 is down and serves" # its pidfile stays
    why "$1" 'Next: nothing'
    end_session "$1"
    echo "$1" >>"$record"
}

# --- The sessions that keep-sessions spares: a login, and a job of cron.
begin_session() {
    case $1 in
    sshd)
        ssh -i key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
            -o BatchMode=yes root@127.0.0.1 "echo \$\$ >$STAGE/login; exec sleep 1000" \
            >ssh.out 2>&1 &
        client=$!
        wait_for 20 test -s login
        ;;
    cron) wait_for 20 test -s job ;;
    esac
}

end_session() {
    case $1 in
    sshd) session=$(cat login) ;;
    cron) session=$(cat job) ;;
    *) return 0 ;;
    esac
    alive "$session" || fail "$1 has ended the session $session"
    signal KILL "$session"
    if [ "$1" = sshd ]; then wait_for 20 finished "$client"; fi
}

scan /service
run=''
for directory in "$examples"/*; do
    recipe=${directory##*/}
    case $recipe in container | demo) continue ;; esac
    cp -R "$directory" /etc/foster
    prepare "$recipe" || continue
    run="$run$recipe "
    live "$recipe"
done
same 'the recipes that ran' "$run" "$(tr '\n' ' ' <"$record")"
same 'the messages of the supervisors' '' "$(cat svscan.err)"
scan_over TERM

# --- The container: the services that it copies, and its entry point.
containerfile=$examples/container/Containerfile
stage_of() { sed -n '/^FROM .* AS build/,/^$/p' "$1"; }
same 'the build of the container' "$(stage_of "$here/../../../svscan/boot/Containerfile")" \
    "$(stage_of "$containerfile")"
sed 's/^COPY --from=.*//; /\\$/{N;s/\\\n *//}' "$containerfile" >lines
sed -n 's,^COPY man/examples/\([^ ]*\) /etc/service/\1$,\1,p' lines >copied
[ -s copied ] || fail 'the Containerfile copies no service'
mkdir /etc/service
while read -r recipe; do
    case " $run" in
    *" $recipe "*) cp -R "$examples/$recipe" /etc/service ;;
    *) passed_over "the container needs $recipe" || exit 0 ;;
    esac
done <copied
sed -n 's/^RUN \(ln .*\)/\1/p' lines | sh -e
entry=$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]$/\1/p' lines | sed 's/", *"/ /g')
# shellcheck disable=SC2086 # words
$entry >container.out 2>&1 &
container=$!
started="$started $container"
while read -r recipe; do
    svctl wait --ready -t "$(patient 60)s" "/etc/service/$recipe" ||
        fail "$recipe does not become ready"
    serves "$recipe" || fail "$recipe is ready before it serves"
done <copied
if installed curl; then
    curl -s http://127.0.0.1/page >page || fail "nginx does not answer: $?"
    wait_for 20 grep -q '^nginx: .*GET /page' container.out
fi
signal TERM "$container"
wait_for 30 finished "$container"
code=0
wait "$container" || code=$?
same 'exit code of the container' 0 "$code"
while read -r recipe; do
    ! serves "$recipe" || fail "$recipe serves after the end of the container"
done <copied
