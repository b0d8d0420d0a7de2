// Tries every sequence of choices, or one at random.
//
//     choices c;
//     do run(c); while (c.another());    // run() calls c.pick() wherever it can differ
//
// Each run repeats the last one up to its last choice that can still be made otherwise.
//
// A choice is made at a point: whatever all that follows depends on.  A point that has
// been left behind for good is not gone on with again: the run is `pruned`, and what it
// would have been worth is known.  Nothing runs backwards, so a point is never met within
// itself.
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

    // A number below `count`, which must not be 0.
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
        assert(made_[at_].point == point); // else the run under test is no function
        return made_[at_++].picked;
    }

    // Points are compared only where choices are recorded.
    bool random() const { return random_ != nullptr; }

    bool pruned() const { return pruned_; }
    double credit() const { return credit_; }

    // Ends a run that was worth so much; false: there is no other.
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
