// Which of foster's programs a process is, by what /proc shows of it.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace foster::adversary {

// One of these roles:
//   svscan, exec, attend   the program of that name, supervise-exec, supervise-attend
//   supervise              of the service; also while it is supervise-plan
//   logger                 the same of the service's log
//   child                  forked by one of them, and not yet another program
//   other                  the rest
class census {
  public:
    // The role of a process that makes a call now.
    const std::string& role_of(pid_t who);

    // After that call it may be another program.
    void may_change(pid_t who);

    void forget(pid_t who) { known_.erase(who); }

    // The living processes of a role that have made a call.
    std::vector<pid_t> all(const std::string& role);

  private:
    struct entry {
        std::string role;
        unsigned long long start = 0;
        bool stale = true;
    };

    std::map<pid_t, entry> known_;
};

} // namespace foster::adversary
