#include "lib/history.h"

#include <algorithm>

namespace foster {

namespace {

// The number of killed processes to publish.  A fork bomb has no end of them.
constexpr std::size_t most_named = 64;

} // namespace

void history::started()
{
    ++starts_;
    loss_noted_ = act_now_ = false;
}

void history::did(deed what, int signal, stamp when)
{
    act_ = act{.what = what, .signal = static_cast<short>(signal), .when = when};
    act_now_ = true;
}

void history::died(const death& d, stamp when)
{
    if (loss_noted_) return;
    loss_noted_ = true;
    if (act_) act_->ended = act_now_;
    if (last_) earlier_.add_newer(*last_);
    last_ = last_death{d, when};
}

void history::killed(pid who)
{
    if (killed_.size() < most_named) killed_.push_back(who);
}

bool history::dies_too_often(const settings& s, instant now)
{
    if (s.give_up_count == 0) return false;
    std::erase_if(deaths_, [&](instant d) { return d + s.give_up_within <= now; });
    deaths_.push_back(now);
    return deaths_.size() >= s.give_up_count;
}

void history::resumed(const status& was)
{
    starts_ = was.starts;
    last_ = was.last;
    earlier_ = was.earlier;
    killed_ = was.killed;
    loss_noted_ = true;
}

// A stop under way continues, and does not begin now.
void history::resumed_act(const status& was)
{
    act_ = was.last_act;
    act_now_ = was.phase == phase::stopping;
}

void history::renewed(const status& was, const renewal& more, stamp when)
{
    resumed(was);
    act_ = was.last_act;
    renewed_ = when;
    loss_noted_ = more.loss_noted;
    deaths_ = more.deaths;
}

void history::hand_on(renewal& to) const
{
    to.loss_noted = loss_noted_;
    to.deaths = deaths_;
}

void history::report(status& to) const
{
    to.starts = starts_;
    to.killed = killed_;
    to.renewed = renewed_;
    to.last_act = act_;
    to.last = last_;
    to.earlier = earlier_;
}

deed history::reason() const
{
    return act_ && act_->what != deed::signal ? act_->what : deed::stop;
}

} // namespace foster
