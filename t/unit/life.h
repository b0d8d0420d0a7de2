// The life of one service as text: the facts it gets, and its decisions.  This is the
// part of supervise/turn that a test of lib/service needs, without a kernel.
#pragma once

#include <csignal>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/service.h"

namespace foster {

class life {
  public:
    explicit life(want w = want::up, const settings& s = {}) : it(in_short(s), w) {}

    // The beginning: any instant, and 2026-11-22T14:31:07Z.
    static constexpr moment dawn{instant{1000s}, stamp{1795357867s}};

    // The next facts come at this time after dawn.
    life& at(nanoseconds after)
    {
        now = {dawn.at + after, dawn.wall + after};
        return *this;
    }
    life& exits(int who, int code) { return died({{who}, manner::exited, code}); }
    life& is_killed(int who, int signal)
    {
        return died({{who}, manner::signalled, signal});
    }
    life& died(const death& d)
    {
        it.died(d, now);
        return *this;
    }
    // Reports these living children, each born later than the one before, without
    // descendants; the first is born at that tick.
    life& sees(std::initializer_list<int> living, std::uint64_t start = 100'001)
    {
        std::vector<child> children;
        for (const int who : living)
            children.push_back({.who = {who}, .start = start++, .program = 7});
        it.seen(children, now);
        it.heard(now.at);
        return *this;
    }
    // A process of the service sends this notice.
    life& says(notice n, int who = 100)
    {
        it.noticed(std::move(n), {who}, now.at);
        it.heard(now.at);
        return *this;
    }
    life& alone()
    {
        it.alone(now);
        return *this;
    }
    life& hears(std::string_view letters)
    {
        for (const char letter : letters) it.told(*command_of(letter), now.at);
        return *this;
    }

    // Executes all decisions, and returns them: "start, 15 to 100, until 500 ms".  The
    // run processes are 100, 200, 300 ...; a finish script is 50 more than the run
    // process before it; the scripts of control/ are 901, 902 ...
    std::string acts()
    {
        std::string story;
        for (;;) {
            const action next = it.next(now.at);
            if (const auto* s = std::get_if<send>(&next)) {
                story += name(s->signal) + " to " + (s->session ? "group of " : "") +
                         std::to_string(s->to.number) + ", ";
                it.sent(*s);
            } else if (std::holds_alternative<start>(next)) {
                story += "start, ";
                it.spawned({run += 100}, now);
            } else if (const auto* c = std::get_if<consult>(&next)) {
                if (scripts.find(c->letter) == scripts.npos) {
                    it.unconsulted(c->letter, now.at);
                    continue;
                }
                story += c->letter == check_script
                             ? "check, "
                             : std::string{"control/"} + c->letter + ", ";
                it.consulting(c->letter, {++script}, now.at);
            } else if (const auto* said = std::get_if<say>(&next)) {
                story += name(said->what);
                it.said(said->what);
            } else if (const auto* f = std::get_if<finish>(&next)) {
                if (!has_finish) {
                    it.unfinished();
                    continue;
                }
                if (refusals > 0) {
                    --refusals;
                    story += "no finish, ";
                    it.unfinished_yet(now.at);
                    continue;
                }
                story += "finish after " + std::to_string(f->of.status) + ", ";
                it.finishing({run + 50}, now);
            } else if (const auto* h = std::get_if<hold>(&next)) {
                return story + "until " + std::to_string((h->until - dawn.at) / 1ms) +
                       " ms";
            } else {
                return story + (std::holds_alternative<leave>(next) ? "leave" : "rest");
            }
        }
    }

    std::string_view phase() const { return to_text(it.report(now.at).phase); }
    status report() const { return it.report(now.at); }

    service it;
    moment now = dawn;
    int run = 0;
    bool has_finish = false;
    int refusals = 0;           // of finish, for lack of memory
    std::string_view scripts{}; // the letters that have one
    int script = 900;

  private:
    // By default, a stop and a finish have 5 s, and all children 2 s more.
    static settings in_short(settings s)
    {
        constexpr settings usual;
        if (s.stop_timeout == usual.stop_timeout) s.stop_timeout = 5s;
        if (s.kin_timeout == usual.kin_timeout) s.kin_timeout = 2s;
        if (s.finish_timeout == usual.finish_timeout) s.finish_timeout = 5s;
        return s;
    }
    static std::string_view name(remark what)
    {
        switch (what) {
        case remark::late: return "late, ";
        case remark::silent: return "silent, ";
        case remark::ignored: return "ignored, ";
        case remark::cut: return "cut, ";
        case remark::killed: return "killed, ";
        case remark::finish_killed: return "finish killed, ";
        case remark::scripts_killed: return "scripts killed, ";
        }
        return {};
    }
    static std::string name(int signal)
    {
        switch (signal) {
        case SIGTERM: return "TERM";
        case SIGCONT: return "CONT";
        case SIGKILL: return "KILL";
        case SIGSTOP: return "STOP";
        default: return "signal " + std::to_string(signal);
        }
    }
};

// Returns a plain daemon in the foreground: 100 was started at dawn, seen half a second
// later, and has been up since.
inline life plain(const settings& s = {})
{
    life l{want::up, s};
    l.acts();
    l.at(500ms).sees({100}).acts();
    return l;
}

// Returns a daemon that forked: 101 is the settled main process, 102 and 103 are the
// rest.
inline life forked(const settings& s = {})
{
    life l{want::up, s};
    l.acts();
    l.at(100ms).exits(100, 0).sees({101, 102, 103}).acts();
    l.at(600ms).sees({101, 102, 103}).acts();
    return l;
}

} // namespace foster
