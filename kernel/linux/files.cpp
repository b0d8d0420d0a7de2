#include "kernel/linux/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace foster {

namespace {

// Offsets in struct linux_dirent64, getdents64(2).
constexpr std::size_t at_length = 16;
constexpr std::size_t at_name = 19;

} // namespace

std::string whole_file::reason() const
{
    return error == special ? "it is not a regular file" : std::strerror(error);
}

whole_file read_whole(const fd& file, std::size_t most)
{
    whole_file all;
    char bytes[4096];
    ssize_t got = 0;
    while (all.text.size() <= most &&
           (got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        all.text.append(bytes, static_cast<std::size_t>(got));
    if (got < 0) all.error = errno;
    if (all.text.size() > most) all.error = EFBIG; // it grows during the read
    return all;
}

whole_file read_whole(const regular_file& file, std::size_t most)
{
    if (file.error) return {.error = file.error};
    if (static_cast<std::size_t>(file.size) > most) return {.error = EFBIG};
    return read_whole(file.file, most);
}

whole_file read_whole(const std::string& path)
{
    return read_whole(open_regular(path.c_str()));
}

// A user that may write to supervise/ must not make us read a file that this user may
// not read, read without an end, or take foreign processes for those of the service.
whole_file read_published(const std::string& path)
{
    auto file = open_regular(path.c_str(), O_NOFOLLOW);
    if (!file.error && file.owner != 0 && file.owner != ::geteuid()) file.error = EPERM;
    return read_whole(file);
}

names_in::names_in(const std::string& directory) noexcept
{
    const fd open{::openat(AT_FDCWD, directory.c_str(),
                           O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC)};
    long got = open ? 1 : -1;
    while (got > 0) {
        got = ::syscall(SYS_getdents64, open.number(), entries_ + length_,
                        sizeof entries_ - length_);
        if (got > 0) length_ += static_cast<std::size_t>(got);
    }
    whole_ = got == 0;
}

bool names_in::may_have(std::string_view name) const noexcept
{
    if (!whole_) return true;
    std::uint16_t length = 0;
    for (std::size_t at = 0; at < length_; at += length) {
        std::memcpy(&length, entries_ + at + at_length, sizeof length);
        if (entries_ + at + at_name == name) return true;
    }
    return false;
}

bool supervised_at(const std::string& directory)
{
    const auto ok = directory + "/supervise/ok";
    return static_cast<bool>(open_kind(AT_FDCWD, ok.c_str(), O_WRONLY, S_IFIFO));
}

// The records tell it, or the pid file of a supervise of version 0.1.
bool left_something_at(const std::string& directory)
{
    const auto says_so = [&](const char* name) {
        struct stat left {};
        return ::lstat((directory + name).c_str(), &left) == 0 && S_ISREG(left.st_mode) &&
               left.st_size > 0;
    };
    return says_so("/supervise/lock") || says_so("/supervise/pid");
}

} // namespace foster
