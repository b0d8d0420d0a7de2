// Collects facts while a story runs: statuses, the notes of the actors, and the
// executed events.  All facts have pids, and the processes are named at the end.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "t/judge/observed_run.h"
#include "t/judge/processes.h"

namespace foster::judge {

// A line of $ACTOR_LOG.
struct note {
    std::string event;
    pid who;
    unsigned long start = 0;
};

class evidence {
  public:
    void add(const status& s) { statuses_.push_back(s); }
    const std::vector<status>& statuses() const { return statuses_; }

    // Reads the whole of $ACTOR_LOG again.
    void read(const std::string& log);
    bool noted(std::string_view event) const;
    const note* told_main() const; // last `main`; nullptr if none

    // Records an event at this moment.
    void add_letter(char what) { deeds_.push_back(done(what)); }
    void add_blow() { deeds_.push_back(done('!')); }
    void add_rest(const std::vector<proc>& all, pid supervise);
    void add_end(const std::vector<proc>& all) { end_ = look(all, {}); }

    account told() const;

  private:
    struct act {
        deed done;
        pid whom{}; // for a blow: the main process
    };
    using names = std::map<int, line>;

    act done(char what) const;
    picture look(const std::vector<proc>& all, pid but) const;
    names everybody() const;

    std::vector<status> statuses_;
    std::vector<note> notes_;
    std::vector<act> deeds_;
    picture end_;
};

} // namespace foster::judge
