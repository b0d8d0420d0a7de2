#include "kernel/linux/oom_watch.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "kernel/linux/fd.h"

namespace foster {

namespace {

// A path on the stack.  A path that is too long becomes empty, and opens nothing.  All
// of this runs in a resident, where a page of stack that is used once stays in use.
class stack_path {
  public:
    template<class... Pieces>
    void become(Pieces... pieces)
    {
        used_ = 0;
        whole_ = true;
        (add(pieces), ...);
    }
    const char* text() const { return text_; }

  private:
    void add(std::string_view piece)
    {
        whole_ = whole_ && used_ + piece.size() < sizeof text_;
        if (whole_) std::memcpy(text_ + used_, piece.data(), piece.size());
        used_ = whole_ ? used_ + piece.size() : 0;
        text_[used_] = '\0';
    }

    char text_[256];
    std::size_t used_ = 0;
    bool whole_ = true;
};

// Passes each line of a file to `take`, which returns true to stop.  Cuts a line that
// does not fit.
template<class Take>
void read_lines(const char* path, const Take& take)
{
    const fd file = opened(path);
    char line[224];
    char piece[64];
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
[[gnu::noinline]] std::optional<std::uint64_t> kills_in(const char* path)
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

struct version {
    bool unified;
    std::string_view mount, file;
};
constexpr version versions[]{
    {true, "/sys/fs/cgroup", "/memory.events"},
    {false, "/sys/fs/cgroup/memory", "/memory.oom_control"},
};

// Finds the counter of our control group.  Returns false if we are in none of that
// version.
[[gnu::noinline]] bool find_group(std::string_view root, const version& v, stack_path& to)
{
    bool found = false;
    to.become(root, std::string_view{"/proc/self/cgroup"});
    read_lines(to.text(), [&](std::string_view line) { // ID:CONTROLLERS:PATH
        const auto first = std::min(line.find(':'), line.size());
        const auto rest = line.substr(std::min(first + 1, line.size()));
        const auto second = rest.find(':');
        if (second == rest.npos) return false;
        const auto controllers = rest.substr(0, second);
        if (v.unified ? !controllers.empty() : !names_memory(controllers)) return false;
        to.become(root, v.mount, rest.substr(second + 1), v.file);
        return found = true;
    });
    return found;
}

} // namespace

// Tries both paths, since a container may show its own group as the root of the file
// system but name it by the path outside.
std::optional<std::uint64_t> oom_watch::of_group() const noexcept
{
    for (const auto& v : versions) {
        stack_path path;
        if (!find_group(root_, v, path)) continue;
        if (const auto found = kills_in(path.text())) return found;
        path.become(std::string_view{root_}, v.mount, v.file);
        if (const auto found = kills_in(path.text())) return found;
    }
    return std::nullopt;
}

oom_watch::count oom_watch::read() const noexcept
{
    if (const auto own = of_group()) return {true, *own};
    stack_path path;
    path.become(std::string_view{root_}, std::string_view{"/proc/vmstat"});
    return {false, kills_in(path.text()).value_or(0)};
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
