// The core of svscan: decides which supervise processes should exist, and in which
// order they are started and dismissed.  It takes facts and returns one decision, as
// lib/service does.  No call touches the system.
//
// A service is its directory (device and inode), not its name.  A directory that is
// removed and made again is a new service, and two links to one directory are one
// service.
//
// A service whose directory has a log/ has two supervise processes with a pipe between
// them.  The logger's supervise is started first.  At the end the service's supervise
// is dismissed first.  When it is dead, svscan closes the pipe, so that the logger
// reads to its end, and then the logger's supervise is dismissed.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lib/death.h"
#include "lib/instant.h"
#include "lib/pid.h"
#include "lib/start_pace.h"

namespace foster {

// The identity of a directory: st_dev and st_ino.
struct place {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    friend constexpr auto operator<=>(const place&, const place&) = default;
};

// A service directory that the scan directory showed.
struct sighting {
    std::string name;
    place where;
    bool has_log = false;

    friend bool operator==(const sighting&, const sighting&) = default;
};

enum class half : std::uint8_t { service, log };

// Returns whether a supervise that died so ended by itself, and so left no process of
// its own.  It exited on request, or it could not begin (supervise(8), EXIT STATUS).
// Processes that an earlier supervise left live on in the second case.
bool meant_to(const death& d);

class service_set {
  public:
    // The decisions.
    struct rest {};
    struct hold {
        instant until;
    };
    struct start { // start a supervise; then spawned() or refused()
        place where;
        half which;
        std::string directory; // NAME or NAME/log
        bool piped;            // the pipe of `where` is its output, or its input
    };
    struct dismiss { // send TERM to this supervise; then dismissed()
        place where;
        half which;
        pid supervise;
    };
    struct unpipe { // close the pipe of `where`; then unpiped()
        place where;
    };
    // Send KILL to all that a supervise has left, since no other can be started for
    // them.
    struct abandon {
        place where;
        half which;
    };
    struct leave {}; // no process is left, and svscan should end
    using action = std::variant<rest, hold, start, dismiss, unpipe, abandon, leave>;

    // A supervise of svscan, with its service.  has_log: this run of the service has a
    // logger.
    struct tenure {
        sighting service;
        half which = half::service;
        pid supervise;

        friend bool operator==(const tenure&, const tenure&) = default;
    };

    // Take the facts.
    void seen(const sighting& s);
    void gone(const std::string& name);
    // `all` are the services in the scan directory.  Others exist at most under the
    // names in `unsure`.
    void swept(std::span<const sighting> all, const std::set<std::string>& unsure = {});
    void spawned(place where, half which, pid supervise, instant now);
    void refused(place where, half which, instant now);
    // Takes the death of any child.  `bereft`: processes of its service live, so that
    // it needs another supervise even at the end.
    void died(const death& d, instant now, bool bereft = false);
    void dismissed(place where, half which);
    // A client waits.  A supervise that exited on request is started again, at the
    // earliest a second after its last start.
    void hasten();
    void unpiped(place where);
    void abandoned(place where, half which);
    void stop(); // bring all services down, for good
    // Called before all others after an upgrade in place: takes over a supervise of the
    // earlier program.  A sweep tells later whether its service still exists.
    void keep(const tenure& t, instant now);

    action next(instant now);

    // Returns the name under which a supervise was started; empty if it is no supervise
    // of svscan.
    std::string name_of(pid supervise) const;
    // Returns the service and half of a supervise; nullopt if it is no supervise of
    // svscan.
    std::optional<std::pair<place, half>> post_of(pid supervise) const;
    std::size_t size() const { return entries_.size(); }
    // Returns whether a service has gone from the scan directory and is not down yet.
    // tenures() does not list it.
    bool any_ends() const;
    std::vector<tenure> tenures() const;
    bool has(place where) const { return entries_.contains(where); }
    bool has(const std::string& name) const { return names_.contains(name); }
    // Returns whether the directory of that service has gone.
    bool lost(place where) const;

    // Returns the names that start no service of their own, each with the name of its
    // service.
    std::map<std::string, std::string> aliases() const;

    friend bool operator==(const service_set&, const service_set&) = default;

  private:
    // One supervise.
    struct post {
        pid supervise;
        bool told = false;   // it has been dismissed
        bool bereft = false; // it has died, and processes of its service live
        bool failed = false; // a supervise started for these could not begin
        instant not_before{};
        instant soonest{}; // `not_before` without the pause after an exit on request

        friend bool operator==(const post&, const post&) = default;
    };
    struct entry {
        std::set<std::string> names; // empty: it has gone
        std::string called;          // one of the names, once it has begun
        bool has_log = false;        // in this run; decided when it begins
        bool log_there = false;      // when the directory was last seen
        bool ending = false;         // stays until both halves are dead
        bool piped = false;          // svscan holds its pipe
        std::array<post, 2> posts;

        post& at(half h) { return posts[static_cast<std::size_t>(h)]; }
        const post& at(half h) const { return posts[static_cast<std::size_t>(h)]; }

        friend bool operator==(const entry&, const entry&) = default;
    };

    static const std::string& name_in(const entry& e);
    action next_of(place where, entry& e, instant now);
    static std::string directory_of(entry& e, half which);
    static action end_of_bereft(place where, entry& e, half which, instant now);
    static action end_of(place where, entry& e, instant now);
    bool begins_anew(place where, instant now);

    std::map<place, entry> entries_;
    std::map<std::string, place> names_;
    std::map<pid, std::pair<place, half>> supervises_;
    std::set<place> due_;                           // a fact has changed there
    std::set<std::pair<instant, place>> deadlines_; // when to look at it
    bool leaving_ = false;
};

} // namespace foster
