#include "svctl/client/waiter.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "lib/printable.h"
#include "lib/template_instance.h"
#include "svctl/client/other_supervisor.h"
#include "svctl/client/service_config.h"
#include "svctl/client/with_supervise.h"
#include "svctl/terminal/print.h"
#include "svctl/text/sentences.h"
#include "svctl/text/verdict.h"

namespace foster {

namespace {

// svscan restarts a supervise that exited on request after 5 s, and others sooner.
constexpr nanoseconds svscan_pauses = 6s;

bool is_directory(const std::string& path)
{
    std::error_code unknown;
    return std::filesystem::is_directory(path, unknown);
}

std::string ended_in_words(const supervise_client& there)
{
    return "not supervised any more: its supervisor has ended, or " + there.path() +
           " was removed";
}

} // namespace

waiter::waiter(const svctl_options& asked, std::variant<user_request, goal> what)
    : asked_(asked), what_(what), limit_(asked.timeout)
{
}

int waiter::add(const service_name& who)
try {
    expectation e{.who = who};
    int code = exit_as_asked;
    if (attached(e)) {
        if (!begun(e, code)) return code;
    } else if (!awaits(e)) {
        complain_of(who, unsupervised_in_words(who));
        return exit_unsupervised;
    }
    left_.push_back(std::move(e));
    return code;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

// Connects to the supervise, and watches it first, so that no change is missed.
bool waiter::attached(expectation& e)
{
    auto found = supervise_client::find(e.who.path);
    if (!found) return false;
    dir_watch_.watch(found->dir(), found->path());
    e.there = std::move(found);
    return true;
}

bool waiter::begun(expectation& e, int& code)
{
    const auto* const what = std::get_if<user_request>(&what_);
    e.before = e.there->read();
    e.keeper = e.there->keeper();
    give_time_to_stop(e);
    if (!what) return true;
    if (wants_somebody(*what) && nobody_lives_in(e.before))
        return !done(e, exit_not_reached, nobody_lives, code);
    e.full = {};
    return e.there->tell(letters_of(*what, e.who.log), e.full) ||
           !done(e, exit_unsupervised, unsupervised_in_words(e.who), code);
}

bool waiter::goes_up() const
{
    const auto* const what = std::get_if<user_request>(&what_);
    return !what || starts(*what);
}

// Adds the stop times of the settings to the limit for a service that is to stop,
// unless the user has given a limit.
void waiter::give_time_to_stop(const expectation& e)
{
    const auto* const what = std::get_if<user_request>(&what_);
    const bool stops = what ? ends(*what) : std::get<goal>(what_) == goal::down;
    const bool is_ending =
        e.before.phase == phase::stopping || e.before.phase == phase::finishing;
    if (asked_.has(option::timeout) || (!stops && !(is_ending && goes_up()))) return;
    const auto told = settings_of(words_of(e.keeper));
    limit_ = std::max(limit_, asked_.timeout + told.stop_timeout + told.kin_timeout +
                                  told.finish_timeout);
}

// Returns whether a supervise may begin, so that waiting makes sense.  If none is
// certain to begin, or the service is to be stopped, svctl waits only a moment.
bool waiter::awaits(expectation& e)
{
    const auto* const what = std::get_if<user_request>(&what_);
    if (what && (*what == user_request::exit || is_of_supervise(*what))) return false;
    if (!is_directory(e.who.path) || is_template(e.who.shown) ||
        other_keeper_of(e.who.path))
        return false;
    const bool runs = scanner_runs(e.who, what && goes_up());
    e.expected = goes_up() && (runs || asked_.has(option::timeout));
    e.give_up = linux_now().at + (runs ? svscan_pauses : 1s);
    return true;
}

int waiter::wait()
{
    const auto began = linux_now().at;
    int code = look(exit_as_asked);
    while (!left_.empty() && !reached_) {
        const auto longest = began + limit_ - linux_now().at;
        const bool news = longest > 0s && hear(longest);
        code = look(code);
        if (news || reached_) continue;
        shown_.clear();
        for (const auto& e : left_)
            if (!e.stays_until) code = std::max(code, say_timed_out(e));
        return code;
    }
    return reached_ ? exit_as_asked : code;
}

// Ends the wait for one service.  Returns true.
bool waiter::done(const expectation& e, int result, const std::string& text, int& code)
{
    shown_.clear();
    if (result) complain_of(e.who, text);
    code = std::max(code, result);
    return true;
}

// Looks for a supervise that had not begun.  Returns true if svctl gives up.
bool waiter::absent(expectation& e, int& code)
{
    start_watch_.watch(e.who.path);
    if (attached(e)) return !begun(e, code);
    if (e.expected || linux_now().at < e.give_up) return false;
    e.expected = goes_up() && scanner_runs(e.who); // svscan may have just begun
    return !e.expected && done(e, exit_unsupervised, unsupervised_in_words(e.who), code);
}

bool waiter::judged(expectation& e, int& code)
{
    if (!e.there && absent(e, code)) return true;
    if (e.full && !begun(e, code)) return true; // there may be room by now
    if (!e.there || e.full) return false;
    if (const auto* const g = std::get_if<goal>(&what_)) return judged(e, *g, code);
    if (e.stays_until) return stayed(e, code);
    const auto what = std::get<user_request>(what_);
    const bool leaving = what == user_request::exit;
    if (!e.there->alive())
        return leaving ? done(e, exit_as_asked, {}, code)
                       : done(e, exit_unsupervised, ended_in_words(*e.there), code);
    // Another supervise may have begun before this look.
    if (leaving && e.keeper && e.there->keeper() != e.keeper) return true;
    const auto now = e.there->read();
    switch (judge(what, e.before, now)) {
    case verdict::reached:
        shown_.clear();
        if (const auto killed = killed_in_words(e.before, now); !killed.empty())
            complainer{"svctl", e.who.shown}.info(killed);
        return !is_to_stay(e, now);
    case verdict::not_reached:
        return done(e, exit_not_reached,
                    not_reached_in_words(what, e.before, now, linux_now().wall), code);
    case verdict::not_yet:
        if (what == user_request::kill) go_on_killing(e, now);
        e.before = rebased(e.before, now);
        break;
    }
    return false;
}

bool waiter::judged(const expectation& e, goal what, int& code)
{
    if (!e.there->alive())
        return done(e, exit_unsupervised, ended_in_words(*e.there), code);
    if (!is_so(what, e.there->read())) return false;
    shown_.clear();
    if (asked_.has(option::any)) {
        print(e.who.shown + '\n');
        reached_ = true;
    }
    return true;
}

// Returns whether the started service must still prove that it stays up.
bool waiter::is_to_stay(expectation& e, const status& now) const
{
    if (!goes_up() || now.phase != phase::up) return false;
    const auto been = now.starts == e.before.starts ? linux_now().wall - now.since : 0s;
    if (been >= asked_.stay) return false;
    e.stays_until = linux_now().at + (asked_.stay - std::max<nanoseconds>(been, 0s));
    e.before = now;
    return true;
}

bool waiter::stayed(expectation& e, int& code)
{
    if (!e.there->alive())
        return done(e, exit_unsupervised, ended_in_words(*e.there), code);
    const auto now = e.there->read();
    switch (judge_stay(e.before, now)) {
    case verdict::reached: return done(e, exit_as_asked, {}, code);
    case verdict::not_reached:
        return done(e, exit_not_reached,
                    not_stayed_in_words(asked_.stay, now, linux_now().wall), code);
    case verdict::not_yet: break;
    }
    return now.phase == phase::up && linux_now().at >= *e.stays_until &&
           done(e, exit_as_asked, {}, code);
}

// Sends KILL again.  It reaches only children of supervise, and their orphans become
// its children afterwards.  Each is killed once, so that no new instance is killed.
void waiter::go_on_killing(expectation& e, const status& now) const
{
    if (std::ranges::all_of(now.kin, [&](const member& m) {
            return std::ranges::count(e.before.kin, m) > 0;
        }))
        return;
    fd full; // if it is full, the next look sends again
    e.there->tell(letters_of(user_request::kill, e.who.log), full);
    if (full) return;
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

// Waits until there is news, or until a look without news is due.
bool waiter::hear(nanoseconds longest)
{
    const auto deadline = linux_now().at + longest;
    const auto look_at = next_look();
    auto polled = sources();
    for (;;) {
        const auto now = linux_now().at;
        if (now >= look_at) {
            for (auto& e : left_) e.news = !e.there || e.stays_until;
            return true;
        }
        if (now >= deadline) return false;
        const auto rest = std::min({deadline - now, look_at - now, shown_.next()});
        const int count = ::poll(polled.data(), polled.size(), to_poll_timeout(rest));
        if (count == 0) say_progress();
        if (count < 0 && errno != EINTR) throw_errno("unable to wait");
        if (count > 0) break;
    }
    take_news(polled);
    return true;
}

std::vector<pollfd> waiter::sources() const
{
    const auto changed = dir_watch_.sources();
    std::vector<pollfd> all{changed.begin(), changed.end()};
    all.push_back(start_watch_.source());
    for (const auto& e : left_) {
        all.push_back({e.there ? e.there->ok() : -1, 0, 0});
        all.push_back({e.full.number(), POLLOUT, 0});
    }
    return all;
}

instant waiter::next_look() const
{
    auto first = instant::max();
    for (const auto& e : left_) {
        if (e.stays_until) first = std::min(first, *e.stays_until);
        if (e.there) continue;
        if (!e.expected) first = std::min(first, e.give_up);
        if (start_watch_.deaf()) first = std::min(first, linux_now().at + 100ms);
    }
    return first;
}

void waiter::take_news(const std::vector<pollfd>& polled)
{
    const auto of = dir_watch_.take();
    const bool anybody = std::ranges::count(of, -1) > 0;
    const bool arrived = start_watch_.take();
    auto at = polled.end() - 2 * std::ssize(left_);
    for (auto& e : left_) {
        const bool ended = at++->revents != 0;
        const bool room = at++->revents != 0;
        const bool changed = e.there && std::ranges::count(of, e.there->dir().number());
        e.news = ended || room || changed || anybody || (!e.there && arrived);
    }
}

void waiter::say_progress()
{
    std::string absent;
    std::string names;
    std::string staying;
    for (const auto& e : left_) {
        auto& list = e.stays_until ? staying : e.there ? names : absent;
        list += (list.empty() ? "" : ", ") + e.who.shown;
    }
    const auto what = std::visit([](auto w) { return in_words(w); }, what_);
    std::string text;
    const auto add = [&](const std::string& list, std::string_view is_to) {
        if (list.empty()) return;
        text += (text.empty() ? "waiting for " : ", ") + printable(list) + " to ";
        text += is_to;
    };
    add(absent, "be supervised");
    add(names, "be " + std::string{what});
    add(staying, "stay up");
    shown_.show(text);
}

// Prints the timeout for one service.  Returns its exit code.
int waiter::say_timed_out(const expectation& e) const
try {
    const auto time = limit_in_words(limit_);
    if (!e.there) {
        const bool runs = scanner_runs(e.who);
        if (const auto unable = supervise_client::unable_to_begin(e.who.path)) {
            complain_of(e.who, unsupervised_in_words(e.who));
            return exit_unsupervised;
        }
        complain_of(e.who, "not supervised after " + time +
                               ": no supervisor has started for " + e.who.path +
                               (runs ? " (see the messages of svscan)" : scan_tells));
        return exit_unsupervised;
    }
    if (e.full) {
        complain_of(e.who, "unable to write to " + e.there->path() + "/control within " +
                               time + ": " + deaf_in_words);
        return exit_timed_out;
    }
    const auto now = e.there->read();
    const auto in_time = [&](auto what) {
        return timed_out_in_words(what, limit_, now, linux_now().wall);
    };
    complain_of(e.who, std::visit(in_time, what_));
    return exit_timed_out;
} catch (const std::exception& error) {
    complain_of(e.who, error.what());
    return exit_timed_out;
}

} // namespace foster
