// The files through which clients reach one supervise: DIR/supervise/*, in the formats
// and in the order on which daemontools and its successors agree (supervise(8), FILES).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/launch_record.h"
#include "lib/status.h"
#include "lib/upgrade_facts.h"

namespace foster {

class service_dir {
  public:
    // Restores the files after an upgrade in place, in the working directory.
    explicit service_dir(const renewal::descriptors& kept);

    // Makes `path` the working directory, then opens lock and control.  Throws
    // std::system_error (try again later) or permanent_error (an administrator must fix
    // it).
    explicit service_dir(const char* path);

    // Makes `ok`, if it is not open.  From here on clients find this supervise.  Called
    // after the first status.  Returns errno, or 0.
    int open_ok() noexcept;
    // Hides this supervise from clients, before the last status.
    void close_ok() { ok_.close(); }

    const fd& directory() const { return dir_; } // supervise/
    int control() const { return control_.number(); }
    // The descriptors that the next program needs, so that clients never miss
    // supervise.
    void hand_on(renewal::descriptors& to) const;

    // Writes the files that have changed.  Returns the errno of the first refusal, or
    // 0.  Before its last status, a supervise that ends on request empties the file of
    // records.
    int write(const status& s) noexcept;
    // Writes one file, which appears whole.  Returns errno, or 0.
    int put(const char* name, std::string_view bytes) noexcept;

    // Returns the file for records of launches (lib/launch_record.h); -1 if records
    // cannot be kept.
    int records() const { return records_ ? lock_.number() : -1; }
    // Drops the records of an earlier supervise.
    void forget_records() noexcept;

  private:
    static constexpr const char* unknown = "?";
    struct text {
        std::string now{unknown}, before{unknown}; // the content of NAME, and of NAME.new
    };

    void begin_records() noexcept;
    int put_if_new(const char* name, std::string bytes, text& known) noexcept;

    fd dir_; // DIR/supervise
    fd lock_;
    fd control_;
    fd control_end_; // our own writing end, without which the FIFO would end
    fd ok_;
    bool records_ = false; // lock_ is a file of ours with our mark
    bool masked_ = false;  // as in fresh_file
    text pid_, stat_;
    std::array<char, 36> boot_{};           // as in write_state()
    std::array<unsigned char, 20> bytes_{}; // the content of status
};

// Makes a FIFO in `supervise`.  If other users can put files there, replaces a file of
// theirs.  Throws.
void make_fifo(const fd& dir, const char* name);

// Opens `supervise` in the working directory.  Makes it, or the target of that link, if
// it is missing.  Follows no link of another user on the way.  Throws.
fd open_supervise();

// Opens the file `complaint` there (kernel/linux/complaint_file.h).  Makes `supervise`
// only if `make`.  Returns no file if it cannot be used.
fd open_own_complaint(bool make) noexcept;

// Returns the kernel's name of this run of the machine, in 36 characters; all zero if
// it is unknown.
std::array<char, 36> boot_id() noexcept;

// Returns the mark for records of this run (lib/launch_record.h).
record_text this_run() noexcept;

// Returns whether the service directory, our working directory, has been removed.  Then
// svscan ends us, and a refusal there is no failure.
bool is_removed() noexcept;

// Returns whether a file of that name is in the working directory.
bool present(const char* name) noexcept;

} // namespace foster
