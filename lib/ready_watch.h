// Watches one launch of a service: whether it is ready, its deadline for that, the times
// of ./check, and the watchdog afterwards.
//
// A service is awaited while its main process lives, is not ready and is not being
// stopped.  The caller knows the main process and the stop.  All times are of the clock
// of lib/instant.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/custody.h"
#include "lib/instant.h"
#include "lib/sd_notice.h"
#include "lib/settings.h"
#include "lib/status.h"
#include "lib/upgrade_facts.h"

namespace foster {

class ready_watch {
  public:
    // A missed deadline.
    enum class lapse : std::uint8_t {
        none,
        late,   // not ready within ready.timeout
        silent, // no sign of life within ready.watchdog
    };

    // Take the facts.
    void started(const settings& s, instant now);
    // A dead supervise left the service.  Its socket is gone, so the watchdog waits for
    // the next notice.
    void found() { audible_ = false; }
    void resumed(const status& was);
    void renewed(const status& was, const renewal& more);
    void hand_on(renewal& to) const;
    void settled(bool forked) { forks_ = forked; } // the main process is settled
    void noticed(notice n, const settings& s, instant now);
    // ./check has begun, or could not be run, and then has ended.
    void checking(instant now);
    void checked(bool passed) { said_ready_ = said_ready_ || passed; }
    // Ends the wait for a ready service.  From then on it must send signs of life, if
    // it has a socket for them.
    void is_ready(const settings& s, instant now);
    // supervise did not run for so long.
    void move(nanoseconds more);

    // Called after the notices.  Returns the missed deadline and forgets both.  `all`:
    // no notice is unread.
    lapse missed(bool awaited, instant now, bool all);

    // Returns whether a living service has shown the sign of `s`.
    bool ready(const custody& c, const settings& s) const;
    // Returns whether the main process may still pass its role on.
    bool starting(const custody& c) const;
    bool check_due(instant now) const { return now >= check_at_; }
    bool late() const { return late_; } // this launch has missed a deadline
    bool waits() const { return ready_by_ || silent_by_; }
    const std::string& says() const { return says_; }

    // Returns the next deadline; nullopt if there is none.  A wait is divided into
    // turns that are short enough to notice that supervise did not run, if `turned`,
    // the time of this turn, is known.
    std::optional<instant> due(const settings& s, bool awaited, bool stopping,
                               std::optional<instant> turned) const;
    instant check_at() const { return check_at_; }

    friend bool operator==(const ready_watch&, const ready_watch&) = default;

  private:
    std::string says_; // STATUS= of sd_notify(3), since the last start
    std::optional<instant> ready_by_;
    std::optional<instant> silent_by_;
    instant check_at_{};      // when ./check runs next, if it is used
    bool forks_ = true;       // the last launch left a daemon; assumed before the first
    bool audible_ = true;     // false: recovered, and no notice has come since
    bool said_ready_ = false; // since the last start
    bool late_ = false;
};

} // namespace foster
