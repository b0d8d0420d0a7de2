// What a supervise of this service that died has left behind, told by supervise-plan to
// the next.
#pragma once

#include <string>
#include <vector>

namespace foster {

// The words of lib/succession, where there is something to go on with.  `words` are those
// that we were given: `resume` and `warden=N` say that it is ours to take.  Without them
// a service that is alive is not started a second time: throws permanent_error.
std::vector<std::string> words_left(const std::string& directory,
                                    const std::vector<std::string>& words);

} // namespace foster
