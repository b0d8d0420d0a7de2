// Watches services and reports their changes as the kernel reports them: without
// polling, and without a descriptor for each.
#pragma once

#include <poll.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/last_complaint.h"
#include "lib/status.h"
#include "svctl/client/service_names.h"
#include "svctl/options.h"

namespace foster {

class service_watch {
  public:
    // Watches the services that the operands mean, also those that come or go in the
    // scan directory.  Looks at each once.  Throws.
    explicit service_watch(const svctl_options& asked);

    struct observed {
        service_name who;
        std::optional<status> state{}; // nullopt if not supervised or not readable
        bool supervised = false;
        std::optional<foster::complaint> complaint{}; // the last one, ...
        bool complained = false;                      // ... new at the last look
    };
    enum class how : unsigned char { came, went, changed };
    struct news {
        how what;
        service_name who;
        std::optional<status> before, now;
        std::optional<complaint> complained{}; // since the last call
    };

    // Returns the changes since the last call.  Prints why a state cannot be read.
    // Throws if the system has no room for another watch.
    std::vector<news> take();

    // Returns a source that is readable when take() may return something.
    pollfd source() const { return {inotify_.number(), POLLIN, 0}; }

    // Returns all services, in the order of svctl list or of the operands.
    std::vector<observed> all() const;

  private:
    enum class place : unsigned char { service, supervise, ok };
    struct watched {
        std::string path; // path of the service directory
        place what;

        friend auto operator<=>(const watched&, const watched&) = default;
    };

    void hear(std::set<std::string>& changed, bool& moved);
    void hear(int watch, unsigned mask, const std::string& name,
              std::set<std::string>& changed, bool& moved);
    void watch(const std::string& path);
    // Returns false and sets errno if it cannot watch.
    bool watch(const std::string& path, place what, const std::string& file,
               unsigned mask);
    void forget(const std::string& path);
    static news change_of(const observed& one, std::optional<status> before);
    bool look(observed& at); // returns whether anything has changed
    std::vector<news> list_again();
    std::vector<news> list(const std::vector<service_name>& now);

    const svctl_options& asked_;
    fd inotify_;
    int scan_dir_ = -1; // its watch; -1 if there is none
    std::map<int, std::set<watched>> watches_;
    std::map<std::string, observed> known_; // by path
    std::vector<std::string> order_;
    std::map<std::string, std::string> said_; // why a state cannot be read, by path
};

} // namespace foster
