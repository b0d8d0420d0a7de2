// The last complaint of the programs that supervise a service.  They leave it in
// supervise/complaint for svctl.  Pure text: kernel/linux/complaint_file reads and
// writes the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"
#include "lib/repeat_pace.h"

namespace foster {

struct complaint {
    enum class kind : std::uint8_t {
        begin,   // supervise could not begin, and has exited 100 or 111
        start,   // the service could not be started
        warning, // supervise continues
    };

    kind what = kind::warning;
    stamp when{}; // of the last occurrence
    recurrence<stamp> repeats{};
    std::string text{}; // one printable line, without the name of a program or service

    friend bool operator==(const complaint&, const complaint&) = default;
};

std::string_view to_text(complaint::kind k);

// Longer texts are cut to this number of bytes.
constexpr std::size_t longest_complaint = 700;

// Returns the line of the file, with its newline.
// read_complaint() returns nullopt if the file holds no complaint.
std::string to_line(const complaint& c);
std::optional<complaint> read_complaint(std::string_view file);

// Returns the complaint to keep when `text` is reported now.  It continues `before` if
// that was the same complaint a short time ago, since svscan starts a failing supervise
// every second.
complaint repeated(const std::optional<complaint>& before, complaint::kind what,
                   std::string_view text, stamp now);

} // namespace foster
