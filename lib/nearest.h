// Which of the known words somebody may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foster {

// How many letters must be put in, left out, changed or swapped to make one of the other.
std::size_t distance(std::string_view a, std::string_view b);

// Returns those of the words that are nearest to `word`, at most `most`, in the order of
// `known`.  Words with more than one error (from five letters on two, from eight on
// three) are not near.
std::vector<std::string> nearest(std::string_view word,
                                 const std::vector<std::string>& known, std::size_t most);

} // namespace foster
