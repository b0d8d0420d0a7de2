// A kernel that refuses one kind of call: from its n-th on, several times or for a
// while.  This checks turn by turn what supervise must do in the meantime; the model
// checks what it must never do.
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
    unsigned from = 1;   // the first refused call
    unsigned times = 1;  // number of refusals, or
    nanoseconds lasts{}; // all calls in this time after the first
    int error = 0;       // as spawn() and others return it
};

namespace promise {
inline constexpr const char* owed = "what was refused is tried again";
inline constexpr const char* calm = "no spinning";
inline constexpr const char* said = "what is published last is true";
} // namespace promise

// A life with refusals, taken turn by turn.
class refused_life {
  public:
    using answer = std::function<turn::outcome(turn::outcome, bool refused)>;

    // `wrong` returns a mutant's outcome, knowing whether the call was refused.
    explicit refused_life(refusal r, answer wrong = {})
        : refusal_(r), wrong_(std::move(wrong))
    {
    }

    turn::outcome take(kernel& k, service& s, std::optional<status>& told,
                       std::string_view letters);

    bool met() const { return seen_ >= refusal_.from; } // a call has been refused
    const char* broken() const { return broken_; }      // nullptr if nothing is broken

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
