#include "svctl/log/log_reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <utility>

#include "kernel/linux/errors.h"
#include "kernel/linux/safe_open.h"

namespace foster {

namespace {

stamp time_of(const timespec& t)
{
    return stamp{std::chrono::seconds{t.tv_sec} + nanoseconds{t.tv_nsec}};
}

nlink_t links(const fd& file)
{
    struct stat is {};
    return ::fstat(file.number(), &is) == 0 ? is.st_nlink : 1;
}

// Returns up to `count` bytes of the file from that place on.
std::string bytes_at(const fd& file, off_t from, std::size_t count)
{
    std::string bytes(count, '\0');
    std::size_t got = 0;
    while (got < count) {
        const auto now = ::pread(file.number(), bytes.data() + got, count - got,
                                 from + static_cast<off_t>(got));
        if (now < 0 && errno == EINTR) continue;
        if (now < 0) throw_errno("unable to read the log");
        if (now == 0) break;
        got += static_cast<std::size_t>(now);
    }
    bytes.resize(got);
    return bytes;
}

// Reads the lines of a file from the end to the beginning, in blocks.
class backwards {
  public:
    backwards(const fd& file, off_t end) : file_(file), from_(end)
    {
        if (from_ == 0) return;
        more_ = true;
        ended_ = bytes_at(file, end - 1, 1) == "\n";
        if (ended_) --from_;
    }

    // Returns nullopt if there are no more lines.
    std::optional<std::string> next()
    {
        auto unsearched = bytes_.size();
        while (more_) {
            const auto at = unsearched ? bytes_.rfind('\n', unsearched - 1) : bytes_.npos;
            if (at != bytes_.npos) {
                auto line = bytes_.substr(at + 1);
                bytes_.resize(at);
                return line;
            }
            if (from_ == 0) {
                more_ = false;
                return std::move(bytes_);
            }
            unsearched = static_cast<std::size_t>(std::min<off_t>(from_, block));
            from_ -= static_cast<off_t>(unsearched);
            bytes_.insert(0, bytes_at(file_, from_, unsearched));
        }
        return {};
    }

    bool ended() const { return ended_; } // the last line is complete

  private:
    static constexpr off_t block = 16384;

    const fd& file_;
    off_t from_; // of bytes_
    std::string bytes_{};
    bool more_ = false;
    bool ended_ = true;
};

bool is_old(std::string_view name)
{
    constexpr std::size_t digits = 24;
    return name.size() == digits + 3 && name[0] == '@' &&
           name.find_first_not_of("0123456789abcdef", 1) == digits + 1 &&
           (name.ends_with(".s") || name.ends_with(".u"));
}

constexpr const char* between = "previous"; // temporary name of a file during renaming

} // namespace

bool log_reader::is_log(const std::string& dir)
{
    // Between two files there is no `current`, but the lock exists.
    struct stat there {};
    return ::stat((dir + "/current").c_str(), &there) == 0 ||
           (errno == ENOENT && ::stat((dir + "/lock").c_str(), &there) == 0);
}

bool log_reader::gone() const
{
    struct stat there {};
    return ::stat(dir_.c_str(), &there) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

log_part log_reader::last()
{
    auto all = look();
    hold(all);
    log_part part;
    if (held_.file) {
        part.written = held_.written;
        from_ = held_.size;
        if (wish_.more) {
            backwards lines{held_.file, held_.size};
            if (!lines.ended()) begun_ = lines.next().value_or("");
        }
    }
    auto& lines = part.lines;
    const auto end = from_ - static_cast<off_t>(begun_.size());
    bool enough = held_.file && read_back(held_, end, lines);
    auto newer = all.unnamed ? *std::move(all.unnamed) : log_file{};
    if (newer.file && !enough) enough = read_back(newer, newer.size, lines);
    while (!enough && !all.old.empty()) {
        const auto name = std::exchange(all.old.back(), {});
        all.old.pop_back();
        auto old = open(name);
        if (!old || old->same(newer)) continue; // removed, or under two names
        if (compressed(*old, name, false)) break;
        enough = read_back(*old, old->size, lines);
        newer = *std::move(old);
    }
    if (!held_.file) part.written = newer.written;
    std::ranges::reverse(lines);
    if (!wish_.more) held_ = {};
    return part;
}

log_part log_reader::more()
{
    log_part part;
    auto now = open("current");
    if (held_.file && (!now || now->same(held_))) {
        const bool removed = !now && links(held_.file) == 0 && list().empty();
        read_on(held_, from_, part, removed);
        // The directory may be removed too.  The kernel reports that only after its
        // last file is closed.
        if (removed) held_ = {};
        return part;
    }
    auto all = look();
    if (!all.current) return part; // the watch reports it later
    if (held_.file) read_on(held_, from_, part, !all.current->same(held_));
    if (held_.file && all.current->same(held_)) return part;
    look_for_newer(all);
    read_between(all, part);
    hold(all);
    from_ = 0;
    read_on(held_, from_, part, false);
    return part;
}

std::optional<log_reader::log_file> log_reader::open(const std::string& name) const
{
    const auto path = dir_ + '/' + name;
    log_file at;
    auto found = open_regular(path.c_str());
    if (found.error == ENOENT) return {};
    if (found.error == not_regular)
        throw std::runtime_error("unable to read " + path + ": it is not a regular file");
    errno = found.error;
    struct stat is {};
    if (found.error || ::fstat(found.file.number(), &is) != 0)
        throw_errno(("unable to open " + path).c_str());
    at.file = std::move(found.file);
    at.device = is.st_dev;
    at.number = is.st_ino;
    at.size = is.st_size;
    at.written = time_of(is.st_mtim);
    return at;
}

// Returns the names of the old files.  They contain the time, so they sort by it.  A
// file that is being processed may have two names for a moment.
std::vector<std::string> log_reader::list() const
{
    const std::unique_ptr<DIR, int (*)(DIR*)> list{::opendir(dir_.c_str()), ::closedir};
    if (!list) throw_errno(("unable to list " + dir_).c_str());
    std::vector<std::string> names;
    while (const dirent* const entry = ::readdir(list.get()))
        if (is_old(entry->d_name) || entry->d_name == std::string_view{between})
            names.emplace_back(entry->d_name);
    std::ranges::sort(names);
    const auto same_time = [](const std::string& a, const std::string& b) {
        return a.size() == b.size() &&
               a.compare(0, a.size() - 1, b, 0, b.size() - 1) == 0;
    };
    names.erase(std::unique(names.begin(), names.end(), same_time), names.end());
    return names;
}

// Returns the files as they were at one moment.  If `current` is the same before and
// after, no other file was begun in between.  The lists are compared as well, because a
// list that is read during a renaming may contain both names or none.
log_reader::log_files log_reader::look() const
{
    for (int left = 1000;; --left) {
        log_files all;
        all.current = open("current");
        all.old = list();
        all.renaming = !all.old.empty() && all.old.back() == between;
        if (all.renaming) all.unnamed = open(between);
        const bool whole = all.renaming == all.unnamed.has_value() && all.old == list();
        const auto again = open("current");
        const bool same =
            all.current && again ? again->same(*all.current) : !all.current && !again;
        if (all.renaming) all.old.pop_back();
        if ((whole && same) || left == 0) return all;
    }
}

void log_reader::look_for_newer(log_files& all) const
{
    const auto add = [&](const std::string& name, std::optional<log_file>&& one) {
        if (!one) return; // removed by now
        all.found = held_.file && one->same(held_);
        const bool doubled = !all.after.empty() && one->same(all.after.back().second);
        if (!all.found && !doubled) all.after.emplace_back(name, *std::move(one));
    };
    add(between, std::move(all.unnamed));
    for (auto name = all.old.rbegin(); name != all.old.rend() && !all.found; ++name) {
        if (*name <= newest_old_) break;
        add(*name, open(*name));
    }
}

void log_reader::hold(log_files& all)
{
    held_ = all.current ? *std::exchange(all.current, {}) : log_file{};
    unnamed_ = all.renaming ? 1 : 0;
    newest_old_ = all.old.empty() ? "" : all.old.back();
}

bool log_reader::compressed(const log_file& at, const std::string& name, bool known)
{
    if (!is_compressed(bytes_at(at.file, 0, 8))) return false;
    if (!known) passed_over_ = dir_ + '/' + name;
    return true;
}

// Adds lines from the end of a file.  Returns true if there are enough.
bool log_reader::read_back(const log_file& at, off_t end, std::vector<log_line>& lines)
{
    if (lines.size() >= wish_.most) return true;
    if (wish_.since && at.written < *wish_.since) return true;
    std::optional<bool> leaps;
    backwards from_end{at.file, end};
    while (const auto text = from_end.next()) {
        auto line = read_log_line(*text);
        if (line.label && !leaps) leaps = counts_leap_seconds(*line.when, at.written);
        if (leaps.value_or(false)) take_leap_seconds(line);
        if (leaps && at.same(held_)) leaps_ = *leaps;
        if (line.when && !last_) last_ = line.when;
        if (wish_.since && line.when && *line.when < *wish_.since) {
            while (!lines.empty() && !lines.back().when)
                lines.pop_back(); // of the older line
            return true;
        }
        if (wish_.until && (!line.when || *line.when > *wish_.until)) continue;
        if (wish_.fits && !wish_.fits(line.text)) continue;
        lines.push_back(std::move(line));
        if (lines.size() == wish_.most) return true;
    }
    return false;
}

// Reads `at` from `from` on.  With `to_the_end`, no process writes to it any more.
void log_reader::read_on(log_file& at, off_t& from, log_part& to, bool to_the_end)
{
    std::vector<log_line> batch;
    for (struct stat is{};;) {
        if (::fstat(at.file.number(), &is) != 0) throw_errno("unable to read the log");
        at.written = time_of(is.st_mtim);
        if (is.st_size < from) { // the file was truncated
            from = 0;
            begun_.clear();
        }
        if (is.st_size == from) break;
        constexpr off_t block = 65536;
        const auto count =
            static_cast<std::size_t>(std::min<off_t>(block, is.st_size - from));
        const auto bytes = bytes_at(at.file, from, count);
        if (bytes.empty()) break;
        from += static_cast<off_t>(bytes.size());
        std::size_t begin = 0;
        for (auto end = bytes.find('\n'); end != bytes.npos;
             end = bytes.find('\n', begin = end + 1)) {
            begun_.append(bytes, begin, end - begin);
            batch.push_back(read_log_line(std::exchange(begun_, {})));
        }
        begun_.append(bytes, begin);
    }
    if (to_the_end && !begun_.empty())
        batch.push_back(read_log_line(std::exchange(begun_, {})));
    add(batch, at.written, to);
}

void log_reader::add(std::vector<log_line>& batch, stamp written, log_part& to)
{
    to.written = written;
    const auto labelled =
        std::find_if(batch.rbegin(), batch.rend(), [](auto& l) { return l.label; });
    if (labelled != batch.rend() && counts_leap_seconds(*labelled->when, written))
        leaps_ = true;
    for (auto& line : batch) {
        if (leaps_) take_leap_seconds(line);
        if (line.when) last_ = line.when;
        if (!wish_.fits || wish_.fits(line.text)) to.lines.push_back(std::move(line));
    }
}

// Returns whether a processor has written this file from held_, or from a file before
// it.  The file after such a file begins with a later line than the last line read.
bool log_reader::was_read(const log_file& other) const
{
    if (!held_.file) return true;
    constexpr std::size_t some = 4096;
    const auto before = bytes_at(held_.file, 0, some);
    const auto now = bytes_at(other.file, 0, some);
    if (before == now) return true;
    const auto begun = read_log_line(before.substr(0, before.find('\n'))).when;
    auto first = read_log_line(now.substr(0, now.find('\n')));
    if (!begun || !first.when || !last_) return false;
    if (*first.when == *begun) return true;
    if (leaps_) take_leap_seconds(first);
    return *first.when < *last_;
}

// Reads the files that were written after held_ and before `current`.
void log_reader::read_between(log_files& now, log_part& to)
{
    // If a processor has rewritten held_, then held_ is among these files, as is the
    // file before it that had no final name at the last look.
    auto doubtful = now.found ? 0 : (held_.file ? 1 : 0) + unnamed_;
    for (auto one = now.after.rbegin(); one != now.after.rend(); ++one, --doubtful) {
        auto& [name, old] = *one;
        if (compressed(old, name, doubtful > 0)) continue;
        if (doubtful > 0 && was_read(old)) continue;
        off_t from = 0;
        read_on(old, from, to, true);
    }
}

} // namespace foster
