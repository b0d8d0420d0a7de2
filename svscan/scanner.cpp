#include "svscan/scanner.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/reap.h"
#include "kernel/linux/spawn.h"
#include "lib/earliest.h"
#include "lib/overload.h"
#include "svscan/init_duties.h"
#include "svscan/upgrade.h"

namespace foster {

namespace {

// A missing name proves nothing: its directory may have been renamed.
bool nothing_left_at(const std::string& name)
{
    return !left_something_at(name) && ::access(name.c_str(), F_OK) == 0;
}

// Does not wait for a reader.
void say_begun(const fd& to) noexcept
{
    pollfd reader{.fd = to.number(), .events = POLLOUT, .revents = 0};
    if (::poll(&reader, 1, 0) == 1 && (reader.revents & POLLOUT)) [[maybe_unused]]
        const auto put = ::write(to.number(), "\n", 1);
}

} // namespace

scanner::scanner(signals& s, watch& w, state_watch& o, foreign_supervises& f,
                 safety_check& u, const complainer& c, const config& d)
    : signals_(s), states_(o), foreign_(f), safety_check_(u), complain_(c), config_(d),
      forwards_(d.forwards), path_(d.from.directory, d.directory),
      scan_dir_watch_(w, path_, u, c, d.commanded), prefixes_(d.prefix),
      supervises_(d, f, orphans_, o, u, prefixes_, c), shutdown_(d.at, d.end_timeout)
{
}

void scanner::go_on_with(std::span<const kept> all)
{
    for (const auto& k : all)
        if (supervises_.keep(k)) services_.keep(k.what, linux_now().at);
}

int scanner::code() const
{
    return code_.value_or(config_.ends_with ? exit_temporary : 0);
}

sleeper::plan scanner::wake() noexcept
try {
    const auto now = linux_now().at;
    const auto came =
        signals_
            .take(); // first, so that a death after the last reap causes another wake-up
    hear(now);
    if (came.has(SIGHUP)) services_.hasten();
    scan_dir_watch_.notice(services_, came.has(SIGHUP), now);
    for (const auto& s : end_signals)
        if (const auto word = word_of(s, config_.at);
            word && came.has(s.number) && !forwards_.has(s.number))
            shutdown_.told(*word, now);
    forwards_.take(came);
    prefixes_.revive(now);
    if (config_.at == station::container) look_out(now);
    if (came.has(SIGALRM) && !forwards_.has(SIGALRM)) renew_due_ = may_renew();
    const auto next = act(now);
    supervises_.forget_others(services_);
    prefixes_.let_go_of_others(services_);
    if (ready_) say_begun(std::exchange(ready_, {}));
    return next;
} catch (const std::bad_alloc&) {
    const auto now = linux_now().at;
    if (!starved_ || starved_->is_due(now)) {
        starved_ = {starved_ ? starved_->first : now, now};
        complain_.warning("out of memory (trying again in a second)");
    }
    scan_dir_watch_.forget(); // changes may be lost: read all
    return {.go_on = true, .after = 1s};
}

void scanner::hear(instant now)
{
    auto& dead = orphans_.hear(services_, now);
    // Orphans of these do not become svscan's, and how they ended must be guessed.
    const auto ours = dead.size();
    foreign_.take(dead);
    for (auto i = ours; i < dead.size(); ++i)
        if (nothing_left_at(services_.name_of(dead[i].who))) dead[i].how = manner::exited;
    for (const auto& d : dead) bury(d, now);
    orphans_.obeyed();
}

void scanner::bury(const death& d, instant now)
{
    const auto post = services_.post_of(d.who);
    prefixes_.died(d.who, now);
    if (!post) return shutdown_.died(d.who);
    // A supervise that ended well left no processes: living orphans belong to another.
    // One that could not begin has not taken over the orphans of its predecessor.
    const bool left = !d.clean() && (d.how == manner::unknown || orphans_.any(*post));
    const auto name = services_.name_of(d.who);
    const bool ended = !may_have_left(d, name);
    if (!d.clean() && !shutdown_.begun())
        supervises_.tell_of(d, *post, services_, ended, left, now);
    supervises_.died(d, *post, ended);
    if (left && !services_.lost(post->first))
        supervises_.keep_ready_pipe(*post, name);
    else
        supervises_.let_go_of_ready_pipe(*post);
    services_.died(d, now, left);
}

// Reads the states before the service set forgets dead services, because their last state
// counts.
void scanner::look_out(instant now)
{
    states_.look(services_, now);
    const auto chosen =
        config_.ends_with ? states_.at(*config_.ends_with) : state_summary{};
    if (chosen.code) code_ = chosen.code;
    if (shutdown_.begun()) return;
    const auto essential = states_.essential_over();
    if (essential && !config_.ends_with) code_ = essential->code.value_or(exit_temporary);
    if (essential || chosen.over || states_.all_over())
        shutdown_.told(last_word::exit, now);
}

sleeper::plan scanner::act(instant now)
{
    using done = std::optional<plan>; // nullopt: another step is due
    for (;;) {
        bool left = false;
        const auto until = keep(now, left);
        if (left) prefixes_.let_all_go(now);
        const bool waits = !left || orphans_.condemned_live(now) || prefixes_.drains(now);
        const overload obey{
            [&](const shutdown::rest&) -> done { return sleep(until, now); },
            [&](const shutdown::hold& h) -> done {
                return sleep(earliest(until, h.until), now);
            },
            [&](const shutdown::leave& l) -> done {
                word_ = l.with;
                return plan{.go_on = false};
            },
            [&](const auto& step) -> done {
                end(step, now);
                return std::nullopt;
            },
        };
        const auto next =
            shutdown_.next(waits, shutdown_.begun() && no_child_left(), now);
        if (const auto slept = std::visit(obey, next)) return *slept;
    }
}

// Executes the decisions of the service set until there is nothing to do now.
std::optional<instant> scanner::keep(instant now, bool& left)
{
    std::optional<instant> until;
    const auto wait = [&](std::optional<instant> then) {
        until = then;
        return false;
    };
    const overload obey{
        [&](const service_set::rest&) { return wait({}); },
        [&](const service_set::hold& h) { return wait(h.until); },
        [&](const service_set::leave&) {
            left = true;
            return wait({});
        },
        [&](const service_set::start& s) {
            begin(s, now);
            return true;
        },
        [&](const service_set::dismiss& d) {
            if (!foreign_.signal(d.supervise, SIGTERM))
                ::kill(d.supervise.number,
                       SIGTERM); // not yet reaped, so the pid is its own
            services_.dismissed(d.where, d.which);
            return true;
        },
        [&](const service_set::unpipe& u) {
            supervises_.let_go_of_pipe(u.where);
            services_.unpiped(u.where);
            return true;
        },
        [&](const service_set::abandon& a) {
            orphans_.condemn({a.where, a.which}, now);
            supervises_.let_go_of_ready_pipe({a.where, a.which});
            services_.abandoned(a.where, a.which);
            return true;
        },
    };
    while (std::visit(obey, services_.next(now))) {
    }
    return until;
}

void scanner::begin(const service_set::start& s, instant now)
{
    if (const pid who = supervises_.begin(s, now))
        services_.spawned(s.where, s.which, who, now);
    else
        services_.refused(s.where, s.which, now);
}

void scanner::end(const shutdown::stop&, instant)
{
    services_.stop();
    shutdown_.stopping();
}

void scanner::end(const shutdown::end_all& all, instant now)
{
    // The supervisors are killed, too, and can report no exit code.
    if (all.signal == SIGKILL && config_.ends_with && !code_) code_ = 128 + SIGKILL;
    end_everybody(all.signal);
    shutdown_.sent(all.signal, now);
}

void scanner::end(const shutdown::end_finish& f, instant now)
{
    ::kill(f.hook.number, SIGKILL);
    shutdown_.sent(SIGKILL, now);
}

void scanner::end(const shutdown::finish& f, instant now)
{
    if (!safety_check_.may_run(finish_hook)) return shutdown_.unfinished();
    char name[] = "finish";
    std::string word{to_text(f.before)};
    char* argv[] = {name, word.data(), nullptr};
    const auto [hook, error] = spawn({.file = finish_hook, .argv = argv});
    if (hook)
        shutdown_.finishing(hook, now);
    else
        shutdown_.unfinished();
    if (error && error != ENOENT && error != ENOTDIR)
        complain_.warning("unable to run .svscan/finish", error);
}

sleeper::plan scanner::sleep(std::optional<instant> until, instant now)
{
    const auto at_most = [&](std::optional<instant> then) {
        until = earliest(until, then);
    };
    if (!orphans_.flush()) at_most(now + 1s);
    if (renew_due_ && !until && !shutdown_.begun() && !services_.any_ends() &&
        orphans_.empty())
        renew();
    at_most(scan_dir_watch_.again());
    at_most(forwards_.again(now));
    at_most(orphans_.again(now));
    if (orphans_.condemned_live(now) || prefixes_.drains(now)) at_most(now + 200ms);
    at_most(prefixes_.again());
    if (config_.at == station::container) at_most(states_.again());
    if (!until) return {};
    return {.go_on = true, .after = *until - now};
}

bool scanner::may_renew() const
{
    const char* hindrance =
        config_.at == station::container
            ? "svscan runs in a container (start a container of the new image)"
        : !has_proc() ? "/proc is not mounted"
                      : nullptr;
    if (hindrance)
        complain_.warning(
            (std::string{"unable to upgrade in place: "} + hindrance).c_str());
    return !hindrance;
}

// Upgrades svscan in place.  No supervise is being started, ended or notified, so the
// list of supervise processes is complete.  Returns only if the upgrade fails.
void scanner::renew()
{
    renew_due_ = false;
    std::vector<kept> all;
    for (auto& t : services_.tenures()) {
        const auto start = described(t.supervise).start;
        all.push_back({std::move(t), start});
    }
    signals_.hand_on(true);
    const int error = go_on_as_installed(config_.from, all);
    signals_.hand_on(false);
    complain_.warning("unable to upgrade in place to the installed program", error);
}

} // namespace foster
