// One svscan: it executes the decisions of the service set and of the shutdown whenever
// the loop wakes it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "kernel/linux/event_loop.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/signal_reader.h"
#include "lib/repeat_pace.h"
#include "lib/scan_handoff.h"
#include "lib/service_set.h"
#include "lib/shutdown.h"
#include "svscan/config.h"
#include "svscan/foreign_supervises.h"
#include "svscan/forwarded_signals.h"
#include "svscan/orphans.h"
#include "svscan/prefix_pipes.h"
#include "svscan/safety_check.h"
#include "svscan/scan_dir_reader.h"
#include "svscan/scan_dir_watch.h"
#include "svscan/state_watch.h"
#include "svscan/supervises.h"

namespace foster {

class scanner final : public sleeper {
  public:
    // All arguments outlive this object.  The working directory is the scan directory.
    scanner(signals& s, watch& w, state_watch& o, foreign_supervises& f, safety_check& u,
            const complainer& c, const config& d);

    // Takes over the supervise processes of the previous program in this process.  To
    // be called first.
    void go_on_with(std::span<const kept> all);

    // Makes svscan write a newline there once all supervise processes of the first look
    // have been started.
    void tell_when_begun(fd ready) { ready_ = std::move(ready); }

    plan wake() noexcept override;

    // For the time after wake() has ended the loop.
    last_word word() const { return word_; }
    int code() const;

  private:
    void hear(instant now);
    void bury(const death& d, instant now);
    void look_out(instant now);
    plan act(instant now);
    std::optional<instant> keep(instant now, bool& left);
    void begin(const service_set::start& s, instant now);
    // Take one step of the ending: an overload for each.
    void end(const shutdown::stop&, instant now);
    void end(const shutdown::end_all& all, instant now);
    void end(const shutdown::end_finish& f, instant now);
    void end(const shutdown::finish& f, instant now);
    plan sleep(std::optional<instant> until, instant now);
    bool may_renew() const;
    void renew();

    signals& signals_;
    state_watch& states_;
    foreign_supervises& foreign_;
    safety_check& safety_check_;
    const complainer& complain_;
    const config& config_;
    signal_forwarder forwards_;
    fd ready_{}; // for --ready-fd
    scan_path path_;
    scan_dir_watch scan_dir_watch_;
    service_set services_;
    orphans orphans_;
    prefix_pipes prefixes_;
    supervises supervises_;
    shutdown shutdown_;
    bool renew_due_ = false;
    std::optional<recurrence<instant>> starved_; // since memory is exhausted
    last_word word_ = last_word::exit;
    std::optional<int> code_; // exit code of the service with which a container ends
};

} // namespace foster
