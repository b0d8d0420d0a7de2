// What svscan tells a supervise of the processes that another left to it: one note for
// each, through a pipe, in the order in which svscan knows it.  Who is named first is
// svscan's child then, and has not been reaped: its start time is its own.
#pragma once

#include <cstdint>

#include "lib/death.h"
#include "lib/pid.h"

namespace foster {

struct ward_note {
    enum class kind : std::int32_t {
        yours,     // this process is of your service, by all that can be known
        perhaps,   // or of another whose supervise has died: it is, if you know it
        exited,    // this one has died so, and been reaped; `status` as in death
        signalled, //
        dumped,    //
        begun,     // those that were there at the beginning have all been told
    } what = kind::yours;
    pid who{};
    std::int32_t status = 0;
    std::int32_t unused = 0;
    std::uint64_t start = 0; // child::start, also of the dead; 0: unknown

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
