#include "supervise/turn.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <variant>

#include "lib/earliest.h"

namespace foster {

namespace {

// A tree that dies faster than supervise lists it is left after so many tries.  Its
// deaths wake supervise again.
constexpr int most_looks = 64;

// One turn reads so many notices, and the next turn reads the rest at once.
constexpr int most_notices = 32;

// Any process of the machine can send notices to supervise.  It reads notices of this
// cost in this time, and the rest waits: 640 notices of strangers a second, or 2560 of
// the service.
constexpr nanoseconds attention = 100ms;
constexpr int most_spent = 256;
constexpr int price_of_a_stranger = 4;

// When to write a status again that could not be written.
constexpr nanoseconds rewrite = 1s;

// When to look again after a look that may have missed a child.  The time doubles after
// each such look, up to this limit, since some systems never list all children.
constexpr nanoseconds relook = 1s;
constexpr unsigned most_doublings = 6;

// Returns whether fork(2) may succeed a second later.
bool for_want_of_room(int error)
{
    return error == EAGAIN || error == ENOMEM;
}

// Executes one decision of the service and reports the outcome to the service.  Returns
// nullopt if the service has another decision.
struct executor {
    using done = std::optional<turn::outcome>;

    kernel& system;
    service& of;
    moment now;

    done operator()(const rest&) const { return turn::outcome{}; }
    done operator()(const hold& h) const { return turn::outcome{.until = h.until}; }
    done operator()(const leave&) const { return turn::outcome{.leave = true}; }
    done operator()(const renew& r) const
    {
        return turn::outcome{.renew = true, .refresh = r.refresh, .until = now.at};
    }
    done operator()(const start&) const
    {
        const auto [run, error] = system.spawn(of.next_start());
        if (run)
            of.spawned(run, now);
        else
            of.refused(now, !for_want_of_room(error));
        return std::nullopt;
    }
    done operator()(const send& s) const
    {
        if (s.session)
            system.signal_group(s.to, s.session, s.signal);
        else
            system.signal(s.to, s.signal);
        of.sent(s);
        return std::nullopt;
    }
    done operator()(const finish& f) const
    {
        const auto [run, error] = system.finish(f.of);
        if (run)
            of.finishing(run, now);
        else if (for_want_of_room(error))
            of.unfinished_yet(now.at);
        else
            of.unfinished();
        return std::nullopt;
    }
    done operator()(const consult& c) const
    {
        if (const auto begun = system.consult(c.letter); begun.run)
            of.consulting(c.letter, begun.run, now.at);
        else
            of.unconsulted(c.letter, now.at);
        return std::nullopt;
    }
    done operator()(const say& s) const
    {
        system.say(s.what);
        of.said(s.what);
        return std::nullopt;
    }
};

} // namespace

turn::outcome turn::take(std::string_view letters, bool dismissed) noexcept
{
    const moment now = kernel_.now();
    service_.woken(now);
    if (!letters.empty()) unseen_ = 0; // the effect of a command must be seen soon
    hear(now);
    obey(letters, now);
    if (dismissed) service_.dismissed(now.at);
    auto done = act(now);
    if (unheard_) done.until = mute_ ? attentive_ + attention : now.at;
    done.until = earliest(done.until, look_again(now));
    if (!tell(now)) done.until = earliest(done.until, now.at + rewrite);
    service_.turned();
    return done;
}

void turn::hear(moment now)
{
    look(now);
    unheard_ = false;
    if (service_.listens()) listen(now);
    service_.heard(now.at, !unheard_);
}

void turn::listen(moment now)
{
    if (now.at >= attentive_ + attention) {
        attentive_ = now.at;
        spent_ = 0;
    }
    if (mute_ && spent_ == 0) kernel_.mute(mute_ = false);
    for (int heard = 0; heard < most_notices && !mute_; ++heard) {
        auto n = kernel_.hear();
        if (!n) return;
        spent_ += believe(std::move(*n), now) ? 1 : price_of_a_stranger;
        if (spent_ >= most_spent) kernel_.mute(mute_ = true);
    }
    unheard_ = true;
}

// Obeys only a notice of a process of the service.  The child above the sender decides
// this.
bool turn::believe(notice n, moment now)
{
    const pid by = n.from ? speaker(n.from, now) : pid{};
    if (n.from && !by) return false;
    const pid named = n.main;
    service_.noticed(std::move(n), by, now.at);
    if (const pid main = named ? kernel_.branch(named) : pid{})
        if (service_.is_kin(by)) service_.claimed(main);
    return true;
}

// Looks first at a sender that has become our child since the last look.
pid turn::speaker(pid who, moment now)
{
    for (int tries = 0; tries < most_looks; ++tries) {
        const pid by = kernel_.branch(who);
        if (!by || service_.knows(by)) return by;
        look(now);
        if (!service_.alive()) break;
    }
    return {};
}

void turn::look(moment now)
{
    bool complete = false;
    for (int look = 0; look < most_looks; ++look) {
        for (;;) {
            const auto d = kernel_.reap();
            hear_adoptions();
            if (!d) break;
            service_.died(*d, now);
        }
        const bool alone = kernel_.alone();
        if (alone) service_.alone(now);
        if (alone || !service_.watched()) {
            unseen_ = 0;
            return;
        }
        complete =
            kernel_.children(children_, service_.bystanders(), service_.electing());
        // A child that died since the reap may have left orphans, which the list
        // already holds.  They must not be seen before that death is read (t/model:
        // heir_before_death).
        const bool died = kernel_.death_waits();
        const bool adopted = hear_adoptions();
        if (!died && !adopted) break;
        complete = false;
    }
    unseen_ = complete ? 0 : unseen_ + 1;
    service_.seen(children_, now, complete);
    if (service_.asks_for_claim())
        if (const pid main = kernel_.claimed()) service_.claimed(main);
}

bool turn::hear_adoptions()
{
    bool any = false;
    for (auto a = kernel_.adopted(); a; a = kernel_.adopted()) {
        service_.adopted(*a);
        any = true;
    }
    return any;
}

// A child that the look has missed may live without any event, so nothing else may ever
// wake supervise.
std::optional<instant> turn::look_again(moment now) const
{
    if (unseen_ == 0 || !service_.alive()) return std::nullopt;
    return now.at + relook * (1U << std::min(unseen_ - 1, most_doublings));
}

void turn::obey(std::string_view letters, moment now)
{
    for (const char letter : letters) {
        const auto command = command_of(letter);
        if (!command) continue;
        if (command->down != mark::keep) kernel_.mark_down(command->down == mark::write);
        service_.told(*command, now.at);
    }
    service_.told_all();
}

turn::outcome turn::act(moment now)
{
    const executor execute{kernel_, service_, now};
    for (;;) {
        const auto done = std::visit(execute, service_.next(now.at));
        if (done) return *done;
    }
}

bool turn::tell(moment now)
{
    auto s = service_.report(now.at);
    const bool same_launch = told_ && told_->starts == s.starts;
    const bool same_pid = same_launch && told_->shown() == s.shown();
    s.since = same_launch && told_->phase == s.phase ? told_->since : now.wall;
    s.pid_since = same_pid ? told_->pid_since : now.wall;
    if (told_ == s && !unwritten_) return true;
    unwritten_ = !kernel_.publish(s);
    told_ = std::move(s);
    return !unwritten_;
}

} // namespace foster
