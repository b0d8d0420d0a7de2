// One run of a story by the real supervise and the actor, under this kernel.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "t/judge/call_gate.h"
#include "t/judge/evidence.h"
#include "t/stories.h"

namespace foster::judge {

class performance {
  public:
    performance(const story& s, const std::string& programs, std::uint64_t seed);
    performance(const performance&) = delete;
    performance& operator=(const performance&) = delete;
    ~performance(); // leaves no process and no file

    // Throws std::runtime_error if a promise is broken that needs no model: two
    // instances, a zombie at rest, or no end.
    void play();

    // Returns the record.
    account seen() const { return seen_.told(); }

    // Returns the notes of the actors and the messages of supervise.
    std::string log() const;

  private:
    void write_run();
    void attend();
    template<class Condition>
    void wait_until(Condition met, const char* what);
    void hear_of_publishing();
    void happen(char what);
    bool strike();
    bool rested();
    void linger();
    void end();
    void check_rest() const;
    void read_log();

    const story& story_;
    std::string programs_;
    std::string directory_;
    std::mt19937_64 random_;
    gate::clock::time_point deadline_;
    std::optional<gate> gate_;
    bool cut_short_ = false;
    evidence seen_;
    std::vector<proc> resting_; // at the last rest, with supervise
};

} // namespace foster::judge
