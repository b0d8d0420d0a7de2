// What one life of a service has shown: the evidence that is judged.  Nobody has a pid
// here.  A process is known by its line of descent: "2.1.3" is the third child of the
// first child of the second start's run process.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/status.h"

namespace foster::judge {

using line = std::string;
inline constexpr const char* nobody = "-";
inline constexpr const char* unknown = "?"; // killed before it could say who it was

// A published status, as far as both judges can tell it.
struct shown {
    foster::phase phase = phase::down;
    foster::want want = want::down;
    line main = nobody;
    bool paused = false;
    std::uint64_t starts = 0;
    std::vector<line> kin{};        // sorted
    std::vector<line> bystanders{}; // sorted
    std::size_t killed = 0;         // so many, in the last stop
    std::string loss{};             // how the last main died: "exited 1"; empty: none has

    friend bool operator==(const shown&, const shown&) = default;
};

shown shown_by(const status& s, const std::function<line(pid)>& who);
std::string to_text(const shown& s);

// Whether what was seen live can be this; whoever is unknown can be anybody.
bool may_be(const shown& seen, const shown& other);

// Everybody, when nobody can do anything.
struct picture {
    std::vector<line> living{}; // sorted
    line main = nobody;         // who has said so last, if he lives

    friend bool operator==(const picture&, const picture&) = default;
};

std::string to_text(const picture& p);
bool may_be(const picture& seen, const picture& other);

// One of story::happens, done.
struct deed {
    char what = '.';
    line whom{};           // of `!`
    std::size_t after = 0; // so many statuses had been seen before
    picture rest{};        // of `.`
};

struct account {
    std::vector<shown> statuses; // each but the first differs from the one before
    std::vector<deed> deeds;     // the last is `x`
    picture end;                 // when supervise has ended
};

std::string to_text(const account& a);

} // namespace foster::judge
