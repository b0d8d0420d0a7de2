// Lines of logs, and the time stamps that multilog, svlogd and s6-log begin them with.
// No file is read here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/instant.h"

namespace foster {

struct log_line {
    std::optional<stamp> when{};
    std::string text{}; // what follows the stamp; without one, all of it
    bool label = false; // the stamp was a TAI64N label

    friend bool operator==(const log_line&, const log_line&) = default;
};

// By one of these stamps, or none; one that is broken belongs to the text.
//   @400000006b040d5020f52c04       multilog t, svlogd -t, s6-log t
//   2026-11-23_09:54:14.58459       svlogd -tt, UTC
//   2026-11-23T09:54:14.60417       svlogd -ttt, UTC
//   2026-11-23 09:54:14.629691875   s6-log T, local time, with two blanks after it
log_line read_log_line(std::string_view line);

// s6-log counts leap seconds in its labels; the others do not, and a label does not say.
// But no line is later than the time when its file was last written: one that is, by
// about so much, has counted.  There were 27 up to 2017, and there have been none since.
constexpr std::chrono::seconds counted_by_s6 = 27s;
bool counts_leap_seconds(stamp newest, stamp file_written);

// Takes them out again.
void take_leap_seconds(log_line& line);

// "2026-11-23 09:54:14.629 text", in local time; without a stamp the text.
std::string to_text(const log_line& line);

// By the first bytes of a file: what a processor of multilog and its like has compressed.
bool is_compressed(std::string_view beginning);

// What is shown of one of several logs.
struct log_part {
    std::vector<log_line> lines{};
    stamp written{}; // the time of lines that have no stamps
};

struct log_place {
    std::size_t part, line;

    friend bool operator==(const log_place&, const log_place&) = default;
};

// The lines of all parts in order of time; those of each part stay in theirs, and one
// without a stamp stays below the one above it.
std::vector<log_place> in_order_of_time(const std::vector<log_part>& parts);

} // namespace foster
