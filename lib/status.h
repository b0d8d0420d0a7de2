// The published state of a service, and its forms as bytes and text.  Pure text:
// kernel/linux/supervise_dir writes the files.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/child.h"
#include "lib/death.h"
#include "lib/instant.h"

namespace foster {

enum class phase : std::uint8_t {
    down,
    starting, // it runs, but its main process may still change
    up,
    degraded, // its main process is dead, and others live
    stopping,
    finishing,
    waiting, // until it may be started again
    failed,
};

enum class want : std::uint8_t { up, down, once };

// A process of the service, as it is published.
struct member {
    pid who;
    std::uint64_t start = 0; // child::start
    came how = came::adopted;
    pid session{}; // if it leads none itself; 0 also if unknown

    friend bool operator==(const member&, const member&) = default;
};

struct last_death {
    death of;
    stamp when;

    friend constexpr bool operator==(const last_death&, const last_death&) = default;
};

// Why supervise sent the service a signal, by its own decision or by a command.
enum class deed : std::uint8_t {
    signal,        // a command named the signal
    stop,          // a command, svscan or its own end stopped the service
    ready_timeout, // not ready within ready.timeout
    watchdog,      // silent for longer than ready.watchdog
    survivors,     // its main process was dead, and survivors = "stop"
    finish_timeout // ./finish ran longer than finish.timeout
};

struct act {
    deed what;
    short signal = 0;   // the last signal sent: KILL where a stop took too long
    bool ended = false; // the last death came after it, in the same life of the service
    stamp when;

    friend constexpr bool operator==(const act&, const act&) = default;
};

// The deaths before the last one, the newest first.  The array is in place because the
// memory of supervise is small.
class earlier_deaths {
  public:
    static constexpr std::size_t most = 3;

    constexpr earlier_deaths() = default;
    constexpr earlier_deaths(std::initializer_list<last_death> all)
    {
        for (const auto& d : all) add_older(d);
    }

    constexpr void add_older(const last_death& d)
    {
        if (count_ < most) all_[count_++] = d;
    }
    constexpr void add_newer(const last_death& d)
    {
        std::move_backward(all_.begin(), all_.end() - 1, all_.end());
        all_[0] = d;
        count_ = std::min(count_ + 1, most);
    }

    constexpr bool empty() const { return count_ == 0; }
    constexpr const last_death* begin() const { return all_.data(); }
    constexpr const last_death* end() const { return all_.data() + count_; }

    friend constexpr bool operator==(const earlier_deaths&,
                                     const earlier_deaths&) = default;

  private:
    std::array<last_death, most> all_{};
    std::size_t count_ = 0;
};

struct status {
    foster::phase phase = phase::down;
    foster::want want = want::down;
    pid main;
    bool ready = false;
    bool paused = false;
    bool essential = false; // its end ends its container
    bool termed = false;    // TERM was sent to this main process
    bool leaving = false;   // supervise ends when the service is down
    stamp since;            // of the last change of phase
    stamp pid_since;        // of the last change of the pid shown to peers
    std::uint64_t starts = 0;
    std::vector<member> kin;
    std::vector<pid> bystanders;
    std::vector<pid> attendants;  // script processes
    std::vector<pid> killed;      // by KILL in the last stop; the first 64
    std::string says;             // sd_notify(3) STATUS=: one line of UTF-8
    std::optional<stamp> retry;   // only while waiting
    std::optional<stamp> renewed; // the last upgrade in place
    std::optional<act> last_act;  // of supervise
    std::optional<last_death> last;
    earlier_deaths earlier;

    // Returns the one pid in the peers' 20 bytes: the main process, or the first of its
    // survivors, or a script process if supervise waits only for scripts; 0 if no
    // process lives.
    pid shown() const
    {
        if (main) return main;
        if (!kin.empty()) return kin.front().who;
        const bool finishes = phase == phase::finishing && !attendants.empty();
        return finishes ? attendants.front() : pid{};
    }

    friend bool operator==(const status&, const status&) = default;
};

std::string_view to_text(phase p);
std::string_view to_text(want w);
std::string_view to_text(came c);
std::string_view to_text(manner m);
std::string_view to_text(deed d);
std::string_view to_text(oom_kill o);

// Returns the bytes of supervise/status, for runit's sv and daemontools' svstat.  Bytes
// 0-11: TAI64N of pid_since; 12-15: the pid, little-endian; 16: paused; 17: 'u' or 'd';
// 18: TERM sent; 19: 0 down, 1 run, 2 finish.
std::array<unsigned char, 20> to_bytes(const status& s);

// Return the text of supervise/stat and supervise/pid, for runit's scripts, with the
// newline.
std::string to_stat(const status& s);
std::string to_pid(const status& s);

// Receives a text piece by piece.
class sink {
  public:
    virtual void put(std::string_view piece) noexcept = 0;

  protected:
    ~sink() = default;
};

// Writes supervise/state in TOML, with the keys of foster-formats(5).  `boot` is the
// kernel's name of this run of the machine (/proc/sys/kernel/random/boot_id): pids and
// start times of another run are meaningless.  It is empty if unknown.
void write_state(const status& s, sink& to, std::string_view boot = {});
std::string to_state(const status& s, std::string_view boot = {});

// Returns RFC 3339, UTC, microseconds: 2026-11-22T14:31:07.123456Z.
std::string to_text(stamp when);

} // namespace foster
