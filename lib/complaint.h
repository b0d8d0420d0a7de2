// The last complaint of the programs that supervise a service, as they leave it in
// supervise/complaint for svctl.  Pure text: kernel/linux/complaint_file reads and writes
// the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"
#include "lib/recurrence.h"

namespace foster {

struct complaint {
    enum class kind : std::uint8_t {
        begin,   // supervise could not begin, and has exited 100 or 111
        start,   // the service could not be started
        warning, // supervise goes on
    };

    kind what = kind::warning;
    stamp when{}; // the last time
    recurrence<stamp> repeats{};
    std::string text{}; // one printable line, without the name of a program or service

    friend bool operator==(const complaint&, const complaint&) = default;
};

std::string_view to_text(complaint::kind k);

// Longer texts are cut.
constexpr std::size_t longest_complaint = 700;

// The line in the file, newline and all; nullopt if the file holds none.
std::string to_line(const complaint& c);
std::optional<complaint> read_complaint(std::string_view file);

// Returns what to keep when `text` is complained of now.  It continues `before` if that
// was the same complaint a short time ago, as svscan starts a supervise every second.
complaint repeated(const std::optional<complaint>& before, complaint::kind what,
                   std::string_view text, stamp now);

} // namespace foster
