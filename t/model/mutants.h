// Wrong turns, kept: ways in which a supervisor has gone, or could go, wrong.  Each is
// the shipped turn with one lie between it and the kernel, or one thing done differently;
// each must be convicted by the story and the promise that it names.
#pragma once

#include <span>
#include <string_view>

#include "t/model/explorer.h"

namespace foster::model {

struct mutant {
    std::string_view name;
    std::string_view story; // one of t/stories.h
    const char* breaks;     // the promise
    taker take;
    settings how = in_short;
    std::size_t room = 0; // for notices of adoptions
    misreading reads = {};
};

std::span<const mutant> mutants();
const story& story_named(std::string_view name);

} // namespace foster::model
