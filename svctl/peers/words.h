// What the peers' tools say, as they say it, and what they understand.  Pure text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

// What is in supervise/status.
struct peer_status {
    stamp since{};
    pid shown{};
    bool paused = false;
    char want = 'd';      // 'u': up
    bool termed = false;  // runit's byte 18
    unsigned char at = 0; // runit's byte 19: 2 is ./finish

    friend bool operator==(const peer_status&, const peer_status&) = default;
};

// Nothing: fewer than daemontools' 18 bytes.
std::optional<peer_status> read_peer_status(std::string_view bytes);

// "file does not exist": an errno in the words of daemontools and runit.
std::string error_in_words(int error);

// "up (pid 17) 3 seconds, normally down", as svstat.
std::string svstat_in_words(const peer_status& s, bool normally_up, stamp now);

// "run: web: (pid 17) 3s, paused", as sv.
std::string sv_in_words(std::string_view name, const peer_status& s, bool normally_up,
                        stamp now);

// The letters that svc is told to write, each once.
struct svc_command {
    std::string letters{};
    int operands = 1; // where they begin
    char unknown = 0; // the option that it does not understand
};
svc_command read_svc_command(int argc, const char* const* argv);

// What sv makes of its first operand.
struct sv_command {
    std::string letters{}; // to be written; their first decides what is waited for
    bool writes = true;    // else it only asks
    bool waits = false;    // though nobody said -v
    bool kills = false;    // who is not there in time
    bool status = false;
};
std::optional<sv_command> read_sv_command(std::string_view word, bool lsb);

// Whether it has come to what the letter asked for at `asked`; `checked` runs ./check.
bool sv_reached(char letter, const peer_status& s, stamp asked, bool (*checked)());

} // namespace foster
