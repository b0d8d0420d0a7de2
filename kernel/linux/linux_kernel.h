// Implements kernel.h on Linux, for the service in the working directory.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "kernel/kernel.h"
#include "kernel/linux/adoption_signal.h"
#include "kernel/linux/children.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/inherited_processes.h"
#include "kernel/linux/oom_watch.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/spawn.h"
#include "kernel/linux/supervise_dir.h"

namespace foster {

class linux_kernel final : public kernel {
  public:
    // Borrows all arguments but `pidfile`, the pidfile of the service, relative to its
    // directory; empty: none.  `name` is that of the service.  `command` is the command
    // to spawn, a path first.  `ready_fd` is the descriptor for its readiness; -1:
    // none.  `notify` is the socket of sd_notify(3), if there is one.
    linux_kernel(service_dir& dir, const complainer& complain, const std::string& name,
                 std::string_view pidfile, char* const* command, int ready_fd, fd notify)
        : dir_(dir), complain_(complain), name_(name), pidfile_(pidfile),
          command_(command), ready_fd_(ready_fd), notify_(std::move(notify))
    {
    }

    // Inherited processes, which are not our children.  There are none before the first
    // call of have_others().  Without them others() is -1.
    inherited_processes& have_others();
    bool others_live() const { return wards_ && wards_->any(); }
    int others() const { return wards_ ? wards_->number() : -1; }

    // The kernel's notices of adoptions; number() is -1 if it sends none.
    adoptions& told() { return adoptions_; }

    // The number of launches by earlier supervise processes or programs.
    void counted(std::uint64_t launches) { number_ = launches; }

    // A dead supervise has started the service.
    void resumed();

    // The descriptors that supervise passes to its next program.
    void hand_on(renewal::descriptors& to) const;
    void renewed(const renewal::descriptors& kept);

    moment now() noexcept override;
    spawned spawn(std::uint64_t number) noexcept override;
    spawned finish(const death& of) noexcept override;
    spawned consult(char letter) noexcept override;
    std::optional<notice> hear() noexcept override;
    void mute(bool quiet) noexcept override;
    pid branch(pid who) noexcept override;
    void say(remark what) noexcept override;
    std::optional<adoption> adopted() noexcept override { return adoptions_.next(); }
    std::optional<death> reap() noexcept override;
    bool death_waits() noexcept override;
    bool alone() noexcept override;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override;
    pid claimed() noexcept override;
    void signal(pid to, int signal) noexcept override;
    void signal_group(pid to, pid session, int signal) noexcept override;
    void mark_down(bool down) noexcept override;
    bool publish(const status& s) noexcept override;

  private:
    std::optional<death> reap_one() noexcept;
    fd listen() noexcept;
    std::optional<notice> hear_ready() noexcept;
    launch::place place_for(launch_record::kind what, record_text& text) const noexcept;

    service_dir& dir_;
    const complainer& complain_;
    const std::string& name_;
    std::string pidfile_;
    char* const* command_;
    int ready_fd_;
    fd notify_;                          // the socket of sd_notify(3)
    fd ready_;                           // the pipe of the last launch (readiness::fd)
    std::optional<std::uint32_t> login_; // our own: an inherited one is no login
    oom_watch oom_;
    bool sent_kill_ = false;                     // KILL was sent since the last spawn
    std::unique_ptr<inherited_processes> wards_; // seldom needed, and memory is short
    adoptions adoptions_;
    pid run_;                  // the last run process
    std::uint64_t number_ = 0; // the number of its launch
    int spawn_cause_ = 0;      // the reported cause, reported again only if it changes
    int finish_cause_ = 0;
    int consult_error_ = 0;
    int write_error_ = 0;
    int hidden_error_ = 0;
};

// Makes this process the reaper of all orphans among its descendants
// (PR_SET_CHILD_SUBREAPER, Linux 3.4).  It survives exec, and children do not inherit
// it.  Throws.
void become_subreaper();

// Hides descriptors that our parent left open from the processes that we spawn, and
// opens 0, 1 and 2 if they are closed.  Throws.
void tidy_descriptors();

// Returns the time for kernel::now().
moment linux_now() noexcept;

} // namespace foster
