// A kernel that refuses: one kind of call, from its n-th on, some times or for a while.
// What a supervise owes meanwhile is watched here, turn by turn; what it must not do at
// any time is the model's to tell.
#pragma once

#include <memory>
#include <string_view>

#include "t/model/explorer.h"

namespace foster::model {

enum class call : unsigned char {
    spawn,
    finish,
    consult,
    hear,
    branch,
    claimed,
    children,
    publish
};

struct refusal {
    call what;
    unsigned from = 1;   // the first one that is refused
    unsigned times = 1;  // so many are, or
    nanoseconds lasts{}; // all that come within so long after the first
    int error = 0;       // as spawn() and its like answer
};

namespace promise {
inline constexpr const char* owed = "what was refused is tried again";
inline constexpr const char* calm = "no spinning";
inline constexpr const char* said = "what is published last is true";
} // namespace promise

// A life among refusals, taken turn by turn.
class refused_life {
  public:
    using answer = std::function<turn::outcome(turn::outcome, bool refused)>;

    // `wrong`: what a mutant makes of an outcome, knowing whether it was refused.
    explicit refused_life(refusal r, answer wrong = {})
        : refusal_(r), wrong_(std::move(wrong))
    {
    }

    turn::outcome take(kernel& k, service& s, std::optional<status>& told,
                       std::string_view letters);

    bool met() const { return seen_ >= refusal_.from; } // it has come to a refusal
    const char* broken() const { return broken_; }      // none: nothing

  private:
    friend class refuser;
    bool refuses(call what, instant now);
    void break_promise(const char* what);

    refusal refusal_;
    answer wrong_;
    unsigned seen_ = 0;
    unsigned refused_ = 0;
    std::optional<instant> since_{};
    std::optional<status> published_{};
    bool unwritten_ = false; // the last status was refused
    bool unseen_ = false;    // so was the last look
    unsigned turns_ = 0;     // at this time
    std::optional<instant> at_{};
    const char* broken_ = nullptr;
};

} // namespace foster::model
