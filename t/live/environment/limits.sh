#!/bin/sh
# Each limit of service.toml is seen in /proc/PID/limits, soft and hard.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

daemon one 'fork{setsid main serve}'
cat >one/service.toml <<END
[limits]
as = "100TiB"
core = "0:65MiB"
cpu = "1h:2h"
data = "90TiB"
fsize = "8GiB"
locks = 101
memlock = "64kB"
msgqueue = "4KiB"
nice = 0
nofile = "200:300"
nproc = "5000:5001"
rss = 4096
rtprio = "0"
rttime = "200ms:1s"
sigpending = 102
stack = "8MiB"
END
begin one
wait_for 5 spoken_for one 1
sed 1d "/proc/$(main_of one)/limits" | cut -c1-67 | sed 's/  */ /g; s/ $//' | sort >>"$record"
over one
quiet one

# A limit above the maximum is refused at the start, with its name.
echo 'limits.nofile = "unlimited"' >one/service.toml
begin one delay=60000
wait_for 5 phase_is one waiting
over one
said one 'supervise one: fatal: unable to set the limit nofile to unlimited:unlimited: Operation not permitted'
expect <<END
Max address space 109951162777600 109951162777600
Max core file size 0 68157440
Max cpu time 3600 7200
Max data size 98956046499840 98956046499840
Max file locks 101 101
Max file size 8589934592 8589934592
Max locked memory 64000 64000
Max msgqueue size 4096 4096
Max nice priority 0 0
Max open files 200 300
Max pending signals 102 102
Max processes 5000 5001
Max realtime priority 0 0
Max realtime timeout 200000 1000000
Max resident set 4096 4096
Max stack size 8388608 8388608
END
