// The files through which one supervise is reached: DIR/supervise/*, in the formats and
// the order that the family agrees on (supervise(8), FILES).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/launch_record.h"
#include "lib/renewal.h"
#include "lib/status.h"

namespace foster {

class service_dir {
  public:
    // As another program of the same process had it: it stands there already.
    explicit service_dir(const renewal::descriptors& kept);

    // Makes `path` the working directory, then lock, control.  Throws std::system_error
    // (again later) or permanent_error (never until somebody mends it).
    explicit service_dir(const char* path);

    // Makes `ok`, if it is not open: from here on a client finds us.  After the first
    // status.  errno, or 0.
    int open_ok() noexcept;
    // Makes a client find us gone, before the last status is left behind.
    void close_ok() { ok_.close(); }

    const fd& directory() const { return dir_; } // supervise/
    int control() const { return control_.number(); }
    // Those that another program needs, so that no client finds us gone.
    void hand_on(renewal::descriptors& to) const;

    // Writes what has changed; errno of what failed first, or 0.  The last status of a
    // supervise that ends on request empties the file of records before.
    int write(const status& s) noexcept;
    // Writes one file, which appears whole; errno, or 0.
    int put(const char* name, std::string_view bytes) noexcept;

    // Where a record of a launch belongs (lib/launch_record.h); -1 if none can be kept.
    int records() const { return records_ ? lock_.number() : -1; }
    // The records of an earlier supervise do not concern us.
    void forget_records() noexcept;

  private:
    static constexpr const char* unknown = "?";
    struct text {
        std::string now{unknown}, before{unknown}; // what is in NAME, and in NAME.new
    };

    void begin_records() noexcept;
    int put_if_new(const char* name, std::string bytes, text& known) noexcept;

    fd dir_; // DIR/supervise
    fd lock_;
    fd control_;
    fd control_end_; // our own writing end: without it the FIFO would be at its end
    fd ok_;
    bool records_ = false; // lock_ is a file of ours, and marked
    bool masked_ = false;  // as fresh_file has it
    text pid_, stat_;
    std::array<char, 36> boot_{};           // as write_state() takes it
    std::array<unsigned char, 20> bytes_{}; // what is in status
};

// Makes a FIFO in `supervise`.  Where others can put files there, replaces one of theirs.
// Throws.
void make_fifo(const fd& dir, const char* name);

// Opens `supervise` in the working directory.  Makes it, or what that link points to, if
// it is missing.  Follows no link of another user on the way.  Throws.
fd open_supervise();

// The kernel's name for this run of the machine, of 36 characters; all zero: unknown.
std::array<char, 36> boot_id() noexcept;

// The mark of the records of this run (lib/launch_record.h).
record_text this_run() noexcept;

// Whether the service directory, in which we stand, has been removed: then svscan has us
// end, and what cannot be done there any more is no failure.
bool is_removed() noexcept;

// Whether a file of that name is in the working directory.
bool present(const char* name) noexcept;

} // namespace foster
