// What is read from supervise/lock is what was written there.
#include "lib/launch_record.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

constexpr std::string_view boot = "872515ec-9d0b-40e7-8994-98189d03b271";

std::string text_of(const record_text& r)
{
    return {r.data(), r.size()};
}

TEST(launch_record, is_read_as_it_was_written)
{
    const launch_record run{.who = {4412}, .at = instant{7s + 1ns}, .number = 3};
    const launch_record finish{launch_record::kind::finish, {4500}, instant{9s}, 3};
    const auto all = read_records(text_of(mark_of(boot)) + text_of(to_text(run)) +
                                  text_of(to_text(finish)));
    EXPECT_EQ(all.boot, boot);
    EXPECT_EQ(all.run, run);
    EXPECT_EQ(all.script, finish);
}

TEST(launch_record, has_one_size_whatever_is_in_it)
{
    EXPECT_EQ(text_of(to_text({.who = {4412}, .at = instant{7s}, .number = 3})),
              "r 0000004412 0000000007000000000 0000000000000000003           \n");
    EXPECT_EQ(text_of(mark_of(boot)),
              "foster 1 872515ec-9d0b-40e7-8994-98189d03b271                  \n");
}

TEST(launch_record, gets_the_pid_of_the_child_that_writes_it)
{
    auto text = to_text({.at = instant{7s}, .number = 3});
    put_pid(text, 2147483647);
    const auto all = read_records(text_of(mark_of(boot)) + text_of(text));
    EXPECT_EQ(all.run,
              (launch_record{.who = {2147483647}, .at = instant{7s}, .number = 3}));
}

TEST(launch_record, is_missing_where_the_file_is_short_or_damaged)
{
    const launch_record script{launch_record::kind::script, {9}, instant{1s}, 1};
    const auto marked = text_of(mark_of(boot));
    const auto hole = std::string(record_size, '\0'); // a script before any launch
    EXPECT_EQ(read_records(""), launch_records{});
    EXPECT_EQ(read_records("lock"), launch_records{});
    EXPECT_EQ(read_records(hole + text_of(to_text(script))), launch_records{});
    EXPECT_EQ(read_records(marked), launch_records{std::string{boot}});
    EXPECT_EQ(read_records(marked + hole + text_of(to_text(script))).script, script);
    EXPECT_EQ(read_records(marked + text_of(to_text(script))).run, std::nullopt);
    EXPECT_EQ(read_records(marked + text_of(to_text({.who = {1}}))).run, std::nullopt);
    const auto run = text_of(to_text({.who = {4412}}));
    EXPECT_EQ(read_records(marked + run.substr(0, 40)).run, std::nullopt);
}

} // namespace
} // namespace foster
