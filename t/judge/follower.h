// Asks the model whether a record is one of its runs: whether there is an order of
// events, among all that the model can find, with the same statuses.
//
// It follows the model in the same way as the explorer, but only along the record.  A
// turn that publishes another status is a dead end, and events hit the processes that
// they hit live.  In one way it is kinder to a busy machine than the explorer: time may
// pass while a process could still run, and supervise may wake without a reason.  Each
// of these is `untimely`, and the follower tries to do with as few as possible.  It is
// stricter in another way: an exit is one step.  Two steps make a difference only if
// the program of an orphan that no look has seen is unknown, and no story's orphan dies
// before a rest.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>

#include "t/judge/observed_run.h"
#include "t/model/explorer.h"

namespace foster::judge {

// Returns the settings of all three players: the story's own, and times that are short
// for a person and long for a machine.
settings settings_of(const story& s);

// Returns how many times longer than on an idle machine a run may take without becoming
// a daemon of its own (settings::foreground): patience() at the first call.
unsigned patience_of_lives();

struct ruling {
    bool contained = false;
    bool exhausted = true;           // false if it gave up before trying all
    int untimely = 0;                // smallest sufficient number
    std::uint64_t tried = 0;         // steps and turns
    std::size_t reached = 0;         // number of statuses that it could follow
    std::set<std::string> instead{}; // statuses of the model instead
};

class follower final : private model::outsider {
  public:
    follower(const story& s, settings how, const account& a);

    ruling rule();

  private:
    struct place {
        model::life now;       // `happened` counts the events
        std::size_t shown = 0; // number of statuses
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
    std::unordered_map<place, int, place_hash> vain_; // no way on, by patience
    model::diary diary_;
    std::size_t turn_at_ = 0; // number of statuses when this turn began
    ruling ruling_;
};

} // namespace foster::judge
