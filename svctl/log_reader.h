// The files of one log directory, as multilog, svlogd and s6-log keep it: `current`, and
// what it was before, in @*.s and @*.u.
#pragma once

#include <sys/types.h>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "svctl/log_line.h"

namespace foster {

// Which lines are wanted.
struct log_wish {
    std::size_t most = std::numeric_limits<std::size_t>::max();
    std::optional<stamp> since{};
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

    // An older file that is compressed and was therefore not read; empty: none.
    const std::string& passed_over() const { return passed_over_; }

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
        std::vector<std::string> old{}; // from the oldest on
        std::optional<log_file> current{};
    };

    std::optional<log_file> open(const std::string& name) const;
    std::vector<std::string> list_old() const;
    log_files look() const;
    void hold(log_files& all);
    bool compressed(const log_file& at, const std::string& name);

    bool read_back(const log_file& at, off_t end, std::vector<log_line>& lines);
    void read_on(log_file& at, off_t& from, log_part& to, bool to_the_end);
    void add(std::vector<log_line>& batch, stamp written, log_part& to);
    void read_between(const log_files& now, log_part& to);

    std::string dir_;
    const log_wish& wish_;
    log_file held_{};     // `current`, as it was opened last
    off_t from_ = 0;      // what comes in it has not been read
    std::string begun_{}; // a line in front of that, whose end is missing
    std::string newest_old_{};
    std::optional<stamp> last_{}; // of the line that was read last
    bool leaps_ = false;          // its labels count leap seconds
    std::string passed_over_{};
};

} // namespace foster
