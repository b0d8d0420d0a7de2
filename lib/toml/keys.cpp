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
    {"survivors", value::survivors, "survivors", R"("wait")", "", R"("stop")"},
    {"keep-sessions", value::truth, "keep-sessions", "false", "", "true"},
    {"essential", value::truth, "essential", "false", "", "true"},
    {"main.pidfile", value::path, "main-pidfile", "none", "", R"("/run/web.pid")"},
    {"main.settle", value::duration, "settle", R"("500ms")", times, R"("2s")"},
    {"main.foreground", value::duration, "foreground", R"("1m")", times, R"("5m")"},
    {"stop.signal", value::signal, "stop-signal", R"("TERM")", "", R"("QUIT")"},
    {"stop.timeout", value::duration, "stop-timeout", R"("1m")", times, R"("30s")"},
    {"stop.kill-timeout", value::duration, "kill-timeout", R"("10s")", times,
     R"("500ms")"},
    {"finish.timeout", value::duration, "finish-timeout", R"("1m")", times, R"("10s")"},
    {"ready.how", value::readiness, "ready", "when it is up", "", R"("fd")"},
    {"ready.fd", value::descriptor, "ready-fd", "3", "", "4"},
    {"ready.watchdog", value::duration, "watchdog", "none", times, R"("10s")"},
    {"ready.timeout", value::duration, "ready-timeout", "none", times, R"("30s")"},
    {"restart.when", value::restart, "restart", R"("always")", "", R"("failure")"},
    {"restart.delay", value::duration, "delay", R"("1s")", times, R"("250ms")"},
    {"restart.factor", value::factor, "delay-factor", "1", "", "1.5"},
    {"restart.jitter", value::share, "jitter", "0", "", "0.25"},
    {"restart.max-delay", value::duration, "max-delay", R"("1m")", times, R"("1h")"},
    {"restart.healthy-after", value::duration, "healthy-after", R"("1m")", times,
     R"("10s")"},
    {"restart.give-up.count", value::deaths, "give-up-count", "never", "", "5"},
    {"restart.give-up.within", value::duration, "give-up-within", R"("1m")", times,
     R"("1h")"},
    {"control.group", value::account, "control-group", "none", "", R"("adm")"},
    {"control.readers", value::account, "control-readers", "none", "", R"("everyone")"},
    {"reload.signal", value::reload_signal, "", R"("HUP")", "", R"("USR1")"},
    {"groups", value::groups, "", "none", "", R"(["web", "front"])"},
    {"command", value::command, "command", R"(["./run"])", "", R"(["sleep", "60"])"},
    {"environment", value::variables, "env", inherited, "",
     R"({LANG = "C.UTF-8", DISPLAY = false})"},
    {"environment-files", value::texts, "environment-file", "none", "",
     R"(["env", "/etc/default/web"])"},
    {"clear-environment", value::flag, "clear-environment", "false", "", "true"},
    {"run-as.user", value::account, "user", inherited, "", R"("www-data")"},
    {"run-as.group", value::account, "group", "the user's", "", R"("www-data")"},
    {"run-as.groups", value::accounts, "groups", "the user's", "", R"(["ssl-cert"])"},
    {"run-as.umask", value::mode, "umask", inherited, "", R"("027")"},
    {"run-as.directory", value::directory, "directory", "the service's", "",
     R"("/var/lib/web")"},
    {"run-as.root", value::directory, "root", inherited, "", R"("/srv/jail")"},
    {"limits.as", value::bytes, "limit:as", inherited, sizes, R"("2GiB")"},
    {"limits.core", value::bytes, "limit:core", inherited, sizes, R"("0:unlimited")"},
    {"limits.cpu", value::seconds, "limit:cpu", inherited, cpu_times, R"("90m")"},
    {"limits.data", value::bytes, "limit:data", inherited, sizes, R"("512MiB")"},
    {"limits.fsize", value::bytes, "limit:fsize", inherited, sizes, R"("1GB")"},
    {"limits.locks", value::count, "limit:locks", inherited, "", "100"},
    {"limits.memlock", value::bytes, "limit:memlock", inherited, sizes, R"("64KiB")"},
    {"limits.msgqueue", value::bytes, "limit:msgqueue", inherited, sizes, "800000"},
    {"limits.nice", value::count, "limit:nice", inherited, "", "20"},
    {"limits.nofile", value::count, "limit:nofile", inherited, "", R"("1024:4096")"},
    {"limits.nproc", value::count, "limit:nproc", inherited, "", "200"},
    {"limits.rss", value::bytes, "limit:rss", inherited, sizes, R"("1GiB")"},
    {"limits.rtprio", value::count, "limit:rtprio", inherited, "", "0"},
    {"limits.rttime", value::microseconds, "limit:rttime", inherited, pauses,
     R"("200ms")"},
    {"limits.sigpending", value::count, "limit:sigpending", inherited, "",
     R"("unlimited")"},
    {"limits.stack", value::bytes, "limit:stack", inherited, sizes, R"("8MiB")"},
    {"schedule.nice", value::nice, "nice", inherited, "", "5"},
    {"schedule.policy", value::policy, "policy", inherited, "", R"("batch")"},
    {"schedule.ioprio", value::io_class, "ioprio", inherited, "", R"("best-effort:6")"},
    {"schedule.oom-score-adj", value::oom_score, "oom-score-adj", inherited, "", "-500"},
    {"schedule.cpu-affinity", value::processors, "cpu-affinity", inherited, "",
     R"("0-3,5")"},
    {"security.no-new-privileges", value::flag, "no-new-privileges", "false", "", "true"},
    {"security.capabilities-bounding", value::capabilities, "capabilities-bounding",
     inherited, "", R"(["CAP_KILL"])"},
    {"security.capabilities-ambient", value::capabilities, "capabilities-ambient",
     inherited, "", R"(["CAP_KILL"])"},
});

} // namespace

std::span<const key> all_keys()
{
    return keys;
}

} // namespace foster
