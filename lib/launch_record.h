// A record that a child of supervise writes into supervise/lock in one write, before it
// executes its program.  If supervise is killed between a start and the next status,
// the record tells which process it started, and when.  Without it, the next supervise
// would take the new process for an older one, or start a second instance.
//
// The file begins with a mark that names this run of the machine or of the container,
// followed by one record of the last launch and one of the last script.  It is empty
// before the first supervise, and after a supervise that ended on request.  Pure text:
// kernel/linux/supervise_dir writes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

struct launch_record {
    enum class kind : unsigned char {
        run,    // the run process of a launch
        finish, // the finish script after it
        script, // a script control/LETTER, or check
    } what = kind::run;
    pid who{};
    instant at{};             // shortly before the fork: the process is not older
    std::uint64_t number = 0; // of the launch, counted as in status::starts

    friend constexpr bool operator==(const launch_record&,
                                     const launch_record&) = default;
};

// Returns the tick of child::start in which the record was made.  No process of the
// launch is older.
std::uint64_t first_tick(const launch_record& r);
// Returns whether a process with the recorded pid that began at that tick wrote the
// record.  The pid may belong to another process by now.
bool could_write(const launch_record& r, std::uint64_t start);

// The size of each part of the file.  The first part is the mark, the second the record
// of a launch, the third that of a script.
constexpr std::size_t record_size = 64;
using record_text = std::array<char, record_size>;
constexpr std::size_t place_of(launch_record::kind k)
{
    return (k == launch_record::kind::run ? 1 : 2) * record_size;
}

// Returns the mark.  `boot` is that of write_state(), at most 36 characters.  `first`
// is the start of process 1 (child::start), which distinguishes containers.
record_text mark_of(std::string_view boot, std::uint64_t first);
record_text to_text(const launch_record& r);

// Puts a pid into the text of a record.  Neither allocates nor calls the system, so
// that a child may use it between vfork() and exec.
void put_pid(record_text& into, int who) noexcept;

// The content of the file.  Parts that are missing or damaged are nullopt.  All are
// nullopt if the file has another mark than `mark`: then the pids are those of other
// processes.
struct launch_records {
    bool marked = false;      // there is a mark, this one or another
    bool of_this_run = false; // the mark is this one
    std::optional<launch_record> run{};
    std::optional<launch_record> script{}; // or the record of finish

    friend bool operator==(const launch_records&, const launch_records&) = default;
};
launch_records read_records(std::string_view text, const record_text& mark);

} // namespace foster
