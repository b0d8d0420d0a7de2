#include "kernel/linux/complaint_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
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

// Readers take the first line: they find the new one, or no part of it.
void cut_after(const fd& file, std::size_t size)
{
    [[maybe_unused]] const int cut = ::ftruncate(file.number(), static_cast<off_t>(size));
}

// As to_line() has it, but a resident has no memory to spare for a string.
void put_warning(const fd& file, std::string_view text)
{
    const auto now = static_cast<long long>(wall().time_since_epoch().count());
    char head[80];
    const int size =
        std::snprintf(head, sizeof head, "warning:%lld:%lld:%lld:", now, now, now);
    text = text.substr(0, longest_complaint);
    char end = '\n';
    const iovec line[]{{head, static_cast<std::size_t>(size)},
                       {const_cast<char*>(text.data()), text.size()},
                       {&end, 1}};
    const auto whole = static_cast<std::size_t>(size) + text.size() + 1;
    if (::pwritev(file.number(), line, 3, 0) == static_cast<ssize_t>(whole))
        cut_after(file, whole);
}

// Returns whether it is due.
[[gnu::noinline]] bool put_fatal(const fd& file, complaint::kind what,
                                 std::string_view text)
{
    std::array<char, room> bytes{};
    const auto got = ::pread(file.number(), bytes.data(), bytes.size(), 0);
    const auto size = got > 0 ? static_cast<std::size_t>(got) : 0;
    const auto now = repeated(read_complaint({bytes.data(), size}), what, text, wall());
    const auto line = to_line(now);
    if (::pwrite(file.number(), line.data(), line.size(), 0) ==
        static_cast<ssize_t>(line.size()))
        cut_after(file, line.size());
    return now.repeats.said == now.when;
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
    if (what != complaint::kind::warning) return put_fatal(file, what, text);
    put_warning(file, text);
    return true;
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
