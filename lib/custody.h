// Whose children are the service, and which of them stands for it.
//
// A subreaper's living descendants all hang from its living children, so its children
// are the service; that none is left is the kernel's to say (ECHILD), never this list's:
// an adoption under a living parent raises no signal, so a list can be stale.  It names
// whom we signal and report.
//
// Which child is the main (supervision(7), "Choosing the main process"):
//  1. While the run process lives it is the main.
//  2. If it ends other than with exit 0, the start has failed.  If it was told to end, it
//     hands over to no child.
//  3. If it exits 0, the starters are the children alive then, and each child that
//     becomes ours together with the exit 0 of a starter; if that leaves no starter, all
//     the children alive then.  Main is the only starter; of several the one with most
//     living descendants, then the oldest, then the first.
//     When nothing has changed for `settle`, main is settled.
//  4. Until then a main that ends otherwise than with exit 0 is a failure, no hand-over.
//     While there is no main yet, so is a child that a signal killed before anybody had
//     seen it: it may have been the main.  (Not one that exited: run processes leave such
//     zombies of their helpers.)
//  5. A settled main (or a run process that has lived for `foreground`) that exits 0
//     hands over to a child with the same program that shares its session, or that was
//     born within the last second.  Else it is dead.
//  Where the system tells which child an adopted one comes from (adopted()), less is left
//  to guesses.  In rule 3, the starters that a starter's exit 0 makes are those that come
//  from it, and they stand in its place: of those with as many descendants it is the
//  first in the order of adoption, whatever their age.  If there is but one starter, that
//  is known to be main at once, though it can yet pass its role on.  In rule 5, nobody
//  follows who comes from another.  Where of one starter nothing was told, all is as
//  above.
//  6. A pidfile that the service's settings name knows better, where it names a child of
//     ours, or somebody below one.
//
// A bystander is a child that is not ours to signal or to wait for: a login, a user's
// job.
//  a. Its login uid is set, is not that of the main that was settled last, and cannot be
//     the service's own doing.  While it is unset any process may set its own, so it
//     counts only if that main runs as root (no other can log a user in), and if the
//     child runs as root, or as the user of the login, which is no account of the system
//     and none that a process of the service without a login runs as.
//  b. Where the service asks for it (keep-sessions), it is in another session than that
//     main.
//  c. It was born before this launch: it was left by a bystander of another.
//  d. It comes from a bystander, where the system tells that.
// Once a bystander, always one: it is only reaped.
//
// An attendant is a process of a script of ours, control/LETTER (supervise/attend.cpp).
// The script is started in a session of its own, and whatever it leaves stays below a
// keeper in that session: so a child is an attendant if its session is that of a script,
// and nobody else of the script can become our child.  Unless the keeper is killed: then
// those in the session are attendants, and of the others who come to light after the
// service is dead, all that have not logged in.
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

constexpr std::uint32_t no_login = 0xffffffff; // (uid_t)-1: nobody has logged in
constexpr std::uint32_t unknown_user = 0xffffffff;
constexpr std::uint32_t first_regular_user = 1000; // UID_MIN of login.defs(5)

// One look at one child.
struct child {
    pid who{};
    std::uint64_t start =
        0;         // clock ticks since boot, /proc/PID/stat field 22; 0: unknown
    pid session{}; // none: unknown
    std::uint64_t program = 0;      // equal for equal executables; 0: unknown
    unsigned below = 0;             // living descendants, if asked for
    std::uint32_t login = no_login; // /proc/PID/loginuid, where it is not our own
    // The user that it runs as; exact where a child has a login, else root also for one
    // that gave up being root by itself.
    std::uint32_t user = unknown_user;

    friend constexpr bool operator==(const child&, const child&) = default;
};

// The unit of child::start: USER_HZ, 100 on every Linux that foster is built for.
constexpr nanoseconds clock_tick = 10ms;

// What a system with the adoption signal tells (kernel/adoptsig): `adopted` has become
// our child because its parent exits, and that is `branch`, a child of ours, or comes
// from it.
struct adoption {
    pid adopted{};
    pid branch{};

    friend constexpr bool operator==(const adoption&, const adoption&) = default;
};

enum class came : std::uint8_t { spawned, adopted, taken_back };

// The strongest that a process of the service was sent in a stop; `stop` is the stop
// signal where that is not TERM.
enum class asked : std::uint8_t { nothing, stop, term, kill };

struct kin {
    child seen;
    came how = came::adopted;
    asked to_end = asked::nothing;
    bool starter = false;
    bool told = false;      // it was sent a signal that is to end it
    std::uint8_t place = 0; // in the line, by its adoption; 0: nothing was told of it
    pid from{}; // the child of ours that it came from, while that lives; none: unknown

    friend constexpr bool operator==(const kin&, const kin&) = default;
};

struct attendant {
    pid who;
    pid session; // of its script, or its own
    asked to_end = asked::nothing;

    friend constexpr bool operator==(const attendant&, const attendant&) = default;
};

class custody {
  public:
    // `settle` and `foreground` are those of rules 3 and 5, `keep_sessions` that of b.
    custody(nanoseconds settle, nanoseconds foreground, bool keep_sessions = false)
        : settle_(settle), foreground_(foreground), keep_sessions_(keep_sessions)
    {
    }

    // The facts, in the order in which a turn learns of them.
    void spawned(pid run, instant now);
    void adopted(const adoption& a);        // told before the death of the branch is
    void died(const death& d, instant now); // any child, also one never seen before
    // After the last death.  `complete`: nobody was missed.
    void seen(std::span<const child> children, instant now, bool complete = true);
    void claimed(pid main);  // rule 6, after seen(): what the pidfile names, made a child
    void alone();            // ECHILD, or deserted(): the service is dead
    void attend(pid script); // it was started, in a session of its own
    void forget_sessions();  // after seen(), if that look was complete
    void unattended();       // ECHILD: nobody is left

    // The service of a supervise that has died, as that had it.
    struct legacy {
        std::vector<kin> left{}; // its processes, as far as they are known
        pid main{};              // one of those; none: it is not known, or dead
        pid run{};               // the run process, one of those; none: it has exited
        std::optional<instant> launched{}; // nullopt: not known, so rule c is not applied
        bool settling = false;             // the main was not settled
        std::optional<death> loss{};
        std::span<const pid> apart{}; // bystanders
        bool others = false; // processes of the service live that are not in `left`
    };
    void resumed(legacy was, instant now);

    // As it was for the same process as another program: `all` and `apart` are its kin
    // and bystanders.  It was calm() then.
    void renewed(std::vector<kin> all, std::span<const pid> apart, pid main,
                 const renewal& was);
    void hand_on(renewal& to) const;
    // Nothing is under way that only the next look can end.
    bool calm() const
    {
        return !young() && !heirless_ && !opened_ && !unseen_ && !attended();
    }

    bool alive() const { return alive_; }
    pid main() const { return main_; }
    std::span<const kin> all() const { return kin_; }
    std::span<const pid> bystanders() const { return bystanders_; } // by number

    // Somebody of a script is left, or may be.
    bool attended() const { return !attendants_.empty() || !sessions_.empty(); }
    std::span<const attendant> attendants() const { return attendants_; }

    // No child but bystanders and attendants is left.  Sound after a complete look that
    // no death has overtaken: a living process of the service would hang from a child
    // that is neither.
    bool deserted() const
    {
        return alive_ && kin_.empty() && (!bystanders_.empty() || attended());
    }

    // The role of main may still move: nothing is said about it for sure.
    bool settling() const { return alive_ && ((settling_ && !known_) || look_due_); }

    // Main is about to be chosen, so a look must count descendants.
    bool electing() const { return alive_ && (settling_ || heirless_); }

    // When to look again though nothing was heard.  Nothing: no need.
    std::optional<instant> look_at() const;

    // The death of the last main that passed its role to nobody.
    const std::optional<death>& loss() const { return loss_; }

    // This launch left a daemon behind when its run process exited 0.
    bool forked() const { return forked_; }

    // The first of the kin that has been asked for less than `level`; none: nobody.
    pid unasked(asked level) const;
    bool was_asked(pid who) const;
    bool is_kin(pid who) const;
    bool knows(pid who) const; // as kin, bystander or attendant
    void ask(pid who, asked level);
    void tell_to_end(pid who); // by a command
    const attendant* unasked_attendant(asked level) const;

    friend bool operator==(const custody&, const custody&) = default;

  private:
    // One that was told of, and that no look has shown yet.
    struct orphan {
        adoption of;
        std::uint8_t place = 0;
        bool starter = false;

        friend constexpr bool operator==(const orphan&, const orphan&) = default;
    };

    // Rule 3 is under way, or may begin.
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
    std::vector<pid> sessions_;    // of scripts, while anybody may be in them
    bool unkept_ = false;          // a keeper was killed since nobody was left
    std::optional<child> settled_; // the main that was settled last in this launch
    std::vector<kin> kin_; // in the kernel's order, which is that of birth or adoption
    bool alive_ = false;

    pid foreground_run_; // it was settled, and nobody knows how it ended: see
                         // only_workers()
    pid run_;            // the run process, while it lives
    pid main_;
    instant launched_{};
    bool launch_known_ = true; // else `launched_` is a guess, too late for rule c
    instant changed_{};        // of the last change while settling, else of the launch

    bool look_due_ = false;        // nobody has looked at this launch's run process yet
    bool forked_ = false;          // rule 3 has begun
    bool settling_ = false;        // rule 3 has not ended
    bool known_ = false;           // ... but who is main was told
    bool opened_ = false;          // a starter exited 0 since the last look
    std::optional<death> unseen_;  // a child that nobody had seen was killed since then
    std::vector<orphan> orphans_;  // told of since the last look
    std::uint8_t places_ = 0;      // so many were given, or the most
    std::optional<kin> heirless_;  // rule 5: the main that exited 0 since the last look
    std::optional<death> parting_; // and its death
    instant parted_{};
    std::optional<death> loss_;
};

} // namespace foster
