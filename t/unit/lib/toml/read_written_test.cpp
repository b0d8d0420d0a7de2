// The fast reader of states agrees with toml++.
#include "lib/toml/read_written.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

#include "lib/toml/read_state.h"

namespace foster {
namespace {

// Possible states, each different.
class states {
  public:
    status next()
    {
        status s;
        s.phase = static_cast<phase>(below(8));
        s.want = static_cast<want>(below(3));
        s.main = {natural()};
        s.ready = below(2);
        s.paused = below(2);
        s.essential = below(2);
        s.since = time();
        s.starts = static_cast<std::uint64_t>(below(
            below(2) ? 10 : static_cast<long>(std::numeric_limits<std::int64_t>::max())));
        for (long i = below(4); i > 0; --i)
            s.kin.push_back({{natural()},
                             static_cast<std::uint64_t>(below(99'999'999)),
                             static_cast<came>(below(3)),
                             {below(2) ? natural() + 1 : 0}});
        s.bystanders = pids();
        s.attendants = pids();
        s.killed = pids();
        if (below(2)) s.retry = time();
        if (below(2))
            s.last = last_death{{{natural()},
                                 static_cast<manner>(below(4)),
                                 static_cast<int>(below(256))},
                                time()};
        for (long i = below(4); i > 0; --i)
            s.earlier.add_older({{{natural()},
                                  static_cast<manner>(below(4)),
                                  static_cast<int>(below(256))},
                                 time()});
        return s;
    }

    long below(long end)
    {
        return std::uniform_int_distribution<long>{0, end - 1}(random_);
    }

  private:
    int natural()
    {
        return static_cast<int>(below(below(2) ? 100 : std::numeric_limits<int>::max()));
    }
    stamp time() // between 1970 and 2261
    {
        return stamp{std::chrono::microseconds{below(9'214'646'400'000'000)}};
    }
    std::vector<pid> pids()
    {
        std::vector<pid> all;
        for (long i = below(3); i > 0; --i) all.push_back({natural() + 1});
        return all;
    }

    std::mt19937 random_; // always the same
};

constexpr std::string_view bytes = "0123456789 =\"{}[],:-.#TZ\nabcduw_+";

TEST(read_written, reads_whatever_is_written_as_toml_does)
{
    states all;
    for (int i = 0; i < 2000; ++i) {
        const auto s = all.next();
        const std::string_view boot = i % 2 ? "872515ec-9d0b-40e7-8994-98189d03b271" : "";
        const auto text = to_state(s, boot);
        std::string_view read;
        ASSERT_EQ(read_written(text, read), s) << text;
        ASSERT_EQ(read, boot);
        ASSERT_EQ(read_any_state(text).read, s) << text;
        ASSERT_EQ(read_any_state(text).boot, boot);
    }
}

TEST(read_written, takes_nothing_that_toml_takes_for_something_else)
{
    states all;
    int taken = 0;
    for (int i = 0; i < 20000; ++i) {
        auto text = to_state(all.next(), i % 2 ? "872515ec-9d0b" : "");
        std::string_view boot;
        const auto at =
            static_cast<std::size_t>(all.below(static_cast<long>(text.size())));
        const char byte = bytes[static_cast<std::size_t>(all.below(bytes.size()))];
        switch (all.below(3)) {
        case 0: text[at] = byte; break;
        case 1: text.insert(at, 1, byte); break;
        case 2: text.erase(at, 1); break;
        }
        if (const auto quick = read_written(text, boot)) {
            ++taken;
            ASSERT_EQ(read_any_state(text).read, quick) << text;
            ASSERT_EQ(read_any_state(text).boot, boot) << text;
        }
    }
    EXPECT_GT(taken, 1000); // another digit is another state
}

TEST(read_written, leaves_to_toml_what_another_writer_may_write)
{
    const auto written = to_state(status{});
    const auto with = [&](std::string_view line, std::string_view other) {
        auto text = written;
        return text.replace(text.find(line), line.size(), other);
    };
    std::string_view boot;
    EXPECT_TRUE(read_written(written, boot));
    for (const auto& text :
         {written + "mood = \"fine\"\n", written + "# fine\n", with("main = 0", "main=0"),
          with("version = 2", "version = 3"), with("version = 2", "version = 1"),
          with("\"down\"", "'down'"), with("\"down\"", "\"sideways\""),
          with("starts = 0", "starts = +0"), with("starts = 0", "starts = -0"),
          with("starts = 0", "starts = 00"),
          with("starts = 0", "starts = 9223372036854775808"),
          with("main = 0", "main = 2147483648"), with("1970", "2262"),
          with("01-01T", "02-30T"), with("children = []", "children = [ ]"),
          std::string{}, written.substr(0, written.size() - 1)})
        EXPECT_FALSE(read_written(text, boot)) << text;
}

} // namespace
} // namespace foster
