// The record of one run of a story, which the model judges.  It contains no pids.  A
// process is named by its line of descent: "2.1.3" is the third child of the first
// child of the second start's run process.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/status.h"

namespace foster::judge {

using line = std::string;
inline constexpr const char* nobody = "-";
inline constexpr const char* unknown = "?"; // killed before it could write its line

// A published status, as far as both the live run and the model know it.
struct shown {
    foster::phase phase = phase::down;
    foster::want want = want::down;
    line main = nobody;
    bool paused = false;
    std::uint64_t starts = 0;
    std::vector<line> kin{};        // sorted
    std::vector<line> bystanders{}; // sorted
    std::size_t killed = 0;         // number of killed processes in the last stop
    std::string loss{}; // how the last main process died: "exited 1"; empty if none has

    friend bool operator==(const shown&, const shown&) = default;
};

shown shown_by(const status& s, const std::function<line(pid)>& who);
std::string to_text(const shown& s);

// Returns whether a live observation can be `other`; an unknown process can be any.
bool may_be(const shown& seen, const shown& other);

// All processes at rest, when none can go on by itself.
struct picture {
    std::vector<line> living{}; // sorted
    line main = nobody;         // the last process that noted `main`, if it is alive

    friend bool operator==(const picture&, const picture&) = default;
};

std::string to_text(const picture& p);
bool may_be(const picture& seen, const picture& other);

// An executed event of story::happens.
struct deed {
    char what = '.';
    line whom{};           // for `!`
    std::size_t after = 0; // number of statuses before it
    picture rest{};        // for `.`
};

struct account {
    std::vector<shown> statuses; // each but the first differs from the one before
    std::vector<deed> deeds;     // the last one is `x`
    picture end;                 // after the end of supervise
};

std::string to_text(const account& a);

} // namespace foster::judge
