// OpenMetrics text of services.
#include "svctl/text/metrics.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {
namespace {

service_view web()
{
    status s;
    s.phase = phase::up;
    s.want = want::up;
    s.main = {7};
    s.ready = true;
    s.starts = 3;
    s.since = noon - 90s;
    s.last = last_death{{{6}, manner::signalled, 9}, noon};
    return {{"web", s, {{7}, {8}}}, "/service/web", {2, 4096, 1250ms}};
}

TEST(metrics, are_of_all_that_is_known)
{
    const std::vector all{web(), service_view{{"a\"b\\c\nd", std::nullopt, {}}}};
    EXPECT_EQ(to_metrics(all, noon, exposition::open_metrics),
              R"(# TYPE foster_service_supervised gauge
# HELP foster_service_supervised Whether a supervise process runs for the service.
foster_service_supervised{service="web"} 1
foster_service_supervised{service="a\"b\\c\nd"} 0
# TYPE foster_service_up gauge
# HELP foster_service_up Whether the service is up, with its main process.
foster_service_up{service="web"} 1
# TYPE foster_service_ready gauge
# HELP foster_service_ready Whether the service is up and ready.
foster_service_ready{service="web"} 1
# TYPE foster_service_degraded gauge
# HELP foster_service_degraded Whether the main process is dead and others are alive.
foster_service_degraded{service="web"} 0
# TYPE foster_service_failed gauge
# HELP foster_service_failed Whether the service has failed.
foster_service_failed{service="web"} 0
# TYPE foster_service_wanted gauge
# HELP foster_service_wanted Whether the service is wanted up.
foster_service_wanted{service="web"} 1
# TYPE foster_service_restarts counter
# HELP foster_service_restarts Number of starts after the first.
foster_service_restarts_total{service="web"} 2
# TYPE foster_service_uptime_seconds gauge
# UNIT foster_service_uptime_seconds seconds
# HELP foster_service_uptime_seconds Time since the service came up.
foster_service_uptime_seconds{service="web"} 90.00
# TYPE foster_service_processes gauge
# HELP foster_service_processes Number of processes of the service.
foster_service_processes{service="web"} 2
# TYPE foster_service_cpu_seconds gauge
# UNIT foster_service_cpu_seconds seconds
# HELP foster_service_cpu_seconds CPU time that the living processes of the service have used.
foster_service_cpu_seconds{service="web"} 1.25
# TYPE foster_service_memory_bytes gauge
# UNIT foster_service_memory_bytes bytes
# HELP foster_service_memory_bytes Sum of the resident sets of the processes of the service.
foster_service_memory_bytes{service="web"} 4096
# TYPE foster_service_last_exit gauge
# HELP foster_service_last_exit Exit code of the last main process, or 128 and the number of its signal.
foster_service_last_exit{service="web"} 137
# EOF
)");
}

TEST(metrics, are_in_the_older_format_where_that_is_asked_for)
{
    const std::vector all{web()};
    const auto text = to_metrics(all, noon, exposition::prometheus);
    EXPECT_NE(text.find(R"(# TYPE foster_service_restarts_total counter
# HELP foster_service_restarts_total Number of starts after the first.
foster_service_restarts_total{service="web"} 2
# TYPE foster_service_uptime_seconds gauge
# HELP foster_service_uptime_seconds Time since the service came up.
foster_service_uptime_seconds{service="web"} 90.00
)"),
              text.npos);
    EXPECT_EQ(text.find("# UNIT"), text.npos);
    EXPECT_EQ(text.find("# EOF"), text.npos);
}

} // namespace
} // namespace foster
