// Records that are read from supervise/lock are those that were written.
#include "lib/launch_record.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

const record_text mark = mark_of("872515ec-9d0b-40e7-8994-98189d03b271", 17);

std::string text_of(const record_text& r)
{
    return {r.data(), r.size()};
}

TEST(launch_record, is_read_as_it_was_written)
{
    const launch_record run{.who = {4412}, .at = instant{7s + 1ns}, .number = 3};
    const launch_record finish{launch_record::kind::finish, {4500}, instant{9s}, 3};
    const auto all = read_records(
        text_of(mark) + text_of(to_text(run)) + text_of(to_text(finish)), mark);
    EXPECT_TRUE(all.of_this_run);
    EXPECT_EQ(all.run, run);
    EXPECT_EQ(all.script, finish);
}

TEST(launch_record, has_one_size_whatever_is_in_it)
{
    EXPECT_EQ(text_of(to_text({.who = {4412}, .at = instant{7s}, .number = 3})),
              "r 0000004412 0000000007000000000 0000000000000000003           \n");
    EXPECT_EQ(text_of(mark),
              "foster 1 872515ec-9d0b-40e7-8994-98189d03b271 17               \n");
    EXPECT_EQ(text_of(mark_of(std::string(40, 'b'), ~0ULL)),
              "foster 1 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb                  \n");
}

TEST(launch_record, gets_the_pid_of_the_child_that_writes_it)
{
    auto text = to_text({.at = instant{7s}, .number = 3});
    put_pid(text, 2147483647);
    const auto all = read_records(text_of(mark) + text_of(text), mark);
    EXPECT_EQ(all.run,
              (launch_record{.who = {2147483647}, .at = instant{7s}, .number = 3}));
}

// A pid of an earlier container on the same machine belongs to another process.
TEST(launch_record, means_nothing_in_another_run)
{
    const auto run = text_of(to_text({.who = {4412}, .at = instant{7s}, .number = 3}));
    const auto other = mark_of("872515ec-9d0b-40e7-8994-98189d03b271", 18);
    const auto all = read_records(text_of(other) + run, mark);
    EXPECT_TRUE(all.marked);
    EXPECT_FALSE(all.of_this_run);
    EXPECT_EQ(all.run, std::nullopt);
}

TEST(launch_record, is_missing_where_the_file_is_short_or_damaged)
{
    const launch_record script{launch_record::kind::script, {9}, instant{1s}, 1};
    const auto marked = text_of(mark);
    const auto hole = std::string(record_size, '\0'); // a script before any launch
    EXPECT_EQ(read_records("", mark), launch_records{});
    EXPECT_EQ(read_records("lock", mark), launch_records{});
    EXPECT_EQ(read_records(hole + text_of(to_text(script)), mark), launch_records{});
    EXPECT_TRUE(read_records(marked, mark).of_this_run);
    EXPECT_EQ(read_records(marked + hole + text_of(to_text(script)), mark).script,
              script);
    EXPECT_EQ(read_records(marked + text_of(to_text(script)), mark).run, std::nullopt);
    EXPECT_EQ(read_records(marked + text_of(to_text({.who = {1}})), mark).run,
              std::nullopt);
    const auto run = text_of(to_text({.who = {4412}}));
    EXPECT_EQ(read_records(marked + run.substr(0, 40), mark).run, std::nullopt);
}

TEST(launch_record, is_of_a_process_that_began_soon_after_it)
{
    const launch_record r{.who = {4412}, .at = instant{7s}, .number = 3};
    EXPECT_FALSE(could_write(r, 699));
    EXPECT_TRUE(could_write(r, 700));
    EXPECT_TRUE(could_write(r, 6699));
    EXPECT_FALSE(could_write(r, 6700));
    EXPECT_FALSE(could_write(r, 0));
}

} // namespace
} // namespace foster
