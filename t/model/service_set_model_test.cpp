// svscan's core in every order: directories come, go and come back under the same name,
// and supervise processes die, at any point.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <unordered_map>

#include "kernel/model/choice_points.h"
#include "lib/service_set.h"

namespace foster::model {
namespace {

struct supervise {
    pid self{};
    place where{};
    half which{};
    bool told = false;
    bool dead = false;  // svscan has not reaped it
    bool meant = false; // it exited on request of another program
    friend bool operator==(const supervise&, const supervise&) = default;
};

// The scan directory, the supervise processes, and svscan's knowledge of them.
struct scene {
    service_set it;
    std::map<std::string, sighting> there;
    std::vector<std::string> changed; // names from inotify, not read yet
    std::vector<supervise> all;
    std::set<place> pipes; // held by svscan
    std::map<std::pair<place, half>, instant> started;
    std::map<std::pair<place, half>, instant> left_alone; // since when
    instant clock{std::chrono::hours{1}};
    std::optional<instant> until;
    std::size_t happened = 0;
    int deaths_left = 0;
    int last_pid = 100;
    bool stopping = false;
    bool renew_due = false;
    bool sweeps = false; // svscan was upgraded, and has not looked yet
    bool left = false;
    bool woken = true;
    friend bool operator==(const scene&, const scene&) = default;
};

struct scene_hash {
    std::size_t operator()(const scene& s) const
    {
        std::size_t h = s.happened * 31 + static_cast<std::size_t>(s.deaths_left);
        h = h * 31 + static_cast<std::size_t>(s.clock.time_since_epoch() / 1ms);
        for (const auto& a : s.all)
            h = h * 131 + static_cast<std::size_t>(a.self.number) * 8 + a.told * 4 +
                a.dead * 2 + a.meant * 64 + static_cast<std::size_t>(a.which);
        return h * 31 + s.changed.size() + s.pipes.size() * 7;
    }
};

// The events, in this order, at any moment:
//   +NAME:INODE  a directory comes
//   *NAME:INODE  a directory with a log/ comes
//   -NAME        it goes
//   !            svscan gets TERM
//   ^            svscan gets ALRM, to upgrade in place
using happenings = std::vector<std::string>;

class play {
  public:
    play(happenings h, int deaths) : happenings_(std::move(h))
    {
        first_.deaths_left = deaths;
    }

    double every_order() { return follow(first_); }
    std::size_t met() const { return met_.size(); }
    const std::string& broken() const { return broken_; }

  private:
    double follow(const scene& from)
    {
        if (!broken_.empty()) return 0;
        if (const auto known = met_.find(from); known != met_.end()) return known->second;
        double orders = 0;
        bool idle = true;
        const auto go = [&](auto change) {
            scene next = from;
            change(next);
            orders += follow(next);
            idle = false;
        };
        if (can_wake(from)) go([&](scene& s) { turn(s); });
        for (std::size_t i = 0; i < from.all.size(); ++i)
            if (may_die(from, from.all[i])) {
                go([&](scene& s) { die(s, i, false); });
                if (!from.all[i].told) go([&](scene& s) { die(s, i, true); });
            }
        const bool quiet = idle;
        if (from.happened < happenings_.size()) go([&](scene& s) { happen(s); });
        if (quiet && from.until) go([&](scene& s) { s.clock = *s.until; });
        if (idle) {
            rest(from);
            orders = 1;
        }
        met_.emplace(from, orders);
        return orders;
    }

    static bool can_wake(const scene& s)
    {
        if (s.left) return false;
        bool died = false;
        for (const auto& a : s.all) died = died || a.dead;
        return s.woken || died || !s.changed.empty() || (s.until && s.clock >= *s.until);
    }

    // Returns whether a supervise may die.  A dismissed one ends; a logger's ends after
    // the end of the pipe; and a few die without a reason, or on request of another
    // program.
    static bool may_die(const scene& s, const supervise& a)
    {
        return !a.dead && (a.told || s.deaths_left > 0);
    }

    static void die(scene& s, std::size_t i, bool meant)
    {
        auto& a = s.all[i];
        if (!a.told) --s.deaths_left;
        a.dead = true;
        a.meant = meant;
    }

    void happen(scene& s)
    {
        const std::string what = happenings_[s.happened++];
        if (what == "!") {
            s.stopping = s.woken = true;
            return;
        }
        if (what == "^") {
            s.renew_due = s.woken = true;
            return;
        }
        const auto colon = what.find(':');
        const auto name = what.substr(1, colon - 1);
        s.changed.push_back(name);
        if (what[0] == '-')
            s.there.erase(name);
        else
            s.there[name] = {
                name, {1, std::stoull(what.substr(colon + 1))}, what[0] == '*'};
    }

    // Takes a turn of svscan, like svscan.cpp.
    void turn(scene& s)
    {
        s.woken = false;
        for (auto& a : s.all) {
            if (!a.dead) continue;
            const bool well = a.meant || a.told;
            s.it.died({a.self, well ? manner::exited : manner::signalled, well ? 0 : 9},
                      s.clock);
            if (a.meant && !a.told) s.left_alone[{a.where, a.which}] = s.clock;
        }
        std::erase_if(s.all, [](const supervise& a) { return a.dead; });
        notice(s);
        if (s.stopping) s.it.stop();
        s.until.reset();
        while (act(s)) {
        }
        if (s.renew_due && !s.until && !s.stopping && !s.it.any_ends()) renew(s);
    }

    static void notice(scene& s)
    {
        if (s.sweeps) {
            std::vector<sighting> all;
            for (const auto& [name, one] : s.there) all.push_back(one);
            s.it.swept(all);
            s.sweeps = false;
        }
        for (const auto& name : s.changed)
            if (s.there.contains(name)) s.it.seen(s.there[name]);
        for (const auto& name : s.changed)
            if (!s.there.contains(name)) s.it.gone(name);
        s.changed.clear();
    }

    // An upgrade loses the events of inotify, and pipes without a supervise.
    static void renew(scene& s)
    {
        s.renew_due = false;
        s.sweeps = s.woken = true;
        s.changed.clear();
        const auto all = s.it.tenures();
        s.it = {};
        for (const auto& t : all) s.it.keep(t, s.clock);
        std::erase_if(s.pipes, [&](place where) {
            return !living(s, where, half::service) && !living(s, where, half::log);
        });
    }

    bool act(scene& s)
    {
        const auto next = s.it.next(s.clock);
        if (const auto* b = std::get_if<service_set::start>(&next)) {
            start(s, *b);
        } else if (const auto* d = std::get_if<service_set::dismiss>(&next)) {
            dismiss(s, *d);
        } else if (const auto* u = std::get_if<service_set::unpipe>(&next)) {
            check(!living(s, u->where, half::service), "the pipe outlives its writers");
            s.pipes.erase(u->where);
            s.it.unpiped(u->where);
        } else {
            if (const auto* h = std::get_if<service_set::hold>(&next)) s.until = h->until;
            s.left = std::holds_alternative<service_set::leave>(next);
            return false;
        }
        return broken_.empty();
    }

    void start(scene& s, const service_set::start& b)
    {
        check(!living(s, b.where, b.which), "one supervise for each half");
        check(!s.stopping, "nothing is started while all is brought down");
        check(b.which == half::log || !b.piped || living(s, b.where, half::log) ||
                  s.started.contains({b.where, half::log}),
              "the log is started first");
        auto& last = s.started[{b.where, b.which}];
        check(last == instant{} || s.clock >= last + 1s, "not twice within a second");
        last = s.clock;
        const auto exit = s.left_alone.find({b.where, b.which});
        check(exit == s.left_alone.end() || s.clock >= exit->second + 5s,
              "who was told to exit is left alone for five seconds");
        if (b.piped) s.pipes.insert(b.where);
        s.all.push_back({{++s.last_pid}, b.where, b.which});
        s.it.spawned(b.where, b.which, {s.last_pid}, s.clock);
    }

    void dismiss(scene& s, const service_set::dismiss& d)
    {
        bool ours = false;
        for (auto& a : s.all)
            if (a.self == d.supervise) ours = a.told = true;
        check(ours, "TERM goes to supervises of ours only");
        if (d.which == half::log) {
            check(!s.pipes.contains(d.where),
                  "the logger has seen its end of file first");
            check(!living(s, d.where, half::service), "the log goes last");
        }
        s.it.dismissed(d.where, d.which);
    }

    static bool living(const scene& s, place where, half which)
    {
        for (const auto& a : s.all)
            if (!a.dead && a.where == where && a.which == which) return true;
        return false;
    }

    void rest(const scene& s)
    {
        if (s.stopping) {
            check(s.left && s.all.empty() && s.pipes.empty(),
                  "TERM ends with nobody left");
            return;
        }
        std::size_t wanted = 0;
        std::set<place> places;
        for (const auto& [name, one] : s.there) {
            if (!places.insert(one.where).second) continue;
            ++wanted;
            check(living(s, one.where, half::service),
                  "every directory has its supervise");
            check(living(s, one.where, half::log) || !one.has_log, "every log has one");
            wanted += living(s, one.where, half::log);
        }
        check(s.all.size() == wanted, "what has gone is brought down");
        check(s.it.size() == places.size(), "what has gone is forgotten");
    }

    void check(bool kept, const char* what)
    {
        if (!kept && broken_.empty()) broken_ = what;
    }

    happenings happenings_;
    scene first_;
    std::unordered_map<scene, double, scene_hash> met_;
    std::string broken_;
};

void keeps_every_promise(const char* name, happenings h, int deaths)
{
    play p{std::move(h), deaths};
    const double orders = p.every_order();
    EXPECT_EQ(p.broken(), "");
    std::printf("%-40s %14.0f interleavings %8zu scenes\n", name, orders, p.met());
}

TEST(roster_model, comes)
{
    keeps_every_promise("a directory comes", {"+a:1"}, 2);
}
TEST(roster_model, comes_with_a_log)
{
    keeps_every_promise("with a log", {"*a:1"}, 2);
}
TEST(roster_model, goes)
{
    keeps_every_promise("comes and goes", {"*a:1", "-a"}, 2);
}
TEST(roster_model, comes_back_as_another)
{
    keeps_every_promise("comes back as another", {"*a:1", "-a", "*a:2"}, 1);
}
TEST(roster_model, comes_back_as_itself)
{
    keeps_every_promise("comes back as itself", {"*a:1", "-a", "*a:1"}, 1);
}
TEST(roster_model, is_replaced_in_one_step)
{
    keeps_every_promise("replaced in one step", {"*a:1", "+a:2"}, 1);
}
TEST(roster_model, is_renamed)
{
    keeps_every_promise("renamed", {"+a:1", "+b:1", "-a"}, 1);
}
TEST(roster_model, has_two_names)
{
    keeps_every_promise("two links to one", {"*a:1", "*b:1", "-b", "-a"}, 1);
}
TEST(roster_model, is_one_of_two)
{
    keeps_every_promise("two services", {"*a:1", "+b:2", "-a"}, 1);
}
TEST(roster_model, is_brought_down)
{
    keeps_every_promise("TERM", {"*a:1", "+b:2", "!"}, 1);
}
TEST(roster_model, is_brought_down_while_it_goes)
{
    keeps_every_promise("TERM while it goes and comes", {"*a:1", "-a", "*a:1", "!"}, 1);
}

TEST(roster_model, goes_while_svscan_goes_on)
{
    keeps_every_promise("goes while svscan goes on", {"*a:1", "^", "-a"}, 2);
}
TEST(roster_model, is_renamed_while_svscan_goes_on)
{
    keeps_every_promise("renamed while it goes on", {"*a:1", "^", "+b:1", "-a"}, 1);
}
TEST(roster_model, comes_back_while_svscan_goes_on)
{
    keeps_every_promise("comes back while it goes on", {"*a:1", "^", "-a", "*a:2"}, 1);
}
TEST(roster_model, loses_its_log_while_svscan_goes_on)
{
    keeps_every_promise("loses its log while it goes on",
                        {"*a:1", "+a:1", "^", "-a", "!"}, 1);
}

} // namespace
} // namespace foster::model
