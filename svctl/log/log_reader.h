// The files of one log directory of multilog, svlogd or s6-log: `current`, and its
// predecessors in @*.s and @*.u.
#pragma once

#include <sys/types.h>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/fd.h"
#include "svctl/text/log_line.h"

namespace foster {

// The wanted lines.
struct log_wish {
    std::size_t most = std::numeric_limits<std::size_t>::max();
    std::optional<stamp> since{};
    std::optional<stamp> until{}; // for last(); excludes lines without a stamp
    std::function<bool(const std::string& text)> fits{}; // if empty, every line fits
    bool more = false; // more() follows, and gets a last line without an end
};

class log_reader {
  public:
    // `wish` outlives this object.  Opens no file yet.
    log_reader(std::string dir, const log_wish& wish) : dir_(std::move(dir)), wish_(wish)
    {
    }

    // Returns the last lines.  Reads from the end, and no more files than necessary.
    // Throws.
    log_part last();

    // Returns the lines written since the last call, also if files were renamed in
    // between.  Throws.
    log_part more();

    // Returns whether the directory belongs to a logger.  Sets errno if not.
    static bool is_log(const std::string& dir);

    const std::string& dir() const { return dir_; }
    bool gone() const; // the directory no longer exists

    // Returns a file with wanted lines that was skipped because it is compressed; empty
    // if there is none.  Each file is returned once.
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
        bool renaming = false;             // the logger is renaming `previous`
        std::optional<log_file> unnamed{}; // the file `previous`
        std::vector<std::string> old{};    // the other files, oldest first
        // The files that were `current` after held_, newest first, up to held_ if that
        // is found.  If it is not found, all files that are newer than newest_old_.
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
    log_file held_{};             // `current` at its last opening
    off_t from_ = 0;              // end of the part that was read
    std::string begun_{};         // the beginning of an unfinished line before from_
    std::string newest_old_{};    // name of the newest old file when held_ was opened
    int unnamed_ = 0;             // 1 if a further file was being renamed then
    std::optional<stamp> last_{}; // stamp of the last line read
    bool leaps_ = false;          // the labels count leap seconds
    std::string passed_over_{};
};

} // namespace foster
