// Takes over the processes of an earlier supervise, or of the earlier program in the
// same process.
#include <algorithm>
#include <utility>

#include "lib/custody.h"
#include "lib/upgrade_facts.h"

namespace foster {

// The launch must not be as late as the recovery.  By rule c that would make each
// process of the service a bystander, and start a second instance.
void custody::resumed(legacy was, instant now)
{
    kin_ = std::move(was.left);
    bystanders_.assign(was.apart);
    alive_ = !kin_.empty() || was.others;
    if (!alive_) return;
    const bool settling = was.settling || kin_.empty();
    launch_known_ = was.launched.has_value();
    launched_ = was.launched.value_or(now);
    changed_ = now;
    for (const auto& k : kin_)
        if (!launch_known_ && k.seen.start)
            launched_ = std::min(
                launched_, instant{static_cast<std::int64_t>(k.seen.start) * clock_tick});
    if (const kin* known = find(was.main)) {
        main_ = was.main;
        // A status without a record still tells how its main process came.
        if (!launch_known_ && known->how == came::spawned) was.run = was.main;
    }
    run_ = find(was.run) ? was.run : pid{};
    look_due_ = settling && run_;
    forked_ = !run_;
    settling_ = settling && !run_;
    for (auto& k : kin_) {
        k.starter = settling_;
        k.how = came::taken_back;
    }
    if (!main_ && !settling_) loss_ = was.loss.value_or(death{});
    if (look_due_ || settling_) return;
    // Rules a and b need these facts if the main process dies before it is seen again.
    // supervise started it, so it had not logged in.
    const kin* const main = find(main_);
    settled_ = main ? main->seen : child{};
    if (settled_->start && !settled_->session) settled_->session = main_; // it leads
}

void custody::renewed(std::vector<kin> all, std::span<const pid> apart, pid main,
                      const renewal& was)
{
    kin_ = std::move(all);
    bystanders_.assign(apart);
    alive_ = !kin_.empty();
    main_ = main;
    forked_ = was.forked;
    run_ = was.run;
    launched_ = changed_ = was.launched;
    settled_ = was.settled;
    loss_ = was.loss;
    // If it dies before the next look, its program decides which child may take the
    // role.
    if (kin* known = find(main_); known && settled_ && settled_->who == main_)
        known->seen = *settled_;
}

void custody::hand_on(renewal& to) const
{
    to.forked = forked_;
    to.run = run_;
    to.launched = launched_;
    to.settled = settled_;
    to.loss = loss_;
}

} // namespace foster
