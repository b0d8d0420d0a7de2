// One pass of supervise: read each death, look once at the living children, obey the
// commands, then act until no action is left.  Only this code uses both a service and a
// kernel.  The model plays it in every order of events.
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
    // `told`: the status that an earlier turn has published.
    turn(kernel& k, service& s, std::optional<status> told = std::nullopt)
        : kernel_(k), service_(s), told_(std::move(told))
    {
    }

    // Takes the last status of a dead supervise, which is published again.
    void resumed(const status& was)
    {
        told_ = was;
        unwritten_ = true;
    }

    const std::optional<status>& told() const { return told_; }

    // Returns the facts to hand over at an upgrade in place.
    // unrenewed() reports that the upgrade failed.
    renewal hand_on() const { return service_.hand_on(); }
    void unrenewed() { service_.unrenewed(); }

    struct outcome {
        bool leave = false;             // the service is down, and supervise should end
        bool renew = false;             // upgrade in place ...
        bool refresh = false;           // ... with settings that are read again
        std::optional<instant> until{}; // take a turn then, even without an event
    };

    // `letters` are the new control bytes.  `dismissed`: supervise has received TERM.
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
    std::optional<status> told_;  // the last status to publish
    bool unwritten_ = false;      // it could not be published
    // The number of looks in a row that may have missed a child.
    unsigned unseen_ = 0;
    bool unheard_ = false; // more notices wait than one turn reads
    instant attentive_{};  // since when the cost of notices counts ...
    int spent_ = 0;        // ... and their cost
    bool mute_ = false;    // the cost was too high
};

} // namespace foster
