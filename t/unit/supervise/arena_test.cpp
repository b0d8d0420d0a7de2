// The memory of the resident supervise.
#include "supervise/arena.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>
#include <vector>

namespace {

using foster::arena;

struct kilobyte {
    alignas(16) std::array<std::byte, 1024> bytes{};
};

std::uintptr_t address(const void* p)
{
    return reinterpret_cast<std::uintptr_t>(p);
}

TEST(arena, gives_from_its_own_first)
{
    kilobyte own;
    arena a{own.bytes};
    void* const p = a.take(100);
    EXPECT_GE(p, own.bytes.data());
    EXPECT_LT(p, own.bytes.data() + 1024);
    EXPECT_FALSE(a.has_grown());
}

TEST(arena, gives_what_is_aligned_to_16)
{
    kilobyte own;
    arena a{own.bytes};
    for (const std::size_t size : {1U, 8U, 24U, 25U, 600U, 5000U, 100000U})
        EXPECT_EQ(address(a.take(size)) % 16, 0U) << size;
}

TEST(arena, has_room_for_what_was_asked)
{
    kilobyte own;
    arena a{own.bytes};
    for (const std::size_t size : {0U, 1U, 24U, 25U, 600U, 16300U, 16384U, 100000U})
        EXPECT_GE(arena::room(a.take(size)), size);
}

TEST(arena, gives_again_what_came_back)
{
    kilobyte own;
    arena a{own.bytes};
    for (int i = 0; i < 1000; ++i) a.give_back(a.take(700));
    EXPECT_FALSE(a.has_grown());
}

TEST(arena, joins_neighbours_in_whatever_order_they_come_back)
{
    kilobyte own;
    arena a{own.bytes};
    void* const x = a.take(300);
    void* const y = a.take(300);
    void* const z = a.take(300);
    a.give_back(x);
    a.give_back(z);
    a.give_back(y);
    EXPECT_EQ(a.take(900), x);
    EXPECT_FALSE(a.has_grown());
}

TEST(arena, splits_what_is_too_large)
{
    kilobyte own;
    arena a{own.bytes};
    void* const x = a.take(600);
    a.take(100);
    a.give_back(x);
    EXPECT_EQ(a.take(100), x);
    EXPECT_NE(a.take(300), nullptr);
    EXPECT_FALSE(a.has_grown());
}

TEST(arena, grows_when_its_own_is_used_up)
{
    kilobyte own;
    arena a{own.bytes};
    a.take(1000);
    void* const p = a.take(1000);
    ASSERT_NE(p, nullptr);
    std::memset(p, 1, 1000);
    EXPECT_TRUE(a.has_grown());
}

TEST(arena, refuses_what_nobody_has)
{
    kilobyte own;
    arena a{own.bytes};
    EXPECT_EQ(a.take(static_cast<std::size_t>(-1)), nullptr);
    EXPECT_EQ(a.take(static_cast<std::size_t>(-1) / 4), nullptr);
}

TEST(arena, takes_nothing_back_without_complaint)
{
    kilobyte own;
    arena a{own.bytes};
    a.give_back(nullptr);
    EXPECT_EQ(a.used(), 0U);
}

// Each block keeps its own bytes, whatever is allocated and freed in between.
TEST(arena, never_gives_the_same_byte_to_two)
{
    kilobyte own;
    arena a{own.bytes};
    std::minstd_rand random{7};
    struct holding {
        unsigned char* at;
        std::size_t size;
        unsigned char mark;
    };
    std::vector<holding> held;
    for (unsigned i = 0; i < 20000; ++i) {
        if (held.size() < 40 && random() % 2) {
            const std::size_t size = random() % (i % 50 ? 200 : 40000);
            auto* const at = static_cast<unsigned char*>(a.take(size));
            ASSERT_NE(at, nullptr);
            held.push_back({at, size, static_cast<unsigned char>(i)});
            std::memset(at, held.back().mark, size);
        } else if (!held.empty()) {
            const auto which = random() % held.size();
            const auto h = held[which];
            for (std::size_t k = 0; k < h.size; ++k) ASSERT_EQ(h.at[k], h.mark);
            a.give_back(h.at);
            held[which] = held.back();
            held.pop_back();
        }
    }
}

} // namespace
