// Finds the children that are the service, and chooses its main process among them.
//
// Each living descendant of a subreaper hangs from one of its living children, so these
// children are the service.  Only the kernel can report that no child is left (ECHILD).
// A list of children cannot: an adoption under a living parent raises no signal, so a
// list can be stale.  The list names the processes that supervise signals and reports.
//
// The rules for the main process (supervision(7), "Choosing the main process"):
//  1. While the run process lives, it is the main process.
//  2. If it ends other than with exit 0, the start has failed.  If it was told to end,
//     no child takes its role.
//  3. If it exits 0, the candidates are the children alive then, and each child that is
//     adopted together with the exit 0 of a candidate.  If no candidate is left, all
//     children alive then are candidates.  A single candidate is the main process.  Of
//     several, the main process is the one with most living descendants, then the
//     oldest, then the first.  It is settled when nothing has changed for `settle`.
//  4. If an unsettled main process ends other than with exit 0, the service has failed
//     and no child takes the role.  The same holds while there is no main process yet,
//     for a child that a signal killed before any look showed it: that child may have
//     been the main process.  (A child that exited does not count: run processes leave
//     zombies of their helpers.)
//  5. If a settled main process (or a run process that has lived for `foreground`)
//     exits 0, a child with the same program takes its role.  This child must share its
//     session or be born within the last second.  Without such a child the main
//     process is dead.
//  6. A pidfile that the settings of the service name overrules the rules above, if it
//     names a child of supervise or a process below one.
//
// Some systems report the branch from which an adopted child comes (adopted()).  There:
//  - In rule 3, the exit 0 of a candidate makes candidates only of the children that
//    come from it.  They inherit its place: of those with equally many descendants the
//    first in the order of adoption leads, whatever its age.  A single candidate is
//    known to be the main process at once, though its role can still pass to another.
//  - In rule 5, a child that comes from another child never takes the role.
//  - If nothing was reported of one candidate, the rules hold without this knowledge.
//
// A bystander is a child that supervise must neither signal nor wait for, as a login or
// the job of a user.  A child is a bystander if one of these is true:
//  a. Its login uid is set, differs from that of the main process that was settled
//     last, and cannot be set by the service itself.  Any process may set its own login
//     uid while it is unset.  So it counts only if that main process runs as root (no
//     other user can log a user in), and if the child runs as root or as the user of
//     the login.  That user must be no system account, and no process of the service
//     without a login may run as that user.
//  b. The service asks for it (keep-sessions), and the child is in another session than
//     that main process.
//  c. It was born before this launch: a bystander of an earlier launch left it.
//  d. It comes from a bystander, where the system reports that.
// A bystander stays a bystander: supervise only reaps it.
//
// An attendant is a script process, a process of a script control/LETTER
// (supervise/supervise_attend.cpp).  The script is started in a session of its own, and
// all processes that it leaves stay below a script keeper in that session.  So a child is
// an attendant if its session is that of a script, and no other process of the script
// can become a child of supervise.  If the script keeper is killed, the processes in
// the session are attendants.  So are, of the others that appear after the service is
// dead, all without a login.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/death.h"
#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

struct renewal;

constexpr std::uint32_t no_login = 0xffffffff; // (uid_t)-1: no user has logged in
constexpr std::uint32_t unknown_user = 0xffffffff;
constexpr std::uint32_t first_regular_user = 1000; // UID_MIN of login.defs(5)

// The facts of one child as one look shows them.
struct child {
    pid who{};
    // Clock ticks since boot, /proc/PID/stat field 22; 0: unknown.
    std::uint64_t start = 0;
    pid session{};                  // 0: unknown
    std::uint64_t program = 0;      // equal for equal executables; 0: unknown
    unsigned below = 0;             // number of living descendants, if asked for
    std::uint32_t login = no_login; // /proc/PID/loginuid, if supervise has another
    // The user that the child runs as.  It is exact if the child has a login.  Else it
    // is root also for a child that gave up being root by itself.
    std::uint32_t user = unknown_user;
    // The signals with SIG_IGN, signal N as bit N - 1, up to 31; 0: none, or unknown.
    std::uint32_t ignored = 0;

    friend constexpr bool operator==(const child&, const child&) = default;
};

// The unit of child::start: USER_HZ, 100 on every Linux that foster is built for.
constexpr nanoseconds clock_tick = 10ms;

// Reports an adoption, on a system with the adoption signal (kernel/adoptsig).
// `adopted` became a child of supervise because its parent exits.  That parent is
// `branch`, a child of supervise, or comes from it.
struct adoption {
    pid adopted{};
    pid branch{};

    friend constexpr bool operator==(const adoption&, const adoption&) = default;
};

enum class came : std::uint8_t { spawned, adopted, taken_back };

// The strongest request to end that a process was sent in a stop.  `stop` is the stop
// signal if that is not TERM.
enum class asked : std::uint8_t { nothing, stop, term, kill };

struct kin {
    child seen;
    came how = came::adopted;
    asked to_end = asked::nothing;
    bool starter = false;
    bool told = false;      // it was sent a signal that should end it
    std::uint8_t place = 0; // rank by adoption; 0: no adoption was reported
    // The living child of supervise that it came from; 0: unknown.
    pid from{};

    friend constexpr bool operator==(const kin&, const kin&) = default;
};

struct attendant {
    pid who;
    pid session; // that of its script, or its own
    asked to_end = asked::nothing;

    friend constexpr bool operator==(const attendant&, const attendant&) = default;
};

class custody {
  public:
    // `settle` and `foreground` belong to rules 3 and 5, `keep_sessions` to rule b.
    custody(nanoseconds settle, nanoseconds foreground, bool keep_sessions = false)
        : settle_(settle), foreground_(foreground), keep_sessions_(keep_sessions)
    {
    }

    // Take the facts, in the order in which a turn learns them.
    void spawned(pid run, instant now);
    void adopted(const adoption& a);        // reported before the branch dies
    void died(const death& d, instant now); // any child, even one never seen
    // Called after the last death.  `complete`: the list misses no child.
    void seen(std::span<const child> children, instant now, bool complete = true);
    // Rule 6, after seen(): the child that the pidfile names, or that is above that
    // process.
    void claimed(pid main);
    void alone();            // ECHILD, or deserted(): the service is dead
    void attend(pid script); // it was started in a session of its own
    void forget_sessions();  // after seen(), if that look was complete
    void unattended();       // ECHILD: no process is left

    // The service as a dead supervise knew it.
    struct legacy {
        std::vector<kin> left{}; // its known processes
        pid main{};              // one of `left`; 0: unknown, or dead
        pid run{};               // the run process, one of `left`; 0: it has exited
        std::optional<instant> launched{}; // nullopt: unknown, so rule c is not applied
        bool settling = false;             // the main process was not settled
        std::optional<death> loss{};
        std::span<const pid> apart{}; // bystanders
        bool others = false; // processes of the service live that are not in `left`
    };
    void resumed(legacy was, instant now);

    // Restores the custody of the same process after an upgrade in place.  `all` and
    // `apart` are its kin and bystanders.  It was calm() before.
    void renewed(std::vector<kin> all, std::span<const pid> apart, pid main,
                 const renewal& was);
    void hand_on(renewal& to) const;
    // Returns whether nothing is pending that only the next look can end.
    bool calm() const
    {
        return !young() && !heirless_ && !opened_ && !unseen_ && !attended();
    }

    bool alive() const { return alive_; }
    pid main() const { return main_; }
    std::span<const kin> all() const { return kin_; }
    std::span<const pid> bystanders() const { return bystanders_; } // in order of pid

    // Returns whether a process of a script is left, or may be.
    bool attended() const { return !attendants_.empty() || !sessions_.empty(); }
    std::span<const attendant> attendants() const { return attendants_; }

    // Returns whether bystanders and attendants are the only children left.  This is
    // sound after a complete look that no death has overtaken: a living process of the
    // service would hang from another child.
    bool deserted() const
    {
        return alive_ && kin_.empty() && (!bystanders_.empty() || attended());
    }

    // Returns whether the role of the main process may still move.
    bool settling() const { return alive_ && ((settling_ && !known_) || look_due_); }

    // Returns whether the main process is about to be chosen.  Then a look must count
    // descendants.
    bool electing() const { return alive_ && (settling_ || heirless_); }

    // Returns when to look again if no event comes; nullopt if there is no need.
    std::optional<instant> look_at() const;

    // Returns the death of the last main process whose role no child took.
    const std::optional<death>& loss() const { return loss_; }

    // Returns whether this launch left a daemon when its run process exited 0.
    bool forked() const { return forked_; }

    // Returns the first kin that was asked for less than `level`; 0 if there is none.
    pid unasked(asked level) const;
    bool was_asked(pid who) const;
    // Whether that process ignored the signal at the last look.
    bool ignores(pid who, int signal) const;
    bool is_kin(pid who) const;
    bool knows(pid who) const; // as kin, bystander or attendant
    void ask(pid who, asked level);
    void tell_to_end(pid who); // a command told it to end
    const attendant* unasked_attendant(asked level) const;

    friend bool operator==(const custody&, const custody&) = default;

  private:
    // A child whose adoption was reported, and that no look has shown yet.
    struct orphan {
        adoption of;
        std::uint8_t place = 0;
        bool starter = false;

        friend constexpr bool operator==(const orphan&, const orphan&) = default;
    };

    // Rule 3 is being applied, or may be soon.
    bool young() const { return alive_ && (settling_ || look_due_); }

    kin* find(pid who);
    orphan* find_orphan(pid who);
    std::uint8_t next_place();
    void pass_over(const orphan& gone, bool clean);
    void pass_on(const kin& gone, bool to_heirs);
    bool main_is_told() const;
    attendant* find_attendant(pid who);
    void learn_session(attendant& a, const child& c);
    bool attends(const child& c) const;
    void take_in(const child& c);
    bool born_before_launch(const child& c) const;
    void set_apart(pid who);
    void part_bystanders();
    bool is_login(const child& c) const;
    void elect();
    bool only_workers() const;
    void hand_over(bool all_seen);
    bool may_follow(const child& c, const child& old) const;
    void lost(const death& d);

    nanoseconds settle_;
    nanoseconds foreground_;
    bool keep_sessions_;
    std::vector<pid> bystanders_;
    std::vector<attendant> attendants_;
    std::vector<pid> sessions_; // of scripts, while processes may be in them
    bool unkept_ = false;       // a script keeper was killed since the last process went
    std::optional<child> settled_; // the main process settled last in this launch
    std::vector<kin> kin_;         // in the kernel's order: by birth or adoption
    bool alive_ = false;

    // A settled run process whose way to end is unknown: see only_workers().
    pid foreground_run_;
    pid run_; // the run process, while it lives
    pid main_;
    instant launched_{};
    bool launch_known_ = true; // else `launched_` is a guess, too late for rule c
    instant changed_{};        // of the last change while settling, else of the launch

    bool look_due_ = false;        // no look has shown this launch's run process yet
    bool forked_ = false;          // rule 3 has begun
    bool settling_ = false;        // rule 3 has not ended
    bool known_ = false;           // ... but adoptions have named the main process
    bool opened_ = false;          // a candidate exited 0 since the last look
    std::optional<death> unseen_;  // an unseen child was killed since then
    std::vector<orphan> orphans_;  // reported since the last look
    std::uint8_t places_ = 0;      // ranks given, up to the highest number
    std::optional<kin> heirless_;  // rule 5: it exited 0 since the last look
    std::optional<death> parting_; // its death
    instant parted_{};
    std::optional<death> loss_;
};

} // namespace foster
