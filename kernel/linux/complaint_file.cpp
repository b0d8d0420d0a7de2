#include "kernel/linux/complaint_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <new>

#include "kernel/linux/files.h"

namespace foster {

namespace {

constexpr const char* name = "complaint";
constexpr std::size_t room = 1024;

stamp wall() noexcept
{
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    return stamp{std::chrono::seconds{t.tv_sec} + nanoseconds{t.tv_nsec}};
}

bool is_ours(const struct stat& file)
{
    return S_ISREG(file.st_mode) && file.st_nlink == 1 && file.st_uid == ::geteuid();
}

} // namespace

fd open_complaint(int supervise) noexcept
{
    struct stat there {};
    const bool is_there = ::fstatat(supervise, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
    if (is_there && !is_ours(there)) {
        errno = EINVAL;
        return {};
    }
    constexpr int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    const int make = is_there ? 0 : O_CREAT | O_EXCL;
    fd file{::openat(supervise, name, flags | make, 0644)};
    if (!file) return file;
    if (make) ::fchmod(file.number(), 0644); // the directory decides who may read
    if (::fstat(file.number(), &there) == 0 && is_ours(there)) return file;
    errno = EINVAL;
    return {};
}

bool put_complaint(const fd& file, complaint::kind what, std::string_view text) noexcept
try {
    std::array<char, room> bytes{};
    const auto got = ::pread(file.number(), bytes.data(), bytes.size(), 0);
    const auto size = got > 0 ? static_cast<std::size_t>(got) : 0;
    const auto now = repeated(read_complaint({bytes.data(), size}), what, text, wall());
    const auto line = to_line(now);
    // Readers take the first line: they find the new one, or no part of it.
    if (::pwrite(file.number(), line.data(), line.size(), 0) ==
        static_cast<ssize_t>(line.size())) [[maybe_unused]]
        const int cut = ::ftruncate(file.number(), static_cast<off_t>(line.size()));
    return now.repeats.said == now.when;
} catch (const std::bad_alloc&) {
    return true;
}

std::optional<complaint> complaint_in(const std::string& supervise)
{
    const auto file = read_published(supervise + '/' + name);
    if (file.error) return std::nullopt;
    return read_complaint(file.text);
}

} // namespace foster
