// The adoption signal on a kernel without it.  kernel/adoptsig/stories tests it with
// it.
#include "kernel/linux/adoption_signal.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(adoptions, are_told_by_no_kernel_as_it_is)
{
    adoptions a;
    a.ask();
    if (a.told()) GTEST_SKIP() << "this kernel has the signal";
    EXPECT_EQ(a.number(), -1);
    a.drain();
    EXPECT_EQ(a.next(), std::nullopt);
}

} // namespace
} // namespace foster
