// A supervise as its clients reach it: DIR/supervise/{ok,control,state,lock}.
#pragma once

#include <fcntl.h>

#include <optional>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/toml/read_state.h"

namespace foster {

// What is said of a supervise that leaves its control FIFO full.
constexpr const char* deaf_in_words =
    "its supervise does not read it (is it stopped? kill -CONT lets it go on)";

class supervised {
  public:
    // How what is in supervise/ is opened: nothing is a link, and nothing is waited for.
    static constexpr int always = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

    // Nothing: no supervise of ours runs for `path`.  Throws where that cannot be told.
    static std::optional<supervised> find(const std::string& path);

    // Writes the bytes to control in one piece.  False: nobody supervises any more.
    // Throws, also where control has no room for them.
    bool tell(std::string_view letters) const;

    // The same; where control has no room now, `full` is control, which polls as writable
    // when it has.
    bool tell(std::string_view letters, fd& full) const;

    // Throws.  What cannot be read of complaints is left out.
    status read() const;

    // Whether somebody still supervises.  The end of that is heard as POLLERR on ok().
    bool alive() const;
    int ok() const { return ok_.number(); }

    // DIR/supervise, opened for reading where that is allowed.
    const fd& dir() const { return dir_; }

    // The process that holds the lock; none: it is not to be known (the lock is not
    // readable to us, or the process is in another pid namespace).
    pid keeper() const;

    const std::string& path() const { return path_; } // DIR/supervise

    // Why no supervise could begin in that service directory; nullopt if one has ended
    // otherwise, or that is not known.
    static std::optional<complaint> unable_to_begin(const std::string& path);

  private:
    explicit supervised(const std::string& path) : path_(path + "/supervise") {}
    status read_state() const;
    fd open(const char* name, int flags) const; // none: errno says why
    fd open_fifo(const char* name) const;
    [[noreturn]] void unable(const char* to, const char* name) const;

    std::string path_;
    fd dir_; // so that a directory that is renamed meanwhile stays the one
    fd ok_;
};

} // namespace foster
