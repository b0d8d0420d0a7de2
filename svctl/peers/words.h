// The words that the tools of the peers print and understand.  Pure text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

// The contents of supervise/status.
struct peer_status {
    stamp since{};
    pid shown{};
    bool paused = false;
    char want = 'd';      // 'u': up
    bool termed = false;  // runit's byte 18
    unsigned char at = 0; // runit's byte 19: 2 is ./finish

    friend bool operator==(const peer_status&, const peer_status&) = default;
};

// Returns nullopt for fewer than daemontools' 18 bytes.
std::optional<peer_status> read_peer_status(std::string_view bytes);

// Returns "file does not exist": an errno in the words of daemontools and runit.
std::string error_in_words(int error);

// Returns "up (pid 17) 3 seconds, normally down", as svstat prints it.
std::string svstat_in_words(const peer_status& s, bool normally_up, stamp now);

// Returns "run: web: (pid 17) 3s, paused", as sv prints it.
std::string sv_in_words(std::string_view name, const peer_status& s, bool normally_up,
                        stamp now);

// The letters that svc writes, each once.
struct svc_command {
    std::string letters{};
    int operands = 1; // index of the first operand
    char unknown = 0; // the unknown option, or 0
};
svc_command read_svc_command(int argc, const char* const* argv);

// The meaning of sv's first operand.
struct sv_command {
    std::string letters{}; // to write; the first decides for what sv waits
    bool writes = true;    // if false, sv only asks
    bool waits = false;    // even without -v
    bool kills = false;    // if the service is late
    bool status = false;
};
std::optional<sv_command> read_sv_command(std::string_view word, bool lsb);

// Returns whether the service has done what the letter requested at `asked`; `checked`
// runs ./check.
bool sv_reached(char letter, const peer_status& s, stamp asked, bool (*checked)());

} // namespace foster
