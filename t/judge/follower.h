// Asks the model whether an account is one of its own: whether there is an order of
// events, among all that the model can find, in which the same is shown.
//
// It follows the model as the explorer does, but only where the account leads: a turn
// that publishes anything but the next status is a dead end, and what happens, happens to
// whom it happened.  And it is kinder to a busy machine than the explorer is: time may
// pass while somebody could still run, and supervise may be woken for nothing.  Each of
// these is `untimely`, and an account is looked for with as few of them as will do.  It
// is stricter in one thing: an exit is one step.  Two make a difference only if the
// program of an heir that nobody has seen yet cannot be told, and no story's heir dies
// before a rest.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>

#include "t/judge/account.h"
#include "t/model/explorer.h"

namespace foster::judge {

// The settings that all play by: a story's own, and times that are short for a person
// and long for a machine.
settings settings_of(const story& s);

// How many times longer than on an idle machine a life may take, and its service be no
// daemon of its own (settings::foreground): patience() at the first call.
unsigned patience_of_lives();

struct ruling {
    bool contained = false;
    bool exhausted = true;           // false: it gave up before all had been tried
    int untimely = 0;                // as many were needed
    std::uint64_t tried = 0;         // steps and turns
    std::size_t reached = 0;         // so many of the statuses were shown
    std::set<std::string> instead{}; // what the model would have shown next
};

class follower final : private model::outsider {
  public:
    follower(const story& s, settings how, const account& a);

    ruling rule();

  private:
    struct place {
        model::life now;       // `happened` counts the deeds
        std::size_t shown = 0; // so many of the statuses
        bool left = false;     // supervise has ended

        friend bool operator==(const place&, const place&) = default;
    };
    struct place_hash {
        std::size_t operator()(const place& p) const
        {
            return model::life_hash{}(p.now) ^ p.shown * 0x9e3779b97f4a7c15;
        }
    };

    place beginning();
    bool leads_on(const place& from, int patience);
    bool may_lead_on(const place& from) const;
    bool by_steps(const place& from, const std::vector<pid>& able, int patience);
    bool by_turns(const place& from, int patience);
    bool by_deed(const place& from, bool quiet, int patience);
    bool may_happen(const model::world& w, std::size_t shown, bool quiet) const;
    bool may_act(const model::world& w) const override;
    void act(model::world& w) override;
    bool by_time(const place& from, bool quiet, int patience);

    std::vector<pid> able(const model::life& l) const;
    bool show(place& at, const std::optional<status>& before);
    bool take_turn(place& at, model::choices& c, model::points& p);
    picture look(const model::world& w) const;

    settings settings_;
    const account& account_;
    model::repertoire lives_;
    unsigned refusals_;
    std::unordered_map<place, int, place_hash> vain_; // and how patiently it was tried
    model::diary diary_;
    std::size_t turn_at_ = 0; // so many statuses were shown when this turn began
    ruling ruling_;
};

} // namespace foster::judge
