// Starts supervises, unless one is there, and says what becomes of them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/complain.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/spawn.h"
#include "lib/kept.h"
#include "lib/recurrence.h"
#include "lib/roster.h"
#include "svscan/duties.h"
#include "svscan/foreign.h"
#include "svscan/orphanage.h"
#include "svscan/outlook.h"
#include "svscan/pipes.h"
#include "svscan/prefixes.h"
#include "svscan/suspicion.h"

namespace foster {

class supervises {
  public:
    using post = warden::post;

    supervises(const duties& d, foreign& f, orphanage& o, outlook& l, suspicion& u,
               prefixes& p, const complainer& c)
        : duties_(d), foreign_(f), orphans_(o), outlook_(l), suspicion_(u), prefixes_(p),
          complain_(c)
    {
    }

    // The one that is there from a svscan that was killed, or a new one; none: refused,
    // and that was said.
    pid begin(const roster::start& s, instant now);

    // The program before us in this process had it; false: it is dead, or somebody's.
    bool keep(const kept& k);

    // It has died, and `ended` its service before that.
    void died(const death& d, const post& which, bool ended);
    // What it has left in that directory may still say that it is ready.
    void keep_ready_pipe(const post& which, const std::string& directory);
    void tell_of(const death& d, const post& which, const roster& known, bool ended,
                 bool left, instant now);

    // Keeps nothing about services that the roster does not know any more.
    void forget_others(const roster& known);

    void let_go_of_pipe(place of) { pipes_.let_go(of); }
    void let_go_of_ready_pipe(const post& of) { ready_pipes_.erase(of); }

  private:
    bool is_due(const post& which, const std::string& text, instant now);
    std::optional<pid> found(const roster::start& s);
    void find_pipe(const roster::start& s);
    std::string word_for_defaults(const roster::start& s) const;
    spawn_result spawn_piped(const roster::start& s, const std::string& defaults);
    spawn_result spawn_named(const roster::start& s, const std::string& defaults,
                             instant now);
    spawn_result spawn_one(const roster::start& s, int in, int out,
                           const std::string& defaults, int err = -1);
    std::vector<std::string> words_for(const roster::start& s, bool told,
                                       const std::string& defaults) const;

    const duties& duties_;
    foreign& foreign_;
    orphanage& orphans_;
    outlook& outlook_;
    suspicion& suspicion_;
    prefixes& prefixes_;
    const complainer& complain_;
    pipes pipes_;
    std::map<post, fd> ready_pipes_; // open for reading: no word in them is lost
    std::set<post> looked_;          // whether a svscan that was killed has left it
    std::set<post> resumed_;         // whose last supervise did not end by itself
    std::map<post, std::map<std::string, recurrence<instant>>> said_; // complaints
};

} // namespace foster
