// svctl status --output.
#include "svctl/text/status_fields.h"

#include <gtest/gtest.h>

#include "svctl/options.h"
#include "t/unit/shown.h"

namespace foster {
namespace {

using views = std::vector<service_view>;

std::vector<const field_row*> fields_of(const std::string& list)
{
    std::vector<std::string> warnings;
    auto all = read_fields(list, warnings);
    EXPECT_TRUE(warnings.empty());
    return all;
}

TEST(fields, are_lines_with_tabs)
{
    const views all{shown("web", up_since_three_seconds(4412), {3, 12'900'000, 1420ms}),
                    shown("mailer", waiting_for_a_second()), shown("cron", std::nullopt)};
    EXPECT_EQ(
        to_lines(all, fields_of("name,phase,main,seconds,memory,cpu,how,status"), noon),
        "web\tup\t4412\t3\t12900000\t1.42\t-\t-\n"
        "mailer\twaiting\t0\t0\t0\t0.00\texited\t1\n"
        "cron\tunsupervised\t-\t-\t-\t-\t-\t-\n");
}

TEST(fields, say_times_as_the_state_does)
{
    const views all{shown("mailer", waiting_for_a_second())};
    EXPECT_EQ(
        to_lines(all, fields_of("path,since,retry,died"), noon),
        "/service/mailer\t2026-11-22T12:01:07.000000Z\t2026-11-22T12:01:07.900000Z\t"
        "2026-11-22T12:00:55.000000Z\n");
}

TEST(fields, may_be_asked_for_twice)
{
    const views all{shown("web", up_since_three_seconds(7))};
    EXPECT_EQ(to_lines(all, fields_of("name,name"), noon), "web\tweb\n");
}

TEST(fields, hold_no_tab_of_a_name)
{
    const views all{shown("a\tb", std::nullopt)};
    EXPECT_EQ(to_lines(all, fields_of("name"), noon), "a?b\n");
}

TEST(fields, know_which_need_a_look_at_each_process)
{
    for (const auto* f : fields_of(known_fields()))
        EXPECT_EQ(f->of_processes,
                  f->name == "processes" || f->name == "memory" || f->name == "cpu")
            << f->name;
}

TEST(fields, have_the_names_of_version_0_1_0_with_a_warning)
{
    auto state = up_since_three_seconds(7);
    state.says = "idle";
    std::vector<std::string> warnings;
    const auto fields = read_fields("name,says", warnings);
    EXPECT_EQ(to_lines(views{shown("web", state)}, fields, noon), "web\tidle\n");
    EXPECT_EQ(warnings,
              std::vector<std::string>{"the field says is called status-text now"});
}

TEST(fields, that_are_unknown_are_refused_with_the_nearest)
{
    try {
        fields_of("name,phaes");
        FAIL();
    } catch (const usage_error& e) {
        EXPECT_STREQ(e.what(),
                     "unable to understand the field \"phaes\": the nearest is phase");
    }
}

} // namespace
} // namespace foster
