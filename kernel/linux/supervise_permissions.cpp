#include "kernel/linux/supervise_permissions.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace foster {

namespace {

struct opening {
    const char* name;
    mode_t kind;
    mode_t bits; // for an admitted class, as those of others
    bool reads;  // or commands
};

// Clients that wait for news must read the directory to watch it.  It is the last to be
// opened.
constexpr auto openings = std::to_array<opening>({
    {"ok", S_IFIFO, 0002, true},
    {"control", S_IFIFO, 0002, false},
    {".", S_IFDIR, 0005, true},
});

constexpr mode_t all_bits = 07777;
constexpr mode_t group_bits = 0070;

bool lets_group(const door& d, mode_t bits)
{
    return (d.mode >> 3 & bits) == bits;
}

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

int open_for(const fd& dir, const opening& o, const entry& who) noexcept
{
    struct stat there {};
    if (::fstatat(dir.number(), o.name, &there, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : errno;
    if ((there.st_mode & S_IFMT) != o.kind) return EINVAL;
    const auto group = o.reads && who.readers ? who.readers : who.commanders;
    mode_t mode = (there.st_mode & all_bits & ~group_bits) | (group ? o.bits << 3 : 0U);
    if (o.reads && who.everyone) mode = (mode & ~o.bits) | (*who.everyone ? o.bits : 0U);
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

doors doors_of(const fd& dir) noexcept
{
    return {door_at(dir, "."), door_at(dir, "ok"), door_at(dir, "control"),
            door_at(dir, "state")};
}

entry entry_of(const doors& all) noexcept
{
    entry who{.everyone = (all.dir.mode & 5) == 5 && (all.ok.mode & 2) == 2};
    if (lets_group(all.control, 2)) who.commanders = all.control.group;
    const bool reads = lets_group(all.dir, 5) && lets_group(all.ok, 2);
    if (reads && who.commanders != all.dir.group) who.readers = all.dir.group;
    return who;
}

int let_in(const fd& dir, const entry& who) noexcept
{
    for (const auto& o : openings)
        if (const int error = open_for(dir, o, who)) return error;
    return 0;
}

} // namespace foster
