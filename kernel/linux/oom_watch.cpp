#include "kernel/linux/oom_watch.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "kernel/linux/fd.h"

namespace foster {

namespace {

// A path on the stack.  A path that is too long becomes empty, and opens nothing.
class joined {
  public:
    template<class... Pieces>
    explicit joined(Pieces... pieces)
    {
        (add(pieces), ...);
    }
    const char* text() const { return text_; }

  private:
    void add(std::string_view piece)
    {
        if (whole_ && used_ + piece.size() < sizeof text_) {
            std::memcpy(text_ + used_, piece.data(), piece.size());
            used_ += piece.size();
        } else {
            whole_ = false;
            used_ = 0;
        }
        text_[used_] = '\0';
    }

    char text_[384]{};
    std::size_t used_ = 0;
    bool whole_ = true;
};

// Passes each line of a file to `take`, which returns true to stop.  Cuts a line that
// does not fit.
template<class Take>
void read_lines(const char* path, const Take& take)
{
    const fd file = opened(path);
    char line[256];
    char piece[128];
    std::size_t used = 0;
    for (ssize_t got = 0; file && (got = ::read(file.number(), piece, sizeof piece)) > 0;)
        for (const char c : std::string_view{piece, static_cast<std::size_t>(got)}) {
            if (c == '\n') {
                if (take(std::string_view{line, used})) return;
                used = 0;
            } else if (used < sizeof line) {
                line[used++] = c;
            }
        }
}

// Returns the number in the line `oom_kill NUMBER`; nullopt if there is no such file or
// line.
std::optional<std::uint64_t> kills_in(const char* path)
{
    constexpr std::string_view key = "oom_kill ";
    std::optional<std::uint64_t> found;
    read_lines(path, [&](std::string_view line) {
        if (!line.starts_with(key)) return false;
        line.remove_prefix(key.size());
        std::uint64_t kills = 0;
        if (std::from_chars(line.data(), line.data() + line.size(), kills).ec ==
            std::errc{})
            found = kills;
        return true;
    });
    return found;
}

bool names_memory(std::string_view controllers)
{
    for (;;) {
        const auto comma = controllers.find(',');
        if (controllers.substr(0, comma) == "memory") return true;
        if (comma == controllers.npos) return false;
        controllers.remove_prefix(comma + 1);
    }
}

} // namespace

// Tries both paths, since a container may show its own group as the root of the file
// system but name it by the path outside.
std::optional<std::uint64_t> oom_watch::of_group() const noexcept
{
    std::optional<std::uint64_t> found;
    const std::string_view root = root_;
    read_lines(joined{root, "/proc/self/cgroup"}.text(), [&](std::string_view line) {
        const auto first = line.find(':');
        const auto second = line.find(':', std::min(first, line.size() - 1) + 1);
        if (first == line.npos || second == line.npos) return false;
        const auto controllers = line.substr(first + 1, second - first - 1);
        const bool unified = controllers.empty();
        if (!unified && !names_memory(controllers)) return false;
        const std::string_view mount =
            unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
        const std::string_view file = unified ? "/memory.events" : "/memory.oom_control";
        found = kills_in(joined{root, mount, line.substr(second + 1), file}.text());
        if (!found) found = kills_in(joined{root, mount, file}.text());
        return found.has_value();
    });
    return found;
}

oom_watch::count oom_watch::read() const noexcept
{
    if (const auto own = of_group()) return {true, *own};
    const std::string_view root = root_;
    return {false, kills_in(joined{root, "/proc/vmstat"}.text()).value_or(0)};
}

oom_kill oom_watch::grown() noexcept
{
    const auto now = read();
    const bool more = now.of_group == before_.of_group && now.kills > before_.kills;
    before_ = now;
    if (!more) return oom_kill::no;
    return now.of_group ? oom_kill::yes : oom_kill::perhaps;
}

} // namespace foster
