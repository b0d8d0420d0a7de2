// The interface through which supervise uses the system: a handful of calls, one atomic
// step each.  None throws, sleeps or blocks.  A refusal is an answer.
//
// kernel/linux implements the calls on Linux, and kernel/model on a process table that
// can play every order of events.  The promises of the answers are here, once for both.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/custody.h"
#include "lib/death.h"
#include "lib/instant.h"
#include "lib/logged_deeds.h"
#include "lib/pid.h"
#include "lib/sd_notice.h"
#include "lib/status.h"

namespace foster {

class kernel {
  public:
    virtual moment now() noexcept = 0;

    // Starts the run process of the service, for launch `number`.  If `run` is set, its
    // program is already executing: a refused exec is an error here, never a process
    // that exits 111.  A record of the launch (lib/launch_record.h) is on the disk
    // before the program begins, unless the disk refuses it.  The same holds for the
    // scripts below.
    struct spawned {
        pid run{};     // 0: refused
        int error = 0; // errno of the refusal
    };
    virtual spawned spawn(std::uint64_t number) noexcept = 0;

    // Starts the finish script of the service, with the way its main process ended.
    // ENOENT: it has none.
    virtual spawned finish(const death& of) noexcept = 0;

    // Starts the script control/LETTER, or ./check, as a script process
    // (lib/script_processes.h).  `run` leads a session of its own, and exits with the
    // exit code of the script.  ENOENT: there is no script that can be executed.
    virtual spawned consult(char letter) noexcept = 0;

    // Returns the next notice since the last start, from the service or from another
    // process; nullopt if none waits.
    virtual std::optional<notice> hear() noexcept = 0;

    // With `quiet`, notices wake supervise no more, and wait for hear().
    virtual void mute(bool quiet) noexcept = 0;

    // Returns the child that `who` is or descends from; 0 if there is none, or `who` is
    // dead.
    virtual pid branch(pid who) noexcept = 0;

    // Writes the remark to the log.
    virtual void say(remark what) noexcept = 0;

    // Returns the next child that supervise adopted when its parent died, if the system
    // reports adoptions; nullopt if none waits.  Children of a dead child are reported
    // before reap() releases it.  Each child that was adopted before reap() or
    // death_waits() is reported after that call.  Notices that find no room are lost
    // (RLIMIT_SIGPENDING): such a child is only in the list.
    virtual std::optional<adoption> adopted() noexcept = 0;

    // Releases one dead child and returns its death; nullopt if there is none.  Before
    // that no other process can get its pid, and all its children are already ours.
    virtual std::optional<death> reap() noexcept = 0;

    // Returns whether a dead child waits for reap().
    virtual bool death_waits() noexcept = 0;

    // Returns whether there is no child, living or dead.  Then there is no descendant
    // either, and none can come (ECHILD).
    virtual bool alone() noexcept = 0;

    // Lists the children that have not been reaped, without those in `known` (in order
    // of pid), in the order of their birth or adoption if the system shows it.  The
    // list may hold a child that has died since the last reap(): death_waits() then
    // returns true.  `count` also asks for child::below.  Returns true if the list
    // misses no child that was ours throughout, and each death will be reported.
    virtual bool children(std::vector<child>& into, std::span<const pid> known,
                          bool count) noexcept = 0;

    // Returns the child that the pidfile of the service names, or that is above the
    // named process; 0 if it names no process of the service.
    virtual pid claimed() noexcept = 0;

    // Sends a signal to a child that has not been reaped.
    virtual void signal(pid to, int signal) noexcept = 0;

    // Sends a signal to a script process that has not been reaped, and to the process
    // group with which its session began, if it is in that.
    virtual void signal_group(pid to, pid session, int signal) noexcept = 0;

    // Writes or removes the file `down`, which the next supervise obeys at its start.
    // Reports a refusal itself.
    virtual void mark_down(bool down) noexcept = 0;

    // Publishes the status.  Returns false if it could not; try again later.
    virtual bool publish(const status& s) noexcept = 0;

  protected:
    ~kernel() = default;
};

} // namespace foster
