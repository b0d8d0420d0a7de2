#!/bin/sh
# svctl finds services by name, path, pattern, instance and group, and prints the nearest
# names for a wrong one.
. "${0%/*}/../lib.sh"

for name in web web@a web@b mail@a redis +odd; do service "scan/$name" 'exec sleep 1000'; done
mkdir scan/web@ scan/web/log scan/.svscan log
echo 'groups = ["front", "cache"]' >scan/redis/service.toml
echo 'groups = ["front"]' >scan/web/service.toml
echo 'groups = ["%i"]' >scan/web@b/service.toml
printf 'groups = "front"\n' >scan/mail@a/service.toml
SVDIR=scan
export SVDIR

# names WORD...: records the services that svctl list prints for them, in one line.
names() {
    code=0
    svctl list "$@" >out 2>err || code=$?
    echo "$*: $(tr '\n' ' ' <out)" | sed 's/ $//' >>"$record"
    cat err >>"$record"
    [ "$code" = 0 ] || echo "=> $code" >>"$record"
}

names
names --names
names web
names web/log
names 'web*'
names '*/log'
names 'w?b'
names @a
names @
names +front
names +b
names web@b scan/web@b/ 'web@*' +b
names ./scan/+odd redis
names ./scan/web/log
names @nobody
names +nobody
names 'x*' web
expect <<'END'
: +odd mail@a redis web web/log web@a web@b
--names: +odd mail@a redis web web/log web@a web@b +b +cache +front @a @b
svctl mail@a: warning: ignoring scan/mail@a/service.toml:1: "groups" must be a list of names, of letters, digits, _, - and ., as ["web"]
web: web
web/log: web/log
web*: web web@a web@b
*/log: web/log
w?b: web
@a: mail@a web@a
@:
svctl: fatal: @ matches no service of scan (@ARG stands for the instances NAME@ARG)
=> 100
+front: redis web
svctl mail@a: warning: ignoring scan/mail@a/service.toml:1: "groups" must be a list of names, of letters, digits, _, - and ., as ["web"]
+b: web@b
svctl mail@a: warning: ignoring scan/mail@a/service.toml:1: "groups" must be a list of names, of letters, digits, _, - and ., as ["web"]
web@b scan/web@b/ web@* +b: web@b web@a
svctl mail@a: warning: ignoring scan/mail@a/service.toml:1: "groups" must be a list of names, of letters, digits, _, - and ., as ["web"]
./scan/+odd redis: +odd redis
./scan/web/log: web/log
@nobody:
svctl: fatal: @nobody matches no service of scan (@ARG stands for the instances NAME@ARG)
=> 100
+nobody:
svctl mail@a: warning: ignoring scan/mail@a/service.toml:1: "groups" must be a list of names, of letters, digits, _, - and ., as ["web"]
svctl: fatal: +nobody matches no service of scan (+GROUP stands for the services with GROUP in groups of service.toml)
=> 100
x* web:
svctl: fatal: x* matches no service of scan (svctl list prints all names)
=> 100
END

: >"$record"
client svctl up wbe
client svctl down web@c
client svctl restart completely-different
client svctl up ./scan/rediss
client svctl -S nowhere up web
client svctl up --scan-dir nowhere web
client svctl statsu
expect <<'END'
$ svctl up wbe
svctl wbe: fatal: not supervised: there is no scan/wbe; the nearest is web
=> 100
$ svctl down web@c
svctl web@c: fatal: not supervised: there is no scan/web@c; the nearest is web@a, web@b
=> 100
$ svctl restart completely-different
svctl completely-different: fatal: not supervised: there is no scan/completely-different (svctl list prints the names)
=> 100
$ svctl up ./scan/rediss
svctl rediss: fatal: not supervised: there is no ./scan/rediss; the nearest is redis
=> 100
$ svctl -S nowhere up web
svctl web: fatal: not supervised: there is no nowhere/web (no nowhere; choose another with --scan-dir or SVDIR)
=> 100
$ svctl up --scan-dir nowhere web
svctl web: fatal: not supervised: there is no nowhere/web (no nowhere; choose another with --scan-dir or SVDIR)
=> 100
$ svctl statsu
svctl: fatal: unable to understand "statsu": the nearest command is status (see svctl --help)
=> 2
END
