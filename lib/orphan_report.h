// The notes in which svscan reports inherited processes to a supervise: the processes
// that an earlier supervise left.  Each note goes through a pipe, in the order in which
// svscan learns the facts.  When a process is first named, it is a child of svscan and
// has not been reaped, so its start time is its own.
#pragma once

#include <cstdint>

#include "lib/death.h"
#include "lib/pid.h"

namespace foster {

struct ward_note {
    enum class kind : std::int32_t {
        yours,     // it belongs to your service, by all evidence
        perhaps,   // it may belong to another dead supervise; yours if you know it
        exited,    // it died so, and was reaped; `status` as in death
        signalled, //
        dumped,    //
        begun,     // all inherited processes of the beginning have been named
    } what = kind::yours;
    pid who{};
    std::int32_t status = 0;
    std::int32_t unused = 0;
    std::uint64_t start = 0; // child::start, also after death; 0: unknown

    friend bool operator==(const ward_note&, const ward_note&) = default;
};
static_assert(sizeof(ward_note) == 24); // less than PIPE_BUF: a note is written whole

constexpr ward_note note_of(const death& d, std::uint64_t start = 0)
{
    using kind = ward_note::kind;
    const auto what = d.how == manner::exited   ? kind::exited
                      : d.how == manner::dumped ? kind::dumped
                                                : kind::signalled;
    return {.what = what, .who = d.who, .status = d.status, .start = start};
}

} // namespace foster
