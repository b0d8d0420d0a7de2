// The life of processes on Linux, as far as a supervisor can see it: the parent of each
// process, dead processes that are not reaped, and pending signals.  Each rule names
// its kernel function.  A world is a regular value, to be copied, compared and
// continued.
//
// One step is what the kernel does under one lock, so that no step can be divided:
// release_task, forget_original_parent and exit_notify hold tasklist_lock throughout.
// do_exit() is two steps: a process loses its program before it is dead.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernel/model/story_language.h"
#include "lib/death.h"
#include "lib/pid.h"

namespace foster::model {

struct process {
    pid self{};
    pid parent{};
    pid session{};
    std::uint64_t start = 0; // the tick of the clock at its birth
    std::uint64_t order = 0; // of birth or adoption, among the children of one parent
    std::uint64_t program = 0;
    std::uint32_t login = 0xffffffff; // audit's loginuid
    bool apart = false;               // truly a bystander
    bool attends = false;             // truly a script process
    bool subreaper = false;           // PR_SET_CHILD_SUBREAPER; is not inherited
    // Line of descent: each hex digit is the number of a child.
    std::uint64_t line = 0;
    unsigned forks = 0;  // the number of its children so far
    unsigned launch = 0; // the start of the service from which it comes; 0: none
    bool dying = false;  // it will only die, whatever signal comes
    bool dead = false;   // a zombie that is not reaped
    death how{};         // once it is dying
    bool stopped = false;
    std::uint64_t wakes_at = 0;    // it sleeps until that tick; 0: it does not sleep
    bool keeps_no_zombies = false; // SIGCHLD is ignored
    pid waits_for{};               // a vfork child before its exec
    std::uint64_t pending = 0;     // one bit for each signal
    std::uint64_t ignored = 0;
    std::vector<std::pair<int, unsigned>> handlers; // signal, body
    struct frame {
        unsigned body = 0;
        unsigned at = 0;
        friend bool operator==(const frame&, const frame&) = default;
    };
    std::vector<frame> frames; // its present bodies, a handler on top
    // The two parts of supervise-attend: the process whose exit is the verdict, and the
    // script keeper below it, which keeps all processes that the script leaves.
    enum class role : unsigned char { plain, verdict, keeper } part = role::plain;
    std::optional<death> verdict; // from the script keeper

    friend bool operator==(const process&, const process&) = default;
};

// A notice of the adoption signal (kernel/adoptsig), on a kernel that has it: the
// adopted process, its parent before, and the supervisor's child from which it comes.
struct adoption {
    pid adopted{};
    pid parent{};
    pid branch{};

    friend bool operator==(const adoption&, const adoption&) = default;
};

// A message to the socket of sd_notify(3).
struct spoken {
    pid who{};
    bool lives = false; // a sign of life; else the service is ready

    friend bool operator==(const spoken&, const spoken&) = default;
};

// An exit in one step is an order of the two steps with no other process between them:
// fewer runs, each possible on Linux.
enum class exits : unsigned char { in_two, at_once };

class process_table {
  public:
    // pids are given in turn and wrap after `most`, as in pid_max.
    explicit process_table(int most, exits how = exits::in_two) : most_(most), exits_(how)
    {
    }

    // The process that reaps orphans without a nearer living subreaper (svscan), and
    // the tested supervisor.  Neither acts by itself, and neither is in the table.
    static constexpr pid init{1};
    static constexpr pid supervisor{2};

    const std::vector<process>& all() const { return all_; }
    const process* find(pid who) const;
    bool child_signal() const
    {
        return child_signal_;
    } // SIGCHLD waits for the supervisor
    void take_child_signal() { child_signal_ = false; }
    pid main() const { return main_; }        // the process that last claimed the role
    unsigned ready() const { return ready_; } // the ready launch; 0: none
    std::optional<spoken> take_spoken();      // in order
    bool any_spoken() const { return !spoken_.empty(); }
    // The socket has a reader.  Without a supervise it has none, and waiting messages
    // are lost.
    void hear(bool yes);
    pid branch(pid who) const; // the supervisor's child above that process
    void take_ready() { ready_ = 0; }

    // PR_SET_ADOPTSIG: the supervisor asks for notices, and so many find room
    // (RLIMIT_SIGPENDING).  After its death no process asks.
    void ask_for_adoptions(std::size_t room) { room_ = room; }
    std::optional<adoption> take_adoption(); // in order
    bool adoption_waits() const { return !adoptions_.empty(); }
    bool tells_of_adoptions() const { return room_ > 0; }
    unsigned lost_adoptions() const { return lost_; }

    // kernel_clone(): returns a new child of `parent` that does `body`; 0 if no pid is
    // free.
    pid fork(pid parent, unsigned body, std::uint64_t start, unsigned launch);

    // supervise-attend, with a script that does `body`: makes the supervisor's child,
    // its script keeper, and the script below that, all in one session.  Between these
    // forks it looks as if it had not begun.
    pid attend(unsigned body, std::uint64_t start, unsigned launch);

    // runnable() returns whether this process can act at tick `now`, and run() takes
    // one step of it.
    bool runnable(const process& p, const scripts& s, std::uint64_t now) const;
    void run(pid who, const scripts& s, std::uint64_t now);

    // send_signal_locked(): returns false if there is no such process (ESRCH).
    bool kill(pid to, int signal);
    void kill_group(pid leader, int signal); // all processes of its session

    // The supervisor has died.  All its children become init's, and another takes its
    // place.
    void bereave();

    // wait_task_zombie(): dead_children() returns the dead children, and reap() reaps
    // one.
    std::vector<pid> dead_children(pid parent) const;
    death reap(pid child);

    std::vector<const process*> children(pid parent) const; // in order, with zombies
    unsigned living_below(pid who) const;                   // without itself
    bool any_living(pid below) const;                       // of the service
    bool any_attending() const;                             // of scripts
    bool any_verdict(unsigned launch) const;                // that is not reported yet
    // Returns the first tick after `now` at which a sleeping process wakes; nullopt if
    // no process sleeps.
    std::optional<std::uint64_t> next_waking(std::uint64_t now) const;

    friend bool operator==(const process_table&, const process_table&) = default;

  private:
    static bool outside(pid who) { return who == init || who == supervisor; }
    process& at(pid who);
    const process& at(pid who) const;
    pid free_pid() const;
    pid reaper_of(pid dying) const;
    void serve_script(process& p);
    void insert(process p);
    void begin_exit(process& p, death how);
    void exit(pid who);
    void notify_adopted(const adoption& a);
    void notify(pid parent, pid dead);
    void release(pid who);
    void deliver(process& p);
    void obey(pid who, const step& s, std::uint64_t now);

    int most_;
    exits exits_;
    pid last_ = supervisor;
    std::uint64_t order_ = 0;
    bool child_signal_ = false;
    pid main_{};
    unsigned ready_ = 0;
    void say(spoken what);
    std::vector<spoken> spoken_;
    bool heard_ = true;
    std::size_t room_ = 0;
    std::vector<adoption> adoptions_;
    unsigned lost_ = 0;
    std::vector<process> all_; // by pid
};

} // namespace foster::model
