// The core of svscan: which supervises there are to be, and in what order they come and
// go.  Facts in, one decision out, as in lib/service; no call touches the system.
//
// A service is its directory (device and inode), not its name: a directory that is
// removed and made again is a new service, and two links to one directory are one.
// A service whose directory has a log/ has two supervises with a pipe between them.
// The log's is started first.  At the end the service's is dismissed first; when it is
// dead svscan lets go of the pipe, so that the logger reads to its end, and then the
// log's supervise is dismissed.
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
#include "lib/pace.h"
#include "lib/pid.h"

namespace foster {

// What makes a directory that directory: st_dev and st_ino.
struct place {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    friend constexpr auto operator<=>(const place&, const place&) = default;
};

// A directory that was seen in the scan directory.
struct sighting {
    std::string name;
    place where;
    bool has_log = false;

    friend bool operator==(const sighting&, const sighting&) = default;
};

enum class half : std::uint8_t { service, log };

// Whether a supervise that ended so ended by itself, and so left nobody of its own: it
// was told to exit, or it could not even begin (supervise(8), EXIT STATUS), and then
// whoever the one before it has left lives on.
bool meant_to(const death& d);

class roster {
  public:
    // The decisions.
    struct rest {};
    struct hold {
        instant until;
    };
    struct start { // a supervise; then spawned() or refused()
        place where;
        half which;
        std::string directory; // NAME or NAME/log
        bool piped;            // its output, or its input, is the pipe of `where`
    };
    struct dismiss { // TERM to this supervise of ours; then dismissed()
        place where;
        half which;
        pid supervise;
    };
    struct unpipe { // let go of the pipe of `where`; then unpiped()
        place where;
    };
    struct abandon { // nothing can be started for whom a supervise has left: KILL to all
        place where;
        half which;
    };
    struct leave {}; // nobody is left, and svscan is to end
    using action = std::variant<rest, hold, start, dismiss, unpipe, abandon, leave>;

    // A supervise of ours, and whose; has_log: that life of the service has one.
    struct tenure {
        sighting service;
        half which = half::service;
        pid supervise;

        friend bool operator==(const tenure&, const tenure&) = default;
    };

    // Facts.
    void seen(const sighting& s);
    void gone(const std::string& name);
    // These are there, and no others but perhaps those whose names are `unsure`.
    void swept(std::span<const sighting> all, const std::set<std::string>& unsure = {});
    void spawned(place where, half which, pid supervise, instant now);
    void refused(place where, half which, instant now);
    // Any child.  `bereft`: processes of its service live, so that even at the end it
    // needs another supervise.
    void died(const death& d, instant now, bool bereft = false);
    void dismissed(place where, half which);
    // Somebody waits: who was told to exit, and has, is started again a second after its
    // last start at the earliest.
    void hasten();
    void unpiped(place where);
    void abandoned(place where, half which);
    void stop(); // bring everything down, for good
    // Before all else: another roster had that one.  Whether its service is there still,
    // a sweep tells.
    void keep(const tenure& t, instant now);

    action next(instant now);

    // The name under which a supervise was started; empty: it is none of ours.
    std::string name_of(pid supervise) const;
    // Which one it is; nothing: it is none of ours.
    std::optional<std::pair<place, half>> post_of(pid supervise) const;
    std::size_t size() const { return entries_.size(); }
    // Whether something has gone and is not down yet: tenures() does not tell of it.
    bool any_ends() const;
    std::vector<tenure> tenures() const;
    bool has(place where) const { return entries_.contains(where); }
    bool has(const std::string& name) const { return names_.contains(name); }
    // Whether that service is one whose directory has gone.
    bool lost(place where) const;

    // The names that start nothing, each with the name by which its service goes.
    std::map<std::string, std::string> aliases() const;

    friend bool operator==(const roster&, const roster&) = default;

  private:
    // One supervise.
    struct post {
        pid supervise;
        bool told = false;   // it has been dismissed
        bool bereft = false; // it has died, and processes of its service live
        bool failed = false; // for these one was started that could not even begin
        instant not_before{};
        instant soonest{}; // the same, but for the pause after an exit on request

        friend bool operator==(const post&, const post&) = default;
    };
    struct entry {
        std::set<std::string> names; // none: it has gone
        std::string called;          // one of them, once it has begun
        bool has_log = false;        // of this life: decided when it begins
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
    std::set<place> due_;                           // something has changed there
    std::set<std::pair<instant, place>> deadlines_; // look at it then
    bool leaving_ = false;
};

} // namespace foster
