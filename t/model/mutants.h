// Mutants: wrong turns that the model must detect.  Each shows a way in which a
// supervisor has failed or could fail.  Each is the shipped turn with one false answer
// between it and the kernel, or with one thing done differently.  Each names the story
// and the promise by which the model must detect it.
#pragma once

#include <span>
#include <string_view>

#include "t/model/explorer.h"

namespace foster::model {

struct mutant {
    std::string_view name;
    std::string_view story; // one of t/stories.h
    const char* breaks;     // the broken promise
    taker take;
    settings how = in_short;
    std::size_t room = 0; // for adoption notices
    misreading reads = {};
};

std::span<const mutant> mutants();
const story& story_named(std::string_view name);

} // namespace foster::model
