// Tries every sequence of choices, or a random one.
//
//     choices c;
//     do run(c); while (c.another());    // run() calls c.pick() wherever it can differ
//
// Each run repeats the last run up to the last choice that can still be made
// differently.
//
// A choice is made at a point, which is everything on which the later choices depend.
// A run does not continue from a point whose choices have all been tried: the run is
// `pruned`, and the worth of its rest is known.  Nothing runs backwards, so a point is
// never met within itself.
#pragma once

#include <cassert>
#include <cstddef>
#include <random>
#include <unordered_map>
#include <vector>

namespace foster::model {

class choices {
  public:
    choices() = default;
    explicit choices(std::mt19937_64& random) : random_(&random) {}

    // Returns a number below `count`, which must not be 0.
    std::size_t pick(std::size_t count, std::size_t point)
    {
        assert(count > 0);
        if (random_) return (*random_)() % count;
        if (count == 1 || pruned_) return 0;
        if (at_ == made_.size()) {
            if (const auto known = done_.find(point); known != done_.end()) {
                pruned_ = true;
                credit_ = known->second;
                return 0;
            }
            made_.push_back({.count = count, .point = point});
        }
        // Else the tested run is no function of the choices.
        assert(made_[at_].point == point);
        return made_[at_++].picked;
    }

    // Points are compared only if choices are recorded.
    bool random() const { return random_ != nullptr; }

    bool pruned() const { return pruned_; }
    double credit() const { return credit_; }

    // Ends a run of that worth.  Returns false if no other run is left.
    bool another(double worth = 1)
    {
        for (auto& c : made_) c.worth += worth;
        at_ = 0;
        pruned_ = false;
        while (!made_.empty() && made_.back().picked + 1 == made_.back().count) {
            done_[made_.back().point] = made_.back().worth;
            made_.pop_back();
        }
        if (made_.empty()) return false;
        ++made_.back().picked;
        return true;
    }

  private:
    struct choice {
        std::size_t picked = 0;
        std::size_t count = 0;
        std::size_t point = 0;
        double worth = 0;
    };
    std::vector<choice> made_;
    std::unordered_map<std::size_t, double> done_;
    std::size_t at_ = 0;
    bool pruned_ = false;
    double credit_ = 0;
    std::mt19937_64* random_ = nullptr;
};

} // namespace foster::model
