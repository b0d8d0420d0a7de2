#include "svctl/client/supervise_client.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "kernel/linux/complaint_file.h"
#include "kernel/linux/errors.h"
#include "lib/toml/read_written.h"
#include "svctl/client/other_supervisor.h"

namespace foster {

namespace {

// The state of a hundred thousand processes is smaller.
constexpr std::size_t most = std::size_t{16} * 1024 * 1024;

// Throws the error; with advice if it is a permission.
[[noreturn]] void refused(const std::string& to, const std::string& path)
{
    const int error = errno;
    const auto* const advice = error == EACCES || error == EPERM
                                   ? " (only for root, the user of its supervisor, and "
                                     "users admitted with svctl perms)"
                                   : "";
    throw std::system_error(error, std::generic_category(),
                            "unable to " + to + ' ' + path + advice);
}

status understood(std::string_view text, const std::string& path)
{
    std::string_view boot;
    if (auto state = read_written(text, boot)) return *std::move(state);
    auto reading = read_any_state(text); // otherwise `wrong` gives the reason
    if (reading.read) return *std::move(reading.read);
    throw std::runtime_error("unable to understand " + path + ": " + reading.wrong);
}

} // namespace

std::optional<supervise_client> supervise_client::find(const std::string& path)
{
    supervise_client found{path};
    constexpr int flags = O_DIRECTORY | O_CLOEXEC;
    found.dir_ = fd{::open(found.path_.c_str(), O_RDONLY | flags)};
    if (!found.dir_ && errno == EACCES) // a user who may not list it may still enter it
        found.dir_ = fd{::open(found.path_.c_str(), O_PATH | flags)};
    if (!found.dir_) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        refused("open", found.path_);
    }
    found.ok_ = found.open_fifo("ok");
    if (!found.ok_ || other_keeper_in(found.dir_, true)) return std::nullopt;
    return found;
}

bool supervise_client::tell(std::string_view letters) const
{
    fd full;
    const bool told = tell(letters, full);
    if (full)
        throw std::runtime_error("unable to write to " + path_ +
                                 "/control: " + deaf_in_words);
    return told;
}

bool supervise_client::tell(std::string_view letters, fd& full) const
{
    auto control = open_fifo("control");
    if (!control) return false;
    const auto put = ::write(control.number(), letters.data(), letters.size());
    if (put == static_cast<ssize_t>(letters.size())) return true;
    if (put < 0 && errno == EPIPE) return false;
    if (put < 0 && errno != EAGAIN) unable("write to", "control");
    full = std::move(control);
    return true;
}

std::optional<complaint> supervise_client::last_complaint() const
{
    auto found = complaint_in(path_);
    // This supervise could begin.
    return found && found->what != complaint::kind::begin ? found : std::nullopt;
}

// A later state shows that a supervise could begin.
std::optional<complaint> supervise_client::unable_to_begin(const std::string& path)
{
    const auto own = path + "/supervise";
    auto found = complaint_in(own);
    if (!found || found->what != complaint::kind::begin) return std::nullopt;
    struct stat state {};
    const auto file = own + "/state";
    if (::lstat(file.c_str(), &state) == 0 &&
        stamp{std::chrono::seconds{state.st_mtim.tv_sec} +
              nanoseconds{state.st_mtim.tv_nsec}} > found->when)
        return std::nullopt;
    return found;
}

status supervise_client::read() const
{
    const auto path = path_ + "/state";
    const auto file = open("state", O_RDONLY);
    if (!file) refused("open", path);
    std::string text;
    char bytes[4096];
    for (;;) { // a short read is the end: a state file is never written to
        const auto got = ::read(file.number(), bytes, sizeof bytes);
        if (got < 0) refused("read", path);
        const auto size = static_cast<std::size_t>(got);
        text.append(bytes, size);
        if (size < sizeof bytes) return understood(text, path);
        if (text.size() <= most) continue;
        errno = EFBIG;
        refused("read", path);
    }
}

bool supervise_client::alive() const
{
    pollfd end{ok_.number(), 0, 0};
    if (::poll(&end, 1, 0) == 1) return false;
    return static_cast<bool>(open("ok", O_WRONLY));
}

pid supervise_client::keeper() const
{
    const auto file = open("lock", O_RDONLY);
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (!file) return lock_holder_in(dir_);
    if (::fcntl(file.number(), F_GETLK, &whole) < 0 || whole.l_type == F_UNLCK ||
        whole.l_pid < 0)
        return {};
    return {whole.l_pid};
}

fd supervise_client::open(const char* name, int flags) const
{
    return fd{::openat(dir_.number(), name, flags | always)};
}

// Opens a FIFO.  Returns no descriptor if it has no reader or does not exist.
fd supervise_client::open_fifo(const char* name) const
{
    struct stat there {};
    if (::fstatat(dir_.number(), name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISFIFO(there.st_mode))
        throw std::runtime_error(
            "unable to use " + path_ + '/' + name +
            ": it is not a FIFO (remove it, then restart its supervisor)");
    auto fifo = open(name, O_WRONLY);
    if (!fifo && errno != ENXIO && errno != ENOENT) unable("open", name);
    return fifo;
}

void supervise_client::unable(const char* to, const char* name) const
{
    refused(to, path_ + '/' + name);
}

} // namespace foster
