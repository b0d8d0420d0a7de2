#include "kernel/linux/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace foster {

whole_file read_whole(const fd& file)
{
    whole_file all;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        all.text.append(bytes, static_cast<std::size_t>(got));
    if (got < 0) all.error = errno;
    return all;
}

whole_file read_whole(const std::string& path)
{
    const fd file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (!file) return {.error = errno};
    return read_whole(file);
}

bool supervised_at(const std::string& directory)
{
    const auto ok = directory + "/supervise/ok";
    return static_cast<bool>(fd{::open(ok.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)});
}

bool left_something_at(const std::string& directory)
{
    struct stat left {};
    return ::stat((directory + "/supervise/pid").c_str(), &left) == 0 && left.st_size > 0;
}

} // namespace foster
