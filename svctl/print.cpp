#include "svctl/print.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"

namespace foster {

void print(const std::string& text)
{
    if (!print_to_reader(text)) throw_errno("unable to write to standard output");
}

bool print_to_reader(const std::string& text)
{
    const bool printed =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
        std::fflush(stdout) == 0;
    if (!printed && errno != EPIPE) throw_errno("unable to write to standard output");
    return printed;
}

void write_by_rename(const std::string& file, const std::string& text)
{
    const auto draft = file + ".new." + std::to_string(::getpid());
    const auto unable = "unable to write " + file;
    const fd to{::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!to) throw_errno(unable.c_str());
    std::size_t put = 0;
    while (put < text.size()) {
        const auto now = ::write(to.number(), text.data() + put, text.size() - put);
        if (now <= 0) break;
        put += static_cast<std::size_t>(now);
    }
    if (put == text.size() && ::rename(draft.c_str(), file.c_str()) == 0) return;
    const int error = errno;
    ::unlink(draft.c_str());
    errno = error;
    throw_errno(unable.c_str());
}

} // namespace foster
