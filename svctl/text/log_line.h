// Lines of logs, with the time stamps of multilog, svlogd and s6-log.  No function here
// reads a file.
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
    std::string text{}; // the text after the stamp, or the whole line
    bool label = false; // the stamp was a TAI64N label

    friend bool operator==(const log_line&, const log_line&) = default;
};

// Reads a line with one of these stamps, or with none.  A malformed stamp belongs to
// the text.
//   @400000006b040d5020f52c04       multilog t, svlogd -t, s6-log t
//   2026-11-23_09:54:14.58459       svlogd -tt, UTC
//   2026-11-23T09:54:14.60417       svlogd -ttt, UTC
//   2026-11-23 09:54:14.629691875   s6-log T, local time, with two blanks after it
log_line read_log_line(std::string_view line);

// Returns whether the labels of a file count leap seconds.  s6-log counts them,
// multilog and svlogd do not, and a label does not tell.  But no line can be later than
// the last write to its file.  If the newest line is later, by about this much, its
// labels count them.  There were 27 leap seconds up to 2017, and there have been none
// since.
constexpr std::chrono::seconds counted_by_s6 = 27s;
bool counts_leap_seconds(stamp newest, stamp file_written);

// Subtracts them again.
void take_leap_seconds(log_line& line);

// Returns "2026-11-23 09:54:14.629 text", in local time; only the text if there is no
// stamp.
std::string to_text(const log_line& line);

// Returns whether a file begins like one that a processor of multilog, svlogd or s6-log
// has compressed.
bool is_compressed(std::string_view beginning);

// The lines to show from one of several logs.
struct log_part {
    std::vector<log_line> lines{};
    stamp written{}; // the time of lines without stamps
};

struct log_place {
    std::size_t part, line;

    friend bool operator==(const log_place&, const log_place&) = default;
};

// Returns the lines of all parts in order of time.  The lines of each part keep their
// order, and a line without a stamp stays below its predecessor.
std::vector<log_place> in_order_of_time(const std::vector<log_part>& parts);

} // namespace foster
