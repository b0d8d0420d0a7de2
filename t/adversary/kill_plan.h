// What the killer is to do, step by step.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace foster::adversary {

// Written as WORD[:ROLE][:NUMBER][:NUMBER]; see killer.cpp.
struct step {
    enum class word { rest, kill, also, fail, refuse, accept, respawn };

    word what = word::rest;
    std::string role; // kill, also, fail, refuse, accept
    int number = 0; // rest, respawn: milliseconds; kill, fail: which call; refuse: errno
    int hold = 0;   // kill: milliseconds from the call to the kill; fail: which errno
};

// nullopt if the text is no step.
std::optional<step> read_step(std::string_view text);

} // namespace foster::adversary
