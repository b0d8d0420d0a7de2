// The interface of a supervise for its clients: DIR/supervise/{ok,control,state,lock}.
#pragma once

#include <fcntl.h>

#include <optional>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/last_complaint.h"
#include "lib/toml/read_state.h"

namespace foster {

// The text for a supervise that leaves its control FIFO full.
constexpr const char* deaf_in_words =
    "its supervisor does not read it (continue a stopped supervisor with kill -CONT)";

class supervise_client {
  public:
    // The flags for files in supervise/: svctl follows no link and never blocks.
    static constexpr int always = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

    // Returns nullopt if no supervise of foster runs for `path`.  Throws if that is
    // unknown.
    static std::optional<supervise_client> find(const std::string& path);

    // Writes the bytes to control in one piece.  Returns false if the service is no
    // longer supervised.  Throws, also if control has no room for the bytes.
    bool tell(std::string_view letters) const;

    // Does the same, but if control has no room now, sets `full` to control.  It polls
    // as writable once there is room.
    bool tell(std::string_view letters, fd& full) const;

    // Reads the state.  Throws.
    status read() const;

    // Reads the last complaint; nullopt if there is none, or it is not readable.
    std::optional<complaint> last_complaint() const;

    // Returns whether the service is still supervised.  When supervise ends, poll(2)
    // reports POLLERR on ok().
    bool alive() const;
    int ok() const { return ok_.number(); }

    // DIR/supervise, opened for reading if that is permitted
    const fd& dir() const { return dir_; }

    // Returns the process that holds the lock; 0 if it is unknown, because svctl may
    // not read the lock or the process is in another pid namespace.
    pid keeper() const;

    const std::string& path() const { return path_; } // DIR/supervise

    // Returns why no supervise could begin in that service directory; nullopt if the
    // last one ended for another reason, or if that is unknown.
    static std::optional<complaint> unable_to_begin(const std::string& path);

  private:
    explicit supervise_client(const std::string& path) : path_(path + "/supervise") {}
    fd open(const char* name, int flags) const; // sets errno if that fails
    fd open_fifo(const char* name) const;
    [[noreturn]] void unable(const char* to, const char* name) const;

    std::string path_;
    fd dir_; // open, so that a rename of the directory does no harm
    fd ok_;
};

} // namespace foster
