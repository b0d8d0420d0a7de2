#include "kernel/linux/scan_dir_defaults.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "kernel/linux/fd.h"
#include "kernel/linux/supervise_permissions.h"
#include "lib/file_access.h"
#include "lib/settings.h"

namespace foster {

namespace {

constexpr const char* holder = ".svscan";
static_assert(std::string_view{defaults_file}.starts_with(holder));

fd hold(int dir, const char* path)
{
    return fd{::openat(dir, path, O_PATH | O_CLOEXEC)};
}

// A descriptor holds each file and directory from the look to the reading, so that a
// rename between them has no effect.
defaults read(const std::string& scan_dir, bool as_svscan)
{
    const auto in = scan_dir == "." ? "" : scan_dir + '/';
    defaults d{.path = in + defaults_file};
    const fd scan = hold(AT_FDCWD, scan_dir.c_str());
    const fd dir = scan ? hold(scan.number(), holder) : fd{};
    if (!dir) d.file.error = errno;
    const auto* name = defaults_file + std::strlen(holder) + 1;
    if (!dir) return d;
    const auto file = open_regular(name, 0, dir.number());
    d.file.error = file.error;
    if (file.error) return d;
    trust by{.user = ::geteuid(), .keeper = ::geteuid(), .group = ::getegid()};
    if (const auto own = door_of(scan); own && as_svscan) by.keeper = own->user;
    const auto look = [&](const fd& at, const std::string& path) {
        const auto it = door_of(at);
        const auto found = it ? exposure_of({}, path, *it, by) : std::nullopt;
        if (!found || (as_svscan && !found->refused) || !d.exposed.empty()) return;
        d.exposed = found->text + " (" + found->remedy + ')';
    };
    look(scan, scan_dir);
    look(dir, in + holder);
    look(file.file, d.path);
    if (d.exposed.empty()) d.file = read_whole(file);
    return d;
}

} // namespace

// The owner of the directory is not trusted: a user that starts supervise has named a
// service, and not that directory.
defaults read_defaults(const std::string& scan_dir)
{
    return read(scan_dir, false);
}

defaults read_defaults_as_svscan(const std::string& scan_dir)
{
    return read(scan_dir, true);
}

std::string word_of(const defaults& d)
{
    char whole[PATH_MAX];
    if (d.path.empty() || d.file.error || !d.exposed.empty() ||
        !::realpath(d.path.c_str(), whole))
        return std::string{no_defaults};
    return std::string{defaults_word} + whole;
}

} // namespace foster
