// Services and what becomes of them, as the kernel tells it: without polling, and with
// no descriptor for each.
#pragma once

#include <poll.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/status.h"
#include "svctl/names.h"
#include "svctl/options.h"

namespace foster {

class observer {
  public:
    // Those that the operands mean; whoever comes or goes in the scan directory counts,
    // too.  Looks at each once.  Throws.
    explicit observer(const svctl_options& asked);

    struct observed {
        service_name who;
        std::optional<status> state{}; // nothing: nobody supervises it, or it cannot
        bool supervised = false;       // be read
    };
    enum class how : unsigned char { came, went, changed };
    struct news {
        how what;
        service_name who;
        std::optional<status> before, now;
    };

    // What has changed since the last call.  Whatever keeps one from being read is said.
    // Throws where the system has no room to tell us more.
    std::vector<news> take();

    // Becomes readable when take() may have something.
    pollfd source() const { return {inotify_.number(), POLLIN, 0}; }

    // In the order of svctl list, or of the operands.
    std::vector<observed> all() const;

  private:
    enum class place : unsigned char { service, supervise, ok };
    struct watched {
        std::string path; // of the service directory
        place what;

        friend auto operator<=>(const watched&, const watched&) = default;
    };

    void hear(std::set<std::string>& changed, bool& moved);
    void hear(int watch, unsigned mask, const std::string& name,
              std::set<std::string>& changed, bool& moved);
    void watch(const std::string& path);
    // False: errno says why.
    bool watch(const std::string& path, place what, const std::string& file,
               unsigned mask);
    void forget(const std::string& path);
    bool look(observed& at); // true: it is not as it was
    std::vector<news> list_again();
    std::vector<news> list(const std::vector<service_name>& now);

    const svctl_options& asked_;
    fd inotify_;
    int scan_dir_ = -1; // its watch; -1: there is none
    std::map<int, std::set<watched>> watches_;
    std::map<std::string, observed> known_; // by path
    std::vector<std::string> order_;
    std::map<std::string, std::string> said_; // what keeps one from being read
};

} // namespace foster
