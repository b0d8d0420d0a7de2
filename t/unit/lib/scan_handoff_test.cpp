// The list that svscan hands to the next program in an upgrade.
#include "lib/scan_handoff.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace foster {
namespace {

const std::vector<kept> two{
    {{{"web", {64769, 131074}, true}, half::log, {4412}}, 1234567},
    {{{"a:b\n= c", {1, std::numeric_limits<std::uint64_t>::max()}, false},
      half::service,
      {7}},
     1}};

TEST(kept, is_read_as_it_was_written)
{
    EXPECT_EQ(kept_in(to_text(two)), two);
    EXPECT_EQ(kept_in(""), std::vector<kept>{});
}

TEST(kept, is_text_to_look_at)
{
    const std::string end{'\0'};
    EXPECT_EQ(to_text({two.data(), 1}), "4412:1234567:64769:131074:1:1:web" + end);
}

TEST(kept, is_all_of_it_or_nothing)
{
    const auto whole = to_text(two);
    for (std::size_t length = 1; length < whole.size(); ++length)
        EXPECT_LE(kept_in(whole.substr(0, length)).size(), 1U) << length;
    const std::string end{'\0'};
    for (const std::string one :
         {"x:1:1:1:0:0:web", "0:1:1:1:0:0:web", "1:1:1:1:2:0:web",
          "1:1:1:1:0:0:", "1:1:1:1:0:0", "1:-1:1:1:0:0:web", ":::::::", ""})
        EXPECT_EQ(kept_in(to_text(two) + one + end), std::vector<kept>{}) << one;
}

} // namespace
} // namespace foster
