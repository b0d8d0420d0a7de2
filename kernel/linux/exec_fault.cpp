#include "kernel/linux/exec_fault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "kernel/linux/supervise_dir.h"

namespace foster {

namespace {

constexpr long no_exec = 0x0008; // ST_NOEXEC of statfs(2), linux/statfs.h

} // namespace

std::string_view in_words(hindrance h)
{
    switch (h) {
    case hindrance::none: return "no permission to execute the file or its interpreter";
    case hindrance::directory: return "it is a directory (replace it with a program)";
    case hindrance::special:
        return "it is not a regular file (replace it with a program)";
    case hindrance::mode: return "it is not executable (chmod +x)";
    case hindrance::noexec:
        return "its file system is mounted noexec (move it to another file system)";
    }
    return {};
}

hindrance hindrance_of(const fd& file) noexcept
{
    struct stat there {};
    struct statfs on {};
    if (::fstat(file.number(), &there) < 0) return hindrance::none;
    if (S_ISDIR(there.st_mode)) return hindrance::directory;
    if (!S_ISREG(there.st_mode)) return hindrance::special;
    if (!(there.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH))) return hindrance::mode;
    if (::fstatfs(file.number(), &on) == 0 && (on.f_flags & no_exec))
        return hindrance::noexec;
    return hindrance::none;
}

hindrance hindrance_of(const char* path) noexcept
{
    return hindrance_of(fd{::openat(AT_FDCWD, path, O_PATH | O_CLOEXEC)});
}

std::string_view meaning_of(const char* path, int error) noexcept
{
    switch (error) {
    case ENOENT:
        return present(path) ? "the interpreter in its first line does not exist"
                             : "the file does not exist (create it)";
    case EACCES: return in_words(hindrance_of(path));
    case ENOEXEC: return "it is not a program and does not begin with #!";
    default: return {};
    }
}

int cause_of(const char* path, int error) noexcept
{
    return error == EACCES ? -1 - static_cast<int>(hindrance_of(path)) : error;
}

void complain_of_start(const complainer& complain, const char* path, int error) noexcept
{
    const auto meaning = meaning_of(path, error);
    char text[512];
    std::snprintf(text, sizeof text, "unable to start %s%s%.*s", path,
                  meaning.empty() ? "" : ": ", static_cast<int>(meaning.size()),
                  meaning.data());
    complain.warning(text, meaning.empty() ? error : 0);
}

} // namespace foster
