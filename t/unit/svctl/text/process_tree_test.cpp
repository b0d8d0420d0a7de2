// svctl tree.
#include "svctl/text/process_tree.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {
namespace {

branch someone(int who, int parent, std::string command, nanoseconds age = 5s)
{
    process p;
    p.who = who;
    p.parent = parent;
    return {std::move(p), std::move(command), age};
}

TEST(tree, shows_each_below_its_parent)
{
    const grove all{{someone(10, 1, "supervise web")},
                    {someone(11, 10, "run"), someone(12, 11, "worker"),
                     someone(13, 12, "its own"), someone(14, 11, "worker")},
                    {}};
    EXPECT_EQ(tree_of(up_since_three_seconds(11), all, 0),
              "  10 supervise web\n"
              "    11 run  (main, spawned, 5s)\n"
              "      12 worker\n"
              "        13 its own\n"
              "      14 worker\n");
}

TEST(tree, marks_who_was_adopted)
{
    auto s = up_since_three_seconds(12);
    s.kin = {{{12}, 1, came::adopted}, {{13}, 2, came::taken_back}};
    const grove all{{}, {someone(12, 10, "main"), someone(13, 10, "helper", 70s)}, {}};
    EXPECT_EQ(tree_of(s, all, 0), "    (run has exited; these processes remain)\n"
                                  "    12 main  (main, adopted, 5s)\n"
                                  "    13 helper  (taken-back, 1m 10s)\n");
}

TEST(tree, shows_attendants_and_bystanders_apart)
{
    auto s = up_since_three_seconds(11);
    s.attendants = {{20}};
    s.bystanders = {{30}};
    const grove all{
        {someone(10, 1, "supervise")},
        {someone(11, 10, "run"), someone(20, 10, "control/h"), someone(21, 20, "sleep")},
        {someone(30, 10, "login"), someone(31, 30, "shell")}};
    EXPECT_EQ(tree_of(s, all, 0), "  10 supervise\n"
                                  "    11 run  (main, spawned, 5s)\n"
                                  "  script processes of the service:\n"
                                  "    20 control/h\n"
                                  "      21 sleep\n"
                                  "  bystanders, which do not belong to the service:\n"
                                  "    30 login\n"
                                  "      31 shell\n");
}

TEST(tree, is_cut_where_the_terminal_ends)
{
    const grove all{{}, {someone(11, 10, "a long command \x1b[2J")}, {}};
    EXPECT_EQ(tree_of(up_since_three_seconds(12), all, 15), "    11 a long ~\n");
}

} // namespace
} // namespace foster
