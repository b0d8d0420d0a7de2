// The files of one log directory, as multilog, svlogd and s6-log keep it: `current`, and
// what it was before, in @*.s and @*.u.
#pragma once

#include <sys/types.h>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/fd.h"
#include "svctl/log_line.h"

namespace foster {

// Which lines are wanted.
struct log_wish {
    std::size_t most = std::numeric_limits<std::size_t>::max();
    std::optional<stamp> since{};
    std::optional<stamp> until{}; // of last(): then no line without a stamp is wanted
    std::function<bool(const std::string& text)> fits{}; // none: each does
    bool more = false; // more() is called afterwards: a line without an end is its
};

class log_reader {
  public:
    // `wish` outlives it.  Opens nothing yet.
    log_reader(std::string dir, const log_wish& wish) : dir_(std::move(dir)), wish_(wish)
    {
    }

    // The last lines, read from the end, and from no more files than need be.  Throws.
    log_part last();

    // What was written since, also if files were renamed meanwhile.  Throws.
    log_part more();

    // Whether the directory is one of a logger; errno says why not.
    static bool is_log(const std::string& dir);

    const std::string& dir() const { return dir_; }
    bool gone() const; // no such directory is there any more

    // A file whose lines were wanted and that is compressed, so that they are not shown;
    // told once; empty: none.
    std::string take_passed_over() { return std::exchange(passed_over_, {}); }

  private:
    struct log_file {
        fd file{};
        dev_t device = 0;
        ino_t number = 0;
        off_t size = 0;
        stamp written{};

        bool same(const log_file& other) const
        {
            return device == other.device && number == other.number;
        }
    };
    struct log_files {
        std::optional<log_file> current{};
        bool renaming = false;             // `previous` is getting its name
        std::optional<log_file> unnamed{}; // that
        std::vector<std::string> old{};    // the others, from the oldest on
        // Those of them that were `current` after held_, from the newest on; where that
        // is found, and else all that are newer than what was there before it.
        std::vector<std::pair<std::string, log_file>> after{};
        bool found = false;
    };

    std::optional<log_file> open(const std::string& name) const;
    std::vector<std::string> list() const;
    log_files look() const;
    void look_for_newer(log_files& all) const;
    void hold(log_files& all);
    bool compressed(const log_file& at, const std::string& name, bool known);

    bool read_back(const log_file& at, off_t end, std::vector<log_line>& lines);
    void read_on(log_file& at, off_t& from, log_part& to, bool to_the_end);
    void add(std::vector<log_line>& batch, stamp written, log_part& to);
    bool was_read(const log_file& other) const;
    void read_between(log_files& now, log_part& to);

    std::string dir_;
    const log_wish& wish_;
    log_file held_{};             // `current`, as it was opened last
    off_t from_ = 0;              // what comes in it has not been read
    std::string begun_{};         // a line in front of that, whose end is missing
    std::string newest_old_{};    // as held_ was opened
    int unnamed_ = 0;             // 1: there was one more, that had no name yet
    std::optional<stamp> last_{}; // of the line that was read last
    bool leaps_ = false;          // its labels count leap seconds
    std::string passed_over_{};
};

} // namespace foster
