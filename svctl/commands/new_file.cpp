#include "svctl/commands/new_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"

namespace foster {

namespace {

bool put(const fd& to, std::string_view text)
{
    while (!text.empty()) {
        const auto n = ::write(to.number(), text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n == 0) errno = ENOSPC;
        if (n <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

// Throws if the file is a device, a FIFO or a link, which a rename would replace.
void refuse_others(const fd& dir, const std::string& name, const std::string& unable)
{
    struct stat there {};
    if (::fstatat(dir.number(), name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISREG(there.st_mode))
        throw std::runtime_error(
            unable + ": it is not a regular file (remove it, or choose another file)");
}

} // namespace

std::string draft_name()
{
    std::array<unsigned char, 12> random{};
    need(static_cast<int>(::getrandom(random.data(), random.size(), 0)),
         "unable to get random bytes");
    std::string name = ".svctl-";
    for (const unsigned byte : random) {
        name += "0123456789abcdef"[byte >> 4];
        name += "0123456789abcdef"[byte & 15];
    }
    return name;
}

void write_by_rename(const std::string& file, const std::string& text)
{
    const auto unable = "unable to write " + file;
    const auto slash = file.rfind('/');
    const auto parent = slash == file.npos ? "." : file.substr(0, slash + 1);
    const auto name = slash == file.npos ? file : file.substr(slash + 1);
    const fd dir{::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!dir) throw_errno(unable.c_str());
    refuse_others(dir, name, unable);
    const auto draft = draft_name();
    const fd to{::openat(dir.number(), draft.c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644)};
    if (!to) throw_errno(unable.c_str());
    if (put(to, text) &&
        ::renameat(dir.number(), draft.c_str(), dir.number(), name.c_str()) == 0)
        return;
    const int error = errno;
    ::unlinkat(dir.number(), draft.c_str(), 0);
    errno = error;
    throw_errno(unable.c_str());
}

} // namespace foster
