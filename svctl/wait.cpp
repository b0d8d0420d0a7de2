#include "svctl/wait.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>
#include <vector>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "lib/instance.h"
#include "lib/printable.h"
#include "svctl/print.h"
#include "svctl/report.h"
#include "svctl/verdict.h"

namespace foster {

namespace {

std::string ended_in_words(const supervised& there)
{
    return "not supervised any more: its supervise has ended, or " + there.path() +
           " was removed";
}

} // namespace

int to_poll_timeout(nanoseconds time)
{
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(time).count();
    return static_cast<int>(std::clamp<long>(ms, 0, 1L << 30));
}

void complain_of(const service_name& who, const std::string& text)
{
    complainer{"svctl", who.shown}.fatal(text);
}

std::string unsupervised_in_words(const service_name& who)
{
    std::error_code unknown;
    const auto there = std::filesystem::status(who.path, unknown);
    if (there.type() == std::filesystem::file_type::not_found)
        return "not supervised: " + unknown_in_words(who);
    if (!unknown && there.type() != std::filesystem::file_type::directory)
        return "not supervised: " + who.path +
               " is no directory (name the one in which ./run is)";
    if (is_template(who.shown))
        return "not supervised: it is a template (name an instance of it: " + who.shown +
               "ARGUMENT)";
    return "not supervised: no supervise runs for " + who.path +
           " (svctl scan tells whether svscan is there to start one)";
}

waiter::waiter(request what) : what_(what) {}

waiter::waiter(goal what, bool any) : what_(what), any_(any) {}

bool waiter::command(const service_name& who, supervised&& there)
{
    changes_.watch(there.dir(), there.path());
    auto before = there.read();
    const auto keeper = there.keeper();
    if (!there.tell(letters_of(std::get<request>(what_), who.log))) return false;
    left_.push_back({.who = who,
                     .there = std::move(there),
                     .before = std::move(before),
                     .keeper = keeper});
    return true;
}

void waiter::watch(const service_name& who, supervised&& there)
{
    changes_.watch(there.dir(), there.path());
    left_.push_back({.who = who, .there = std::move(there), .before = {}, .keeper = {}});
}

int waiter::wait(nanoseconds timeout)
{
    const auto deadline = linux_now().at + timeout;
    int code = look(exit_as_asked);
    while (!left_.empty() && !reached_) {
        const auto longest = deadline - linux_now().at;
        const bool news = longest > 0s && hear(longest);
        code = look(code);
        if (news || reached_) continue;
        shown_.clear();
        for (const auto& e : left_) say_timed_out(e, timeout);
        return left_.empty() ? code : std::max(code, exit_timed_out);
    }
    return reached_ ? exit_as_asked : code;
}

// True: there is nothing more to wait for.
bool waiter::done(const expectation& e, int result, const std::string& text, int& code)
{
    shown_.clear();
    if (result) complain_of(e.who, text);
    code = std::max(code, result);
    return true;
}

bool waiter::judged(expectation& e, int& code)
{
    if (const auto* const g = std::get_if<goal>(&what_)) return judged(e, *g, code);
    const auto what = std::get<request>(what_);
    const bool leaving = what == request::exit;
    if (!e.there.alive())
        return leaving ? done(e, exit_as_asked, {}, code)
                       : done(e, exit_unsupervised, ended_in_words(e.there), code);
    // Another supervise may have come before we looked.
    if (leaving && e.keeper && e.there.keeper() != e.keeper) return true;
    const auto now = e.there.read();
    switch (judge(what, e.before, now)) {
    case verdict::reached:
        shown_.clear();
        if (const auto killed = killed_in_words(e.before, now); !killed.empty())
            complainer{"svctl", e.who.shown}.info(killed);
        return true;
    case verdict::not_reached:
        return done(e, exit_not_reached,
                    not_reached_in_words(what, e.before, now, linux_now().wall), code);
    case verdict::not_yet:
        if (what == request::kill) go_on_killing(e, now);
        e.before = rebased(e.before, now);
        break;
    }
    return false;
}

bool waiter::judged(const expectation& e, goal what, int& code)
{
    if (!e.there.alive())
        return done(e, exit_unsupervised, ended_in_words(e.there), code);
    if (!is_so(what, e.there.read())) return false;
    shown_.clear();
    if (any_) {
        print(e.who.shown + '\n');
        reached_ = true;
    }
    return true;
}

// KILL reaches the children of a supervise, and the orphans of those are its children
// then: they are killed, too, each once, so that no new instance is.
void waiter::go_on_killing(expectation& e, const status& now) const
{
    if (std::ranges::all_of(now.kin, [&](const member& m) {
            return std::ranges::count(e.before.kin, m) > 0;
        }))
        return;
    e.there.tell(letters_of(request::kill, e.who.log));
    e.before.kin = now.kin;
}

int waiter::look(int code)
{
    left_.remove_if([&](expectation& e) {
        if (reached_ || !std::exchange(e.news, false)) return false;
        try {
            return judged(e, code);
        } catch (const std::exception& error) {
            complain_of(e.who, error.what());
            code = std::max(code, exit_trouble);
            return true;
        }
    });
    return code;
}

bool waiter::hear(nanoseconds longest)
{
    const auto deadline = linux_now().at + longest;
    const auto sources = changes_.sources();
    std::vector<pollfd> heard{sources.begin(), sources.end()};
    for (const auto& e : left_) heard.push_back({e.there.ok(), 0, 0});
    for (;;) {
        const auto rest = deadline - linux_now().at;
        const int count = ::poll(heard.data(), heard.size(),
                                 to_poll_timeout(std::min(rest, shown_.next())));
        if (count == 0) say_progress();
        if (count < 0 && errno != EINTR) throw_errno("unable to wait");
        if (count > 0) break;
        if (linux_now().at >= deadline) return false;
    }
    const auto of = changes_.take();
    const bool anybody = std::ranges::count(of, -1) > 0;
    auto end = heard.begin() + sources.size();
    for (auto& e : left_)
        e.news = (end++)->revents != 0 || anybody ||
                 std::ranges::count(of, e.there.dir().number()) > 0;
    return true;
}

void waiter::say_progress()
{
    std::string names;
    for (const auto& e : left_) names += (names.empty() ? "" : ", ") + e.who.shown;
    const auto what = std::visit([](auto w) { return in_words(w); }, what_);
    shown_.show("waiting for " + printable(names) + " to be " + std::string{what});
}

void waiter::say_timed_out(const expectation& e, nanoseconds timeout) const
{
    try {
        const auto now = e.there.read();
        complain_of(e.who, std::visit(
                               [&](auto what) {
                                   return timed_out_in_words(what, timeout, now,
                                                             linux_now().wall);
                               },
                               what_));
    } catch (const std::exception& error) {
        complain_of(e.who, error.what());
    }
}

} // namespace foster
