// One pass of supervise: hear of every death, look once at who is left, obey the
// commands, then act until nothing is left to do.  The only code that holds a service in
// one hand and a kernel in the other; it is what the model explores.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/kernel.h"
#include "lib/service.h"

namespace foster {

class turn {
  public:
    // `told`: what an earlier turn has published.
    turn(kernel& k, service& s, std::optional<status> told = std::nullopt)
        : kernel_(k), service_(s), told_(std::move(told))
    {
    }

    // What another supervise has published, before it died: it is said again.
    void resumed(const status& was)
    {
        told_ = was;
        unwritten_ = true;
    }

    const std::optional<status>& told() const { return told_; }

    // What to hand over, if this is to go on as another program; and where it could not.
    renewal hand_on() const { return service_.hand_on(); }
    void unrenewed() { service_.unrenewed(); }

    struct outcome {
        bool leave = false;             // the service is down, and supervise is to end
        bool renew = false;             // go on as another program, ...
        bool refresh = false;           // ... with settings that are read anew
        std::optional<instant> until{}; // take a turn then, though nothing was heard
    };

    // `letters` are the control bytes that have come; `dismissed`: TERM came to us.
    outcome take(std::string_view letters, bool dismissed) noexcept;

  private:
    void hear(moment now);
    void look(moment now);
    bool hear_adoptions();
    void listen(moment now);
    bool believe(notice n, moment now);
    pid speaker(pid who, moment now);
    void obey(std::string_view letters, moment now);
    outcome act(moment now);
    bool tell(moment now);
    std::optional<instant> look_again(moment now) const;

    kernel& kernel_;
    service& service_;
    std::vector<child> children_; // kept for its memory
    std::optional<status> told_;  // what was to be published last
    bool unwritten_ = false;      // and could not be
    unsigned unseen_ = 0;         // so many looks in a row may have missed somebody
    bool unheard_ = false;        // more has been said than one turn listens to
    instant attentive_{};         // when we began to count ...
    int spent_ = 0;               // ... what it cost to listen
    bool mute_ = false;           // it was too much
};

} // namespace foster
