// kernel.h answered by Linux, for the service whose directory we stand in.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "kernel/kernel.h"
#include "kernel/linux/adoptions.h"
#include "kernel/linux/children.h"
#include "kernel/linux/complain.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/oom_watch.h"
#include "kernel/linux/service_dir.h"
#include "kernel/linux/spawn.h"
#include "kernel/linux/wards.h"

namespace foster {

class linux_kernel final : public kernel {
  public:
    // Borrows all but `pidfile`, which is the service's, as seen from its directory;
    // empty: none.  `name` is the service's.  `command` is what is spawned, a path first;
    // `ready_fd` the descriptor on which it says that it is ready, -1: none;
    // `notify` the socket of sd_notify(3), if there is one.
    linux_kernel(service_dir& dir, const complainer& complain, const std::string& name,
                 std::string_view pidfile, char* const* command, int ready_fd, fd notify)
        : dir_(dir), complain_(complain), name_(name), pidfile_(pidfile),
          command_(command), ready_fd_(ready_fd), notify_(std::move(notify))
    {
    }

    // Those of the service who are not our children.  There are none until somebody asks
    // to have some; number() of none is -1.
    wards& have_others();
    bool others_live() const { return wards_ && wards_->any(); }
    int others() const { return wards_ ? wards_->number() : -1; }

    // Where the kernel tells of adoptions; number() is -1 where it does not.
    adoptions& told() { return adoptions_; }

    // The service has been launched so often by earlier supervises or programs.
    void counted(std::uint64_t launches) { number_ = launches; }

    // Another supervise has started the service, and died.
    void resumed();

    // What another program of this process goes on with.
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
    fd notify_;                          // of sd_notify(3)
    fd ready_;                           // where the last launch is heard (readiness::fd)
    std::optional<std::uint32_t> login_; // our own: what is inherited is no login
    oom_watch oom_;
    bool sent_kill_ = false;       // since the last spawn
    std::unique_ptr<wards> wards_; // rarely: memory is short
    adoptions adoptions_;
    pid run_;                  // of the last spawn
    std::uint64_t number_ = 0; // of that
    int spawn_cause_ = 0;      // complained of; said again only when it changes
    int finish_cause_ = 0;
    int consult_error_ = 0;
    int write_error_ = 0;
    int hidden_error_ = 0;
};

// Makes this process the reaper of all its descendants' orphans (PR_SET_CHILD_SUBREAPER,
// Linux 3.4).  Survives exec, is not inherited.  Throws.
void become_subreaper();

// Nothing that our starter left open reaches what we spawn, and 0, 1 and 2 are open.
// Throws.
void tidy_descriptors();

// The time as kernel::now() gives it.
moment linux_now() noexcept;

} // namespace foster
