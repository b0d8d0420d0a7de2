// Splits words that one of our programs leaves for the next at their colons, as
// `4412:1234567:adopted`, a process with its start.  It is not for text of others: a
// word is read whole or not at all, without a reason.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

#include "lib/enum_word.h"
#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

class fields {
  public:
    explicit fields(std::string_view text) : rest_(text) {}

    std::string_view word()
    {
        const auto end = std::min(rest_.find(':'), rest_.size());
        const auto one = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return one;
    }

    template<class Number>
    Number number(Number most = std::numeric_limits<Number>::max())
    {
        const auto text = word();
        Number value{};
        const auto [end, error] =
            std::from_chars(text.data(), text.data() + text.size(), value);
        right_ = right_ && error == std::errc{} && end == text.data() + text.size() &&
                 value >= 0 && value <= most;
        return value;
    }

    template<class Enum>
    Enum named()
    {
        const auto value = from_text<Enum>(word());
        right_ = right_ && value;
        return value.value_or(Enum{});
    }

    std::string_view text() { return std::exchange(rest_, {}); }
    pid process() { return {number<int>()}; }
    instant at() { return instant{nanoseconds{number<std::int64_t>()}}; }
    stamp time() { return stamp{nanoseconds{number<std::int64_t>()}}; }
    bool flag() { return number<int>(1) != 0; }

    bool more() const { return !rest_.empty(); }

    // Returns whether all fields were there, and nothing else.
    bool right() const { return right_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool right_ = true;
};

} // namespace foster
