#include "kernel/linux/permissions.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>

#include "kernel/linux/files.h"
#include "kernel/linux/proc.h"

namespace foster {

namespace {

struct opening {
    const char* name;
    mode_t kind;
    mode_t bits; // of a group that is let in
};

// Who waits for news watches the directory, which is to read it.  The directory last.
constexpr auto openings = std::to_array<opening>({
    {"ok", S_IFIFO, 0020},
    {"control", S_IFIFO, 0020},
    {".", S_IFDIR, 0050},
});

constexpr mode_t all_bits = 07777;
constexpr mode_t group_bits = 0070;

door door_at(const fd& dir, const char* name) noexcept
{
    struct stat there {};
    if (::fstatat(dir.number(), name, &there, AT_SYMLINK_NOFOLLOW) < 0) return {};
    return {there.st_uid, there.st_gid, there.st_mode & 0777};
}

door door_in(const struct stat& there) noexcept
{
    return {there.st_uid, there.st_gid, there.st_mode & 0777,
            !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)};
}

int open_for(const fd& dir, const opening& o, std::optional<gid_t> group) noexcept
{
    struct stat there {};
    if (::fstatat(dir.number(), o.name, &there, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : errno;
    if ((there.st_mode & S_IFMT) != o.kind) return EINVAL;
    const mode_t mode =
        (there.st_mode & all_bits & ~group_bits) | (group ? o.bits : mode_t{0});
    const bool another = group && there.st_gid != *group;
    if (another && ::fchownat(dir.number(), o.name, static_cast<uid_t>(-1), *group,
                              AT_SYMLINK_NOFOLLOW) < 0)
        return errno;
    if ((there.st_mode & all_bits) == mode) return 0;
    return ::fchmodat(dir.number(), o.name, mode, AT_SYMLINK_NOFOLLOW) < 0 ? errno : 0;
}

} // namespace

std::optional<door> door_of(const char* path) noexcept
{
    struct stat there {};
    if (::stat(path, &there) < 0) return std::nullopt;
    return door_in(there);
}

std::optional<door> door_of(const fd& file) noexcept
{
    struct stat there {};
    if (::fstat(file.number(), &there) < 0) return std::nullopt;
    return door_in(there);
}

std::optional<uid_t> user_of(pid who)
{
    const auto text = read_whole(path_in_proc(who, "status")).text;
    constexpr std::string_view line = "\nUid:\t"; // its name, above, holds no newline
    const auto at = text.find(line);
    if (at == text.npos) return std::nullopt;
    uid_t user = 0;
    const char* const from = text.data() + at + line.size();
    if (std::from_chars(from, text.data() + text.size(), user).ptr == from)
        return std::nullopt;
    return user;
}

doors doors_of(const fd& dir) noexcept
{
    return {door_at(dir, "."), door_at(dir, "ok"), door_at(dir, "control"),
            door_at(dir, "state")};
}

int let_in(const fd& dir, std::optional<gid_t> group) noexcept
{
    for (const auto& o : openings)
        if (const int error = open_for(dir, o, group)) return error;
    return 0;
}

} // namespace foster
