#include "lib/nearest_words.h"

#include <algorithm>

namespace foster {

std::size_t distance(std::string_view a, std::string_view b)
{
    // The last three rows of the table: before the letter, at the letter, and next.
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::vector<std::size_t> next(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            next[j] = std::min(
                {row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] != b[j - 1])});
            const bool swapped =
                i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) next[j] = std::min(next[j], last[j - 2] + 1);
        }
        std::swap(last, row);
        std::swap(row, next);
    }
    return row.back();
}

std::vector<std::string> nearest(std::string_view word,
                                 const std::vector<std::string>& known, std::size_t most)
{
    // The number of errors that a typing mistake makes.
    auto least = std::size_t{word.size() < 5 ? 1U : word.size() < 8 ? 2U : 3U};
    for (const auto& k : known) least = std::min(least, distance(word, k));
    std::vector<std::string> all;
    for (const auto& k : known)
        if (all.size() < most && distance(word, k) == least) all.push_back(k);
    return all;
}

} // namespace foster
