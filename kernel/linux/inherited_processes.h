// Inherited processes of the service: a dead supervise left them, so they are not our
// children.  svscan has adopted them, and reports them and their deaths through a pipe
// (lib/orphan_report.h).  If another process has adopted one, a pidfd watches it.  All
// are signalled by pidfd and start time, so that a reused pid is never hit.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/inherited.h"
#include "lib/status.h"

namespace foster {

class inherited_processes {
  public:
    // `pipe` comes from svscan and is ours from now on; -1: there is none.  `was` is
    // the dead supervise's; `shared` as in own_sessions().  Returns after the first
    // notes of svscan have been read.  Throws.
    void open(int pipe, const predecessor& was, bool shared);

    // Readable when there may be news; -1: never.
    int number() const { return events_.number(); }

    // As in inherited_list.
    bool any() const { return known_.any(); }
    bool renewed() const { return known_.renewed(); }

    // As in kernel.
    std::optional<death> reap() noexcept;
    bool death_waits() noexcept;

    // Returns whether the death of one of them is not reported.  Then death_waits()
    // must be called to find it.
    bool unwatched() const noexcept;

    // Returns those that live, as far as is known.
    std::span<const pid> list() noexcept;
    // Resets facts of another process that got the number of one of them.  Also learns
    // their present sessions.
    void correct(std::vector<child>& looks) noexcept;

    // Returns whether another process has the number of one of them.
    bool is_another(pid who) const;

    // Returns errno of a refusal, or 0; nullopt if it is none of them.
    std::optional<int> signal(pid to, int signal) noexcept;

  private:
    struct handle {
        ward of;
        fd number; // none: it could not be made
    };

    void hear() noexcept;
    bool familiar(const ward_note& note) const;
    void learn_session(const child& look);
    void look_for_deaths();
    void look_below();
    void look_for_orphans();
    void take_orphans(std::span<const pid> orphans);
    void watch_all();
    void watch_unnamed();
    void watch(const ward& w);

    inherited_list known_;
    fd events_;                   // an epoll of the pipe, or of the handles
    fd pipe_;                     // from svscan
    std::vector<handle> handles_; // of processes whose death is not reported
    std::vector<ward> below_;     // seen below one of those
    std::vector<pid> sessions_;   // their sessions, by which orphans are known
    bool shared_ = false;         // as in own_sessions()
    std::vector<pid> listed_;
};

} // namespace foster
