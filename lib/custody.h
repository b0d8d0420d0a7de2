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
// Bystanders (lib/bystanders.h) and script processes (lib/script_processes.h) are
// children that are no part of the service.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "lib/bystanders.h"
#include "lib/child.h"
#include "lib/death.h"
#include "lib/instant.h"
#include "lib/pid.h"
#include "lib/reported_adoptions.h"
#include "lib/script_processes.h"

namespace foster {

struct renewal;

class custody {
  public:
    // `settle` and `foreground` belong to rules 3 and 5, `keep_sessions` to rule b
    // of lib/bystanders.h.
    custody(nanoseconds settle, nanoseconds foreground, bool keep_sessions = false)
        : settle_(settle), foreground_(foreground), bystanders_(keep_sessions)
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
    void alone(); // ECHILD, or deserted(): the service is dead

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
        return !young() && !heirless_ && !opened_ && !unseen_ && !scripts_.any();
    }

    bool alive() const { return alive_; }
    pid main() const { return main_; }
    std::span<const kin> all() const { return kin_; }
    std::span<const pid> bystanders() const
    {
        return bystanders_.all();
    } // in order of pid

    script_processes& scripts() { return scripts_; }
    const script_processes& scripts() const { return scripts_; }

    // Returns whether bystanders and script processes are the only children left.  This
    // is sound after a complete look that no death has overtaken: a living process of the
    // service would hang from another child.
    bool deserted() const
    {
        return alive_ && kin_.empty() && (!bystanders_.empty() || scripts_.any());
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
    bool knows(pid who) const; // as kin, bystander or script process
    void ask(pid who, asked level);
    void tell_to_end(pid who); // a command told it to end

    friend bool operator==(const custody&, const custody&) = default;

  private:
    // Rule 3 is being applied, or may be soon.
    bool young() const { return alive_ && (settling_ || look_due_); }

    kin* find(pid who);
    void pass_on(const kin& gone, bool to_heirs);
    void begin_election(const death& d, instant now);
    void main_died(const death& d, const kin& gone, bool failed, instant now);
    void take_in(const child& c);
    void part_bystanders();
    bool only_workers() const;
    void elect(bool changed, instant now);
    void hand_over(bool all_seen);
    void lost(const death& d);

    nanoseconds settle_;
    nanoseconds foreground_;
    bystander_set bystanders_;
    script_processes scripts_;
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
    reported_adoptions orphans_;   // reported since the last look
    std::optional<kin> heirless_;  // rule 5: it exited 0 since the last look
    std::optional<death> parting_; // its death
    instant parted_{};
    std::optional<death> loss_;
};

} // namespace foster
