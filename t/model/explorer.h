// Runs a story in every order, on the code that ships.
//
// A life is a value: the world, the service, and what supervise has heard.  From each
// life every next thing is tried: one step of any process, the next happening, a turn of
// supervise (in which, before each kernel call, anyone may take any number of steps, and
// whatever happens may happen),
// and, when nobody can do anything, the passing of time.  A life that has been met
// before, in all its parts, is not gone on with: what can follow depends on nothing else,
// so whatever promise can be broken from there has been seen to be broken, or kept,
// already.  Lives are compared whole; the hash only finds them.
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

// How a turn is taken: turn::take, or a wrong way to do it (a mutant).
using taker = std::function<turn::outcome(kernel&, service&, std::optional<status>& told,
                                          std::string_view letters)>;
turn::outcome take_turn(kernel& k, service& s, std::optional<status>& told,
                        std::string_view letters);

// What a successor makes of what it reads: nothing, or a wrong thing (a mutant).
using misreading = std::function<void(predecessor& was, moment now)>;

// What was found out about a story.
struct verdict {
    std::string broken{};             // the promise; empty: all were kept
    std::vector<std::string> story{}; // how it came to that
    std::uint64_t tried = 0;          // steps, turns and happenings that were run
    std::uint64_t lives = 0;          // different ones that were met
    bool wrong = false;               // another than the main was told of as main
    bool unsure = false;              // the main was, and not for sure
    double orders = 0;                // interleavings, from the first start to rest
};

// Stops and scripts end soon, so that a life that never comes to rest is told from a slow
// one.
constexpr settings in_short{.finish_timeout = 5s, .stop_timeout = 5s, .kin_timeout = 2s};

class explorer final : private outsider {
  public:
    // `room` for notices of adoptions; 0: the kernel tells of none.
    explorer(const story& s, settings how, taker take = take_turn,
             exits ending = exits::in_two, std::size_t room = 0, misreading wrong = {});

    verdict every_order();
    // One order, at random: the same seed, the same order.
    verdict one_order(std::uint64_t seed);

  private:
    // One thing that can come next.
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
    bool told_all() const // of adoptions: none is lost
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
