// Linux's process life, as far as a supervisor can see it: who is whose child, who is
// dead and not let go of, and which signals wait.  Each rule names the kernel function it
// stands for.  A regular value: a world can be copied, compared and gone on with.
//
// One step is what the kernel does under one lock, so that no step can be divided:
// release_task, forget_original_parent and exit_notify hold tasklist_lock throughout.
// do_exit() is two: a process has no program any more before it is dead.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernel/model/script.h"
#include "lib/death.h"
#include "lib/pid.h"

namespace foster::model {

struct process {
    pid self{};
    pid parent{};
    pid session{};
    std::uint64_t start = 0; // the clock's tick at birth
    std::uint64_t order = 0; // of birth or adoption, among the children of one parent
    std::uint64_t program = 0;
    std::uint32_t login = 0xffffffff; // audit's loginuid
    bool apart = false;               // a bystander, in truth
    bool attends = false;             // of a script of supervise's, in truth
    bool subreaper = false;           // PR_SET_CHILD_SUBREAPER; is not inherited
    std::uint64_t line = 0;           // of descent: a hex digit says which child it was
    unsigned forks = 0;               // how many children it has had
    unsigned launch = 0; // which start of the service it descends from; 0: none
    bool dying = false;  // it will do nothing more but die, whatever it is sent
    bool dead = false;   // a zombie: nobody has let go of it
    death how{};         // once it is dying
    bool stopped = false;
    std::uint64_t wakes_at = 0;    // it sleeps until that tick; 0: it does not
    bool keeps_no_zombies = false; // SIGCHLD is ignored
    pid waits_for{};               // a vfork child that has not exec'ed
    std::uint64_t pending = 0;     // signals, a bit each
    std::uint64_t ignored = 0;
    std::vector<std::pair<int, unsigned>> handlers; // signal, body
    struct frame {
        unsigned body = 0;
        unsigned at = 0;
        friend bool operator==(const frame&, const frame&) = default;
    };
    std::vector<frame> frames; // what it is doing; a handler lies on top of it
    // What supervise-attend is, twice over: the one whose end is the verdict, and below
    // it the one that keeps whoever the script leaves.
    enum class role : unsigned char { plain, verdict, keeper } part = role::plain;
    std::optional<death> verdict; // told by the keeper

    friend bool operator==(const process&, const process&) = default;
};

// What the adoption signal tells (kernel/adoptsig), on a kernel that has it: who was
// adopted, the parent that it had until then, and the supervisor's child it comes from.
struct adoption {
    pid adopted{};
    pid parent{};
    pid branch{};

    friend bool operator==(const adoption&, const adoption&) = default;
};

// A message to the socket of sd_notify(3).
struct spoken {
    pid who{};
    bool lives = false; // it says that; else that the service is ready

    friend bool operator==(const spoken&, const spoken&) = default;
};

// An exit in one step instead is an order of the two with nobody between: fewer lives,
// and none that is not Linux's.
enum class exits : unsigned char { in_two, at_once };

class process_table {
  public:
    // pids are given out in turn and wrap after `most`, as pid_max has it.
    explicit process_table(int most, exits how = exits::in_two) : most_(most), exits_(how)
    {
    }

    // Who reaps orphans when no nearer subreaper lives (svscan), and the supervisor under
    // test.  They do nothing by themselves, and are not in the table.
    static constexpr pid init{1};
    static constexpr pid supervisor{2};

    const std::vector<process>& all() const { return all_; }
    const process* find(pid who) const;
    bool child_signal() const
    {
        return child_signal_;
    } // SIGCHLD waits for the supervisor
    void take_child_signal() { child_signal_ = false; }
    pid main() const { return main_; }        // who has said so last
    unsigned ready() const { return ready_; } // whose launch says so; 0: nobody's
    std::optional<spoken> take_spoken();      // in order
    bool any_spoken() const { return !spoken_.empty(); }
    // The socket has a reader; none while there is no supervise, and what waited is lost.
    void hear(bool yes);
    pid branch(pid who) const; // the supervisor's child above it
    void take_ready() { ready_ = 0; }

    // PR_SET_ADOPTSIG: the supervisor wants to be told, and so many notices find room
    // (RLIMIT_SIGPENDING).  Nobody asks in its place once it has died.
    void ask_for_adoptions(std::size_t room) { room_ = room; }
    std::optional<adoption> take_adoption(); // in order
    bool adoption_waits() const { return !adoptions_.empty(); }
    bool tells_of_adoptions() const { return room_ > 0; }
    unsigned lost_adoptions() const { return lost_; }

    // kernel_clone(): a new child of `parent` that does `body`; nothing: no pid is free.
    pid fork(pid parent, unsigned body, std::uint64_t start, unsigned launch);

    // supervise-attend, with a script that does `body`: the process that is the
    // supervisor's child, its keeper, and the script below that, all in one session.
    // Between these forks nobody can tell it from one that has not begun.
    pid attend(unsigned body, std::uint64_t start, unsigned launch);

    // Whether this process can do anything at tick `now`, and one step of it.
    bool runnable(const process& p, const scripts& s, std::uint64_t now) const;
    void run(pid who, const scripts& s, std::uint64_t now);

    // send_signal_locked(): false if there is no such process (ESRCH).
    bool kill(pid to, int signal);
    void kill_group(pid leader, int signal); // whoever is in its session

    // The supervisor has died: all its children are init's, and another is in its place.
    void bereave();

    // wait_task_zombie(): the dead children, and letting go of one.
    std::vector<pid> dead_children(pid parent) const;
    death reap(pid child);

    std::vector<const process*> children(pid parent) const; // in order, zombies too
    unsigned living_below(pid who) const;                   // not counting itself
    bool any_living(pid below) const;                       // of the service
    bool any_attending() const;                             // of scripts
    bool any_verdict(unsigned launch) const;                // is not told yet
    // The first tick after `now` at which a sleeping process wakes; nullopt if none does.
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
