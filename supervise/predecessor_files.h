// Finds what a dead supervise of this service has left.  supervise-plan passes it to
// the next supervise.
#pragma once

#include <string>
#include <vector>

namespace foster {

// Returns the words of lib/predecessor, if there is something to recover.  `words` are
// the words that supervise-plan was given: `resume` and `warden=N` allow to recover the
// service.  Without them a living service is not started a second time: throws
// permanent_error.
std::vector<std::string> words_left(const std::string& directory,
                                    const std::vector<std::string>& words);

} // namespace foster
