#include "svscan/scan_dir_reader.h"

#include <dirent.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <new>

#include "lib/template_instance.h"

namespace foster {

namespace {

bool may_name_a_service(std::string_view name)
{
    return !name.empty() && name[0] != '.' && !is_template(name);
}

scan_dir_reader failed(int error)
{
    scan_dir_reader nothing;
    nothing.error = error;
    return nothing;
}

} // namespace

std::optional<sighting> look_at(const std::string& name) noexcept
try {
    struct stat there {};
    if (!may_name_a_service(name) || ::stat(name.c_str(), &there) < 0 ||
        !S_ISDIR(there.st_mode))
        return std::nullopt;
    struct stat log {};
    const auto path = name + "/log";
    const bool has_log = ::stat(path.c_str(), &log) == 0 && S_ISDIR(log.st_mode);
    if (!has_log && !has_gone(path)) return std::nullopt;
    return sighting{name, {there.st_dev, there.st_ino}, has_log};
} catch (const std::bad_alloc&) {
    return std::nullopt;
}

scan_dir_reader sweep_all() noexcept
try {
    scan_dir_reader all;
    const std::unique_ptr<DIR, int (*)(DIR*)> dir{::opendir("."), ::closedir};
    if (!dir) return failed(errno);
    const dirent* entry = nullptr;
    while (errno = 0, (entry = ::readdir(dir.get()))) {
        const std::string name = entry->d_name;
        if (auto s = look_at(name))
            all.there.push_back(std::move(*s));
        else if (may_name_a_service(name) && !has_gone(name))
            all.unsure.insert(name);
        if ((entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) && is_link(name))
            all.links.insert(name);
    }
    if (errno) return failed(errno);
    return all;
} catch (const std::bad_alloc&) {
    return failed(ENOMEM);
}

bool is_link(const std::string& name) noexcept
{
    struct stat there {};
    return may_name_a_service(name) && ::lstat(name.c_str(), &there) == 0 &&
           S_ISLNK(there.st_mode);
}

bool has_gone(const std::string& name) noexcept
{
    struct stat there {};
    if (::stat(name.c_str(), &there) == 0) return !S_ISDIR(there.st_mode);
    return errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
}

int watch::open() noexcept
{
    file_ = fd{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    if (!file_) return errno;
    const int error = move();
    if (error) file_.close();
    return error;
}

int watch::move() noexcept
{
    constexpr auto events = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM |
                            IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    if (watched_ >= 0) ::inotify_rm_watch(file_.number(), watched_);
    watched_ = file_ ? ::inotify_add_watch(file_.number(), ".", events) : -1;
    return watched_ < 0 && file_ ? errno : 0;
}

watch::changes watch::take() noexcept
{
    changes all;
    if (!file_) return all;
    alignas(inotify_event) char bytes[4096];
    ssize_t got = 0;
    while ((got = ::read(file_.number(), bytes, sizeof bytes)) > 0) {
        for (const char* at = bytes; at < bytes + got;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            at += sizeof *event + event->len;
            if (event->mask & IN_Q_OVERFLOW) all.lost = true;
            if (event->wd != watched_)
                continue; // an event of the directory watched before
            if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF)) all.gone = true;
            if (event->len == 0) continue;
            try {
                all.names.emplace_back(event->name);
            } catch (const std::bad_alloc&) {
                all.lost = true;
            }
        }
    }
    return all;
}

} // namespace foster
