#include "lib/toml/keys.h"

#include <array>

namespace foster {

namespace {

constexpr std::string_view inherited = "supervise's";
constexpr std::string_view times = "ms, s, m, h, d";
constexpr std::string_view cpu_times = "s, m, h, d";
constexpr std::string_view pauses = "us, ms, s";
constexpr std::string_view sizes = "B, kB, KiB, MB, ..., TiB";

constexpr auto keys = std::to_array<key>({
    {"survivors", kind::survivors, "survivors", R"("wait")", "", R"("stop")"},
    {"keep-sessions", kind::truth, "keep-sessions", "false", "", "true"},
    {"essential", kind::truth, "essential", "false", "", "true"},
    {"main.pidfile", kind::path, "main-pidfile", "none", "", R"("/run/web.pid")"},
    {"main.settle", kind::duration, "settle", R"("500ms")", times, R"("2s")"},
    {"main.foreground", kind::duration, "foreground", R"("1m")", times, R"("5m")"},
    {"stop.signal", kind::signal, "stop-signal", R"("TERM")", "", R"("QUIT")"},
    {"stop.timeout", kind::duration, "stop-timeout", R"("1m")", times, R"("30s")"},
    {"stop.kin-timeout", kind::duration, "kin-timeout", R"("10s")", times, R"("500ms")"},
    {"finish.timeout", kind::duration, "finish-timeout", R"("1m")", times, R"("10s")"},
    {"ready.how", kind::readiness, "ready", "when it is up", "", R"("fd")"},
    {"ready.fd", kind::descriptor, "ready-fd", "3", "", "4"},
    {"ready.watchdog", kind::duration, "watchdog", "none", times, R"("10s")"},
    {"ready.timeout", kind::duration, "ready-timeout", "none", times, R"("30s")"},
    {"restart.when", kind::restart, "restart", R"("always")", "", R"("failure")"},
    {"restart.delay", kind::duration, "delay", R"("1s")", times, R"("250ms")"},
    {"restart.factor", kind::factor, "delay-factor", "1", "", "1.5"},
    {"restart.jitter", kind::share, "jitter", "0", "", "0.25"},
    {"restart.max-delay", kind::duration, "max-delay", R"("1m")", times, R"("1h")"},
    {"restart.healthy-after", kind::duration, "healthy-after", R"("1m")", times,
     R"("10s")"},
    {"restart.give-up.count", kind::deaths, "give-up-count", "never", "", "5"},
    {"restart.give-up.within", kind::duration, "give-up-within", R"("1m")", times,
     R"("1h")"},
    {"control.group", kind::account, "control-group", "none", "", R"("adm")"},
    {"control.readers", kind::account, "control-readers", "none", "", R"("everyone")"},
    {"reload.signal", kind::reload_signal, "", R"("HUP")", "", R"("USR1")"},
    {"groups", kind::groups, "", "none", "", R"(["web", "front"])"},
    {"command", kind::command, "command", R"(["./run"])", "", R"(["sleep", "60"])"},
    {"environment", kind::variables, "env", inherited, "",
     R"({LANG = "C.UTF-8", DISPLAY = false})"},
    {"environment-files", kind::texts, "environment-file", "none", "",
     R"(["env", "/etc/default/web"])"},
    {"clear-environment", kind::flag, "clear-environment", "false", "", "true"},
    {"run-as.user", kind::account, "user", inherited, "", R"("www-data")"},
    {"run-as.group", kind::account, "group", "the user's", "", R"("www-data")"},
    {"run-as.groups", kind::accounts, "groups", "the user's", "", R"(["ssl-cert"])"},
    {"run-as.umask", kind::mode, "umask", inherited, "", R"("027")"},
    {"run-as.directory", kind::directory, "directory", "the service's", "",
     R"("/var/lib/web")"},
    {"run-as.root", kind::directory, "root", inherited, "", R"("/srv/jail")"},
    {"limits.as", kind::bytes, "limit:as", inherited, sizes, R"("2GiB")"},
    {"limits.core", kind::bytes, "limit:core", inherited, sizes, R"("0:unlimited")"},
    {"limits.cpu", kind::seconds, "limit:cpu", inherited, cpu_times, R"("90m")"},
    {"limits.data", kind::bytes, "limit:data", inherited, sizes, R"("512MiB")"},
    {"limits.fsize", kind::bytes, "limit:fsize", inherited, sizes, R"("1GB")"},
    {"limits.locks", kind::count, "limit:locks", inherited, "", "100"},
    {"limits.memlock", kind::bytes, "limit:memlock", inherited, sizes, R"("64KiB")"},
    {"limits.msgqueue", kind::bytes, "limit:msgqueue", inherited, sizes, "800000"},
    {"limits.nice", kind::count, "limit:nice", inherited, "", "20"},
    {"limits.nofile", kind::count, "limit:nofile", inherited, "", R"("1024:4096")"},
    {"limits.nproc", kind::count, "limit:nproc", inherited, "", "200"},
    {"limits.rss", kind::bytes, "limit:rss", inherited, sizes, R"("1GiB")"},
    {"limits.rtprio", kind::count, "limit:rtprio", inherited, "", "0"},
    {"limits.rttime", kind::microseconds, "limit:rttime", inherited, pauses,
     R"("200ms")"},
    {"limits.sigpending", kind::count, "limit:sigpending", inherited, "",
     R"("unlimited")"},
    {"limits.stack", kind::bytes, "limit:stack", inherited, sizes, R"("8MiB")"},
    {"schedule.nice", kind::nice, "nice", inherited, "", "5"},
    {"schedule.policy", kind::policy, "policy", inherited, "", R"("batch")"},
    {"schedule.ioprio", kind::io_class, "ioprio", inherited, "", R"("best-effort:6")"},
    {"schedule.oom-score-adj", kind::oom_score, "oom-score-adj", inherited, "", "-500"},
    {"schedule.cpu-affinity", kind::processors, "cpu-affinity", inherited, "",
     R"("0-3,5")"},
    {"security.no-new-privileges", kind::flag, "no-new-privileges", "false", "", "true"},
    {"security.capabilities-bounding", kind::capabilities, "capabilities-bounding",
     inherited, "", R"(["CAP_KILL"])"},
    {"security.capabilities-ambient", kind::capabilities, "capabilities-ambient",
     inherited, "", R"(["CAP_KILL"])"},
});

} // namespace

std::span<const key> all_keys()
{
    return keys;
}

bool is_outfit(kind k)
{
    switch (k) {
    case kind::survivors:
    case kind::truth:
    case kind::path:
    case kind::signal:
    case kind::duration:
    case kind::restart:
    case kind::readiness:
    case kind::descriptor:
    case kind::factor:
    case kind::share:
    case kind::deaths:
    case kind::groups:
    case kind::reload_signal: return false;
    case kind::command:
    case kind::variables:
    case kind::flag:
    case kind::texts:
    case kind::bytes:
    case kind::seconds:
    case kind::microseconds:
    case kind::count:
    case kind::account:
    case kind::accounts:
    case kind::directory:
    case kind::mode:
    case kind::nice:
    case kind::policy:
    case kind::io_class:
    case kind::oom_score:
    case kind::processors:
    case kind::capabilities: break;
    }
    return true;
}

bool is_for_svctl(kind k)
{
    return k == kind::groups || k == kind::reload_signal;
}

std::string_view allowed(kind k)
{
    switch (k) {
    case kind::survivors: return "\"wait\" or \"stop\"";
    case kind::truth: return "true or false";
    case kind::path: return "the path of a file, as a string";
    case kind::signal: return "the name of a signal, as \"TERM\"";
    case kind::duration:
        return "a time from 1ms to 31d, as \"30s\" (units: ms, s, m, h, d)";
    case kind::readiness:
        return "\"spawned\", \"forked\", \"fd\", \"notify\" or \"check\"";
    case kind::descriptor: return "a number from 3 to 255";
    case kind::restart: return "\"always\", \"failure\" or \"never\"";
    case kind::factor: return "a number from 1 to 100, as 2 or 1.5";
    case kind::share: return "a number from 0 to 1, as 0.25";
    case kind::deaths: return "a number from 1 to 1000";
    case kind::groups:
        return "a list of names, of letters, digits, _, - and ., as [\"web\"]";
    case kind::reload_signal:
        return "one of \"HUP\", \"ALRM\", \"INT\", \"TERM\", \"KILL\", \"QUIT\", "
               "\"USR1\", \"USR2\", \"WINCH\" and \"ABRT\"";
    case kind::command: return "a program and its arguments, as [\"sleep\", \"60\"]";
    case kind::variables: return "a table: [environment]";
    case kind::flag: return "true or false";
    case kind::texts: return "a list of strings, as [\"a\", \"b\"]";
    case kind::bytes:
        return "a size, \"unlimited\", or SOFT:HARD of them, as \"64MiB\" (units: B, "
               "KiB, "
               "MiB, GiB, TiB, kB, MB, GB, TB)";
    case kind::seconds:
        return "a time, \"unlimited\", or SOFT:HARD of them, as \"30s\" (units: s, m, h, "
               "d)";
    case kind::microseconds:
        return "a time, \"unlimited\", or SOFT:HARD of them, as \"200ms\" (units: us, "
               "ms, "
               "s)";
    case kind::count:
        return "a number, \"unlimited\", or SOFT:HARD of them, as \"512:1024\"";
    case kind::account: return "a name or a number, as a string";
    case kind::accounts: return "a list of names or numbers, as [\"adm\", \"44\"]";
    case kind::directory: return "the path of a directory, as a string";
    case kind::mode: return "an octal number, as the string \"022\"";
    case kind::nice: return "a number from -20 to 19";
    case kind::policy:
        return "\"other\", \"batch\", \"idle\", \"fifo:N\" or \"rr:N\", with N from 1 to "
               "99";
    case kind::io_class:
        return "\"idle\", \"best-effort:N\" or \"realtime:N\", with N from 0 to 7";
    case kind::oom_score: return "a number from -1000 to 1000";
    case kind::processors: return "a list of processors, as \"0-3,5\"";
    case kind::capabilities:
        return "a list of capabilities, as [\"CAP_NET_BIND_SERVICE\"]";
    }
    return {};
}

} // namespace foster
