#include "svscan/sweep.h"

#include <dirent.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <new>

#include "lib/instance.h"

namespace foster {

std::optional<sighting> look_at(const std::string& name) noexcept
try {
    struct stat there {};
    if (name.empty() || name[0] == '.' || is_template(name) ||
        ::stat(name.c_str(), &there) < 0 || !S_ISDIR(there.st_mode))
        return std::nullopt;
    struct stat log {};
    const bool has_log =
        ::stat((name + "/log").c_str(), &log) == 0 && S_ISDIR(log.st_mode);
    return sighting{name, {there.st_dev, there.st_ino}, has_log};
} catch (const std::bad_alloc&) {
    return std::nullopt;
}

int sweep(std::vector<sighting>& into) noexcept
try {
    into.clear();
    const std::unique_ptr<DIR, int (*)(DIR*)> dir{::opendir("."), ::closedir};
    if (!dir) return errno;
    errno = 0;
    while (const dirent* entry = ::readdir(dir.get()))
        if (auto s = look_at(entry->d_name)) into.push_back(std::move(*s));
    return 0;
} catch (const std::bad_alloc&) {
    into.clear();
    return ENOMEM;
}

int watch::open() noexcept
{
    file_ = fd{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    if (!file_) return errno;
    constexpr auto events = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM |
                            IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    if (::inotify_add_watch(file_.number(), ".", events) >= 0) return 0;
    const int error = errno;
    file_.close();
    return error;
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
