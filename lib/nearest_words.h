// Finds the known words that a mistyped word may mean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foster {

// Returns how many letters must be inserted, removed, changed or swapped to turn one
// word into the other.
std::size_t distance(std::string_view a, std::string_view b);

// Returns the words nearest to `word`, at most `most`, in the order of `known`.  A near
// word has one error, two from five letters on, three from eight on.
std::vector<std::string> nearest(std::string_view word,
                                 const std::vector<std::string>& known, std::size_t most);

} // namespace foster
