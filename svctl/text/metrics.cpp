#include "svctl/text/metrics.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/utf8.h"

namespace foster {

namespace {

std::string decimal(nanoseconds time)
{
    const auto hundredths = std::max<nanoseconds>(time, 0s) / 10ms;
    const auto rest = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (rest.size() < 2 ? ".0" : ".") + rest;
}

std::string truth(bool b)
{
    return b ? "1" : "0";
}

struct family {
    std::string_view name;
    bool counts; // true for a counter, whose samples end in _total; false for a gauge
    std::string_view unit;
    std::string_view help;
    // Returns an empty text if there is no sample.
    std::string (*of)(const service_view& v, const status& s, stamp now);
};

constexpr auto families = std::to_array<family>({
    {"foster_service_up", false, "", "Whether the service is up, with its main process.",
     [](const service_view&, const status& s, stamp) {
         return truth(s.phase == phase::up);
     }},
    {"foster_service_ready", false, "", "Whether the service is up and ready.",
     [](const service_view&, const status& s, stamp) {
         return truth(s.phase == phase::up && s.ready);
     }},
    {"foster_service_degraded", false, "",
     "Whether the main process is dead and others are alive.",
     [](const service_view&, const status& s, stamp) {
         return truth(s.phase == phase::degraded);
     }},
    {"foster_service_failed", false, "", "Whether the service has failed.",
     [](const service_view&, const status& s, stamp) {
         return truth(s.phase == phase::failed);
     }},
    {"foster_service_wanted", false, "", "Whether the service is wanted up.",
     [](const service_view&, const status& s, stamp) {
         return truth(s.want == want::up);
     }},
    {"foster_service_restarts", true, "", "Number of starts after the first.",
     [](const service_view&, const status& s, stamp) {
         return std::to_string(restarts(s));
     }},
    {"foster_service_uptime_seconds", false, "seconds", "Time since the service came up.",
     [](const service_view&, const status& s, stamp now) {
         return s.phase == phase::up ? decimal(now - s.since) : "0.00";
     }},
    {"foster_service_processes", false, "", "Number of processes of the service.",
     [](const service_view& v, const status&, stamp) {
         return std::to_string(v.uses.processes);
     }},
    {"foster_service_cpu_seconds", false, "seconds",
     "CPU time that the living processes of the service have used.",
     [](const service_view& v, const status&, stamp) { return decimal(v.uses.cpu); }},
    {"foster_service_memory_bytes", false, "bytes",
     "Sum of the resident sets of the processes of the service.",
     [](const service_view& v, const status&, stamp) {
         return std::to_string(v.uses.memory);
     }},
    {"foster_service_last_exit", false, "",
     "Exit code of the last main process, or 128 and the number of its signal.",
     [](const service_view&, const status& s, stamp) {
         if (!s.last || s.last->of.how == manner::unknown) return std::string{};
         const bool exited = s.last->of.how == manner::exited;
         return std::to_string(s.last->of.status + (exited ? 0 : 128));
     }},
});

std::string labelled(const std::string& name)
{
    std::string text;
    for (const char c : to_utf8(name)) switch (c) {
        case '\\': text += "\\\\"; break;
        case '"': text += "\\\""; break;
        case '\n': text += "\\n"; break;
        default: text += c;
        }
    return "{service=\"" + text + "\"} ";
}

// Returns the name of a family.  OpenMetrics names a counter without the _total of its
// samples.
std::string name_of(const family& f, exposition as)
{
    const bool whole = f.counts && as == exposition::prometheus;
    return std::string{f.name} + (whole ? "_total" : "");
}

void begin(std::string& text, const family& f, exposition as)
{
    const auto name = name_of(f, as);
    text += "# TYPE " + name + (f.counts ? " counter\n" : " gauge\n");
    if (!f.unit.empty() && as == exposition::open_metrics)
        text += "# UNIT " + name + ' ' + std::string{f.unit} + '\n';
    text += "# HELP " + name + ' ' + std::string{f.help} + '\n';
}

} // namespace

std::string to_metrics(std::span<const service_view> services, stamp now, exposition as)
{
    std::string text = "# TYPE foster_service_supervised gauge\n"
                       "# HELP foster_service_supervised Whether a supervise process "
                       "runs for the service.\n";
    for (const auto& v : services)
        text += "foster_service_supervised" + labelled(v.said.name) +
                truth(v.said.state.has_value()) + '\n';
    for (const auto& f : families) {
        begin(text, f, as);
        for (const auto& v : services) {
            if (!v.said.state) continue;
            const auto value = f.of(v, *v.said.state, now);
            if (value.empty()) continue;
            text += std::string{f.name} + (f.counts ? "_total" : "") +
                    labelled(v.said.name) + value + '\n';
        }
    }
    return as == exposition::open_metrics ? text + "# EOF\n" : text;
}

} // namespace foster
