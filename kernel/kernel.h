// The system as a supervise sees it: a handful of calls, one atomic step each, none of
// which throws, sleeps or blocks.  A refusal is an answer.
//
// kernel/linux answers with Linux; kernel/model with a process table whose every
// interleaving can be tried.  What an answer promises is said here, once for both.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/custody.h"
#include "lib/death.h"
#include "lib/instant.h"
#include "lib/notice.h"
#include "lib/pid.h"
#include "lib/remark.h"
#include "lib/status.h"

namespace foster {

class kernel {
  public:
    virtual moment now() noexcept = 0;

    // Starts the service's run process, for the n-th time.  Once `run` is given the new
    // image is in place: what exec refuses is an error here, never a process that exits
    // 111.  A record of it (lib/launch_record.h) is on the disk before its program
    // begins, where the disk takes it; so it is with the scripts below.
    struct spawned {
        pid run{};     // none: refused
        int error = 0; // errno of the refusal
    };
    virtual spawned spawn(std::uint64_t number) noexcept = 0;

    // Starts the service's finish script, with how its main ended.  ENOENT: it has none.
    virtual spawned finish(const death& of) noexcept = 0;

    // Starts the script control/LETTER, or ./check, as an attendant (lib/custody.h):
    // `run` is the leader of a session of its own, and exits with what the script exits.
    // ENOENT: there is none that can be executed.
    virtual spawned consult(char letter) noexcept = 0;

    // What the service, or somebody else, has said since the last start, one by one;
    // nothing: no more now.
    virtual std::optional<notice> hear() noexcept = 0;

    // `quiet`: what is said wakes us no more; it waits for hear().
    virtual void mute(bool quiet) noexcept = 0;

    // The child of ours that `who` is or descends from; none: it does not, or is dead.
    virtual pid branch(pid who) noexcept = 0;

    // Says it in the log.
    virtual void say(remark what) noexcept = 0;

    // Who has become our child because its parent died, one by one, where the system
    // tells it; nothing: no more now.  Whom a dead child has left is told by the time
    // when reap() lets go of it, and whoever was adopted by the time of reap() or
    // death_waits() is told after that.  What finds no room is lost (RLIMIT_SIGPENDING):
    // it is only in the list.
    virtual std::optional<adoption> adopted() noexcept = 0;

    // Lets go of one dead child, if there is one.  Until then its pid is nobody else's,
    // and all its children are ours already.
    virtual std::optional<death> reap() noexcept = 0;

    // Whether a dead child waits for reap().
    virtual bool death_waits() noexcept = 0;

    // No child, living or dead: then no descendant either, and none can come (ECHILD).
    virtual bool alone() noexcept = 0;

    // Our children that have not been reaped, but for those in `known` (by number), in
    // the order of their birth or adoption, where the system tells it.  It may hold who
    // has died since the last reap(): death_waits() tells.  `count` asks for child::below
    // too. True: nobody who was ours throughout is missing, and every death will be heard
    // of.
    virtual bool children(std::vector<child>& into, std::span<const pid> known,
                          bool count) noexcept = 0;

    // The child of ours that the service's pidfile names, or that is above whom it names;
    // none: it names nobody of the service.
    virtual pid claimed() noexcept = 0;

    // Sends a signal to a child that has not been reaped.
    virtual void signal(pid to, int signal) noexcept = 0;

    // Sends a signal to an attendant that has not been reaped, and to all of the process
    // group that its session began with, if it is of that.
    virtual void signal_group(pid to, pid session, int signal) noexcept = 0;

    // Writes the file `down`, or removes it: what the next supervise here begins with.
    // It tells of a refusal itself.
    virtual void mark_down(bool down) noexcept = 0;

    // Makes the status known.  False: it could not be; try again later.
    virtual bool publish(const status& s) noexcept = 0;

  protected:
    ~kernel() = default;
};

} // namespace foster
