// The processes of the service that are not our children: a supervise that died left
// them.  svscan, whose children they have become, tells of them and of their deaths
// through a pipe (lib/ward.h); whoever is not svscan's child is watched by a pidfd.
// They are signalled by pidfd and start time, so that a number that is somebody else's by
// now is never hit.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/status.h"
#include "lib/wardship.h"

namespace foster {

class wards {
  public:
    // `pipe` is svscan's (ours from now on); -1: there is none.  `was` is the dead
    // supervise's; `shared` as own_sessions() has it.  What svscan has to say
    // at first has been heard.  Throws.
    void open(int pipe, const predecessor& was, bool shared);

    // Readable when there may be something to hear; -1: never.
    int number() const { return events_.number(); }

    // As wardship has it.
    bool any() const { return known_.any(); }
    bool renewed() const { return known_.renewed(); }

    // As kernel::reap() and kernel::death_waits().
    std::optional<death> reap() noexcept;
    bool death_waits() noexcept;

    // Nothing tells of the death of one of them: it must be looked for, by death_waits().
    bool unwatched() const noexcept;

    // Those who live, for all that we know.
    std::span<const pid> list() noexcept;
    // What was read about another, who has got the number of one by now, is not of it.
    // And the sessions that they are in by now are theirs, too.
    void correct(std::vector<child>& looks) noexcept;

    // Whether the number of one of them is somebody else's by now.
    bool is_another(pid who) const;

    // errno of a refusal, or 0; nothing: it is none of them.
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

    wardship known_;
    fd events_;                   // an epoll of the pipe, or of the handles
    fd pipe_;                     // from svscan
    std::vector<handle> handles_; // of whom nobody tells
    std::vector<ward> below_;     // seen below one of those
    std::vector<pid> sessions_;   // theirs: by it an orphan is known
    bool shared_ = false;         // as own_sessions() has it
    std::vector<pid> listed_;
};

} // namespace foster
