// Fuzzes the turn of a supervise with letters, deaths, adoptions, refusals and times in
// any order.  Each turn must end, signal only children of supervise, and publish
// consistent states.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/toml/read_state.h"
#include "supervise/turn.h"
#include "t/fuzz/require.h"

using namespace foster;

namespace {

constexpr int most_calls = 100'000; // of one turn
constexpr std::size_t most_children = 64;

// The input, byte by byte; zeroes after its end.
class source {
  public:
    source(const std::uint8_t* at, std::size_t size) : at_(at), end_(at + size) {}
    bool empty() const { return at_ == end_; }
    unsigned take() { return empty() ? 0 : *at_++; }

  private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

class world final : public kernel {
  public:
    explicit world(source& s) : source_(s) {}

    moment now() noexcept override { return time; }
    spawned spawn(std::uint64_t) noexcept override
    {
        count();
        return begin(spawn_error);
    }
    spawned finish(const death& of) noexcept override
    {
        count();
        claim(of.how != manner::unknown || of.status == 0, "finish is told a death");
        return begin(finish_error);
    }
    spawned consult(char) noexcept override
    {
        count();
        const auto begun = begin(control_error);
        if (begun.run) living.back().session = begun.run;
        return begun;
    }
    std::optional<notice> hear() noexcept override
    {
        count();
        if (said.empty()) return std::nullopt;
        const auto first = said.front();
        said.erase(said.begin());
        return first;
    }
    void mute(bool) noexcept override {}
    pid branch(pid who) noexcept override
    {
        const bool ours = std::ranges::find(living, who, &child::who) != living.end();
        return ours ? who : pid{};
    }
    void say(remark) noexcept override {}
    std::optional<adoption> adopted() noexcept override
    {
        if (orphans.empty()) return std::nullopt;
        const auto first = orphans.front();
        orphans.erase(orphans.begin());
        return first;
    }
    std::optional<death> reap() noexcept override
    {
        count();
        if (dead.empty()) return std::nullopt;
        const auto d = dead.front();
        dead.erase(dead.begin());
        return d;
    }
    bool death_waits() noexcept override { return !dead.empty(); }
    bool alone() noexcept override
    {
        count();
        return dead.empty() && living.empty();
    }
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool) noexcept override
    {
        count();
        into = living;
        std::erase_if(into, [&](const child& c) {
            return std::ranges::binary_search(known, c.who);
        });
        return complete;
    }
    pid claimed() noexcept override
    {
        return living.empty() ? pid{} : living[claim_ % living.size()].who;
    }
    void signal(pid to, int signal) noexcept override
    {
        count();
        claim(signal > 0 && signal < NSIG, "a signal is one");
        const bool ours = std::ranges::find(living, to, &child::who) != living.end() ||
                          std::ranges::find(dead, to, &death::who) != dead.end();
        claim(ours, "only a child that is not reaped is signalled");
        if (signal == SIGKILL && !deathless) die(to, manner::signalled, signal);
    }
    void signal_group(pid to, pid session, int signal) noexcept override
    {
        this->signal(to, signal);
        const auto all = living;
        for (const auto& c : all)
            if (signal == SIGKILL && !deathless && c.session == session)
                die(c.who, manner::signalled, signal);
    }
    void mark_down(bool) noexcept override {}
    bool publish(const status& s) noexcept override
    {
        const bool nobody = s.phase == phase::down || s.phase == phase::waiting ||
                            s.phase == phase::failed;
        claim(!nobody || s.kin.empty(), "who is down has no kin");
        claim(!s.main || std::ranges::find(s.kin, s.main, &member::who) != s.kin.end(),
              "the main is of the kin");
        claim((s.phase == phase::waiting) == s.retry.has_value(),
              "who waits knows how long");
        claim(to_bytes(s)[19] <= 2, "the 20 bytes are some");
        if (checked_++ % 16 == 0)
            claim(read_state(to_state(s)).read.has_value(),
                  "what is published can be read");
        return !unwritable;
    }

    void die(pid who, manner how, int status)
    {
        if (std::erase_if(living, [&](const child& c) { return c.who == who; }))
            dead.push_back({who, how, status});
    }
    void speak(unsigned bits)
    {
        const pid who = living.empty() ? pid{} : living[bits % living.size()].who;
        said.push_back({.from = bits & 1 ? who : pid{},
                        .ready = bits & 2 ? std::optional{(bits & 4) != 0} : std::nullopt,
                        .main = bits & 8 ? who : pid{},
                        .more_time = bits & 16 ? 30s : 0s,
                        .lives = (bits & 32) != 0,
                        .fails = (bits & 64) != 0});
    }
    void adopt()
    {
        if (living.size() >= most_children) return;
        const unsigned bits = source_.take();
        living.push_back({.who = {next_pid++},
                          .start = bits & 1 ? ticks() : bits,
                          .session = {static_cast<int>(bits >> 1 & 3)},
                          .program = bits >> 3 & 1,
                          .below = bits >> 4 & 3,
                          .login = bits >> 6 == 3 ? 1000 : no_login});
        if (bits & 2)
            orphans.push_back(
                {living.back().who, living[(bits >> 2) % living.size()].who});
    }

    moment time{instant{std::chrono::hours{1}}, stamp{std::chrono::seconds{1795348867}}};
    std::vector<child> living;
    std::vector<death> dead;
    std::vector<adoption> orphans; // reported, whether true or not
    int spawn_error = 0;
    int finish_error = ENOENT;
    int control_error = ENOENT;
    std::vector<notice> said;
    bool complete = true;
    bool deathless = false; // KILL takes its time
    bool unwritable = false;
    int calls = 0;
    unsigned claim_ = 0;

  private:
    void count() noexcept { claim(++calls < most_calls, "a turn ends"); }
    std::uint64_t ticks() const
    {
        return static_cast<std::uint64_t>(time.at.time_since_epoch() / clock_tick);
    }
    spawned begin(int error)
    {
        if (error) return {.error = error};
        living.push_back({.who = {next_pid}, .start = ticks()});
        return {.run = {next_pid++}};
    }

    source& source_;
    int next_pid = 2;
    unsigned checked_ = 0;
};

settings settings_of(source& s)
{
    settings chosen;
    const unsigned bits = s.take();
    const unsigned more = s.take();
    chosen.log = bits & 1;
    chosen.end_survivors = bits & 2;
    chosen.keep_sessions = bits & 4;
    if (bits & 8) chosen.pidfile = "pid";
    chosen.restart = static_cast<restart>((bits >> 4 & 3) % 3);
    if (bits & 64) chosen.give_up_count = 1 + (more & 3);
    if (bits & 128) chosen.stop_signal = SIGQUIT;
    chosen.delay_factor = 100 + (more >> 2);
    const unsigned last = s.take();
    chosen.ready = static_cast<readiness>((last & 7) % 6);
    if (last & 8) chosen.ready_timeout = 1s;
    if (last & 16) chosen.watchdog = 2s;
    chosen.jitter = last >> 5;
    return chosen;
}

void happen(world& w, source& s)
{
    constexpr nanoseconds steps[] = {1ms, 100ms, 500ms, 1s, 5s, 60s, 24h, 0s};
    constexpr int errors[] = {0, 0, ENOENT, EAGAIN};
    const unsigned what = s.take();
    switch (what & 7) {
    case 0:
    case 1:
        w.time.at += steps[what >> 3 & 7];
        w.time.wall += steps[what >> 3 & 7];
        break;
    case 2:
    case 3:
        if (!w.living.empty())
            w.die(w.living[(what >> 5 & 7) % w.living.size()].who,
                  what & 8 ? manner::signalled : manner::exited, what >> 4 & 1);
        break;
    case 4: w.adopt(); break;
    case 5:
        w.spawn_error = errors[what >> 3 & 3];
        w.finish_error = errors[what >> 5 & 3];
        w.control_error = errors[what >> 4 & 3];
        break;
    case 6:
        w.complete = what & 8;
        w.deathless = what & 16;
        w.unwritable = what & 32;
        w.claim_ = what >> 6;
        break;
    case 7:
        if (what & 64)
            w.speak(s.take());
        else
            w.time.wall -= steps[what >> 3 & 7]; // the clock is set
        break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > 1024) return 0;
    source s{data, size};
    world w{s};
    const auto chosen = settings_of(s);
    service it{chosen, s.take() & 1 ? want::up : want::down};
    turn t{w, it};
    while (!s.empty()) {
        const unsigned what = s.take();
        std::string letters;
        for (unsigned i = 0; i < (what & 3); ++i) letters += static_cast<char>(s.take());
        happen(w, s);
        w.calls = 0;
        if (t.take(letters, what >> 2 == 63).leave) return 0;
    }
    return 0;
}
