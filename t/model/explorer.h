// Runs a story in every order, on the code that ships.
//
// A life is a value: the world, the service, and the knowledge of supervise.  From each
// life the explorer tries every next event: a step of any process, the next happening,
// a turn of supervise, and, if no process can run, the passing of time.  Within a turn,
// before each kernel call, any process may take any number of steps, and happenings may
// occur.  The explorer ignores a life that it has met before, in all its parts.  The
// future depends on nothing else, so each promise that can be broken from there has
// been checked already.  Lives are compared whole; the hash only finds them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/model/model_kernel.h"
#include "lib/service.h"
#include "supervise/turn.h"
#include "t/stories.h"

namespace foster::model {

struct life {
    world outside;
    service inside;
    std::optional<status> told{};
    std::optional<instant> until{};

    friend bool operator==(const life&, const life&) = default;
};

struct life_hash {
    std::size_t operator()(const life& l) const;
};

// A way to take a turn: turn::take, or a wrong one (a mutant).
using taker = std::function<turn::outcome(kernel&, service&, std::optional<status>& told,
                                          std::string_view letters)>;
turn::outcome take_turn(kernel& k, service& s, std::optional<status>& told,
                        std::string_view letters);

// A wrong reading of the files by a successor (a mutant); empty for the right one.
using misreading = std::function<void(predecessor& was, moment now)>;

// The result for a story.
struct verdict {
    std::string broken{};             // the broken promise; empty if all were kept
    std::vector<std::string> story{}; // the events that led to it
    std::uint64_t tried = 0;          // number of steps, turns and happenings
    std::uint64_t lives = 0;          // number of different lives
    bool wrong = false;               // supervise published a wrong main process
    bool unsure = false;              // the main process was right, but not certain
    double orders = 0;                // number of orders from the first start to rest
};

// Short times for stops and scripts, so that a slow life differs from one that never
// rests.
constexpr settings in_short{.finish_timeout = 5s, .stop_timeout = 5s, .kin_timeout = 2s};

class explorer final : private outsider {
  public:
    // `room` is the queue for adoption notices; 0 for a kernel without them.
    explorer(const story& s, settings how, taker take = take_turn,
             exits shutdown = exits::in_two, std::size_t room = 0, misreading wrong = {});

    verdict every_order();
    // Follows one random order; the same seed gives the same order.
    verdict one_order(std::uint64_t seed);

  private:
    // One possible next event.
    struct way {
        enum class kind : unsigned char {
            step,
            happening,
            svscan,
            succeed,
            time,
            tick,
            turn
        } what;
        pid who{};
    };

    life beginning() const;
    std::vector<way> ways(const life& from) const;
    double follow(const life& from);
    double turns(const life& from);
    void go(life& l, way w);
    void wake(life& l, choices& c, points& p);
    void take_over(life& l);
    bool can_wake(const life& l) const;
    std::optional<instant> next_time(const life& l) const;
    bool may_happen(const world& w, bool quiet) const;
    bool may_act(const world& w) const override { return may_happen(w, false); }
    void act(world& w) override;
    void rest(const life& l);
    bool forbidden(char letter) const;
    bool told_all() const // no adoption notice was lost
    {
        return room_ >= static_cast<std::size_t>(story_.most_pids);
    }
    void promise_kept(bool kept, const char* what);

    const story& story_;
    settings settings_;
    taker take_;
    exits exits_;
    std::size_t room_;
    misreading misread_;
    repertoire lives_;
    std::unordered_map<life, double, life_hash> met_;
    diary diary_;
    verdict verdict_;
};

} // namespace foster::model
