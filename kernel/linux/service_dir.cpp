#include "kernel/linux/service_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstring>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

void enter(const char* path)
{
    if (::chdir(path) == 0) return;
    if (errno == ENOTDIR)
        throw permanent_error("unable to enter the directory: it is not a directory");
    throw_errno("unable to enter the directory");
}

// Never inlined: a page of stack that is used once stays ours for years.
[[gnu::noinline]] void make_target()
{
    char target[PATH_MAX];
    const auto length = ::readlink("supervise", target, sizeof target - 1);
    if (length < 0) throw_errno("unable to read supervise");
    target[length] = '\0';
    const auto make = [&target](mode_t mode) {
        if (::mkdir(target, mode) < 0 && errno != EEXIST)
            throw_errno("unable to make what the link supervise points to");
    };
    for (char* at = target; (at = std::strchr(at + 1, '/')); *at = '/') {
        *at = '\0';
        make(0755);
    }
    make(0700);
}

fd open_at(const fd& dir, const char* name, int flags, const char* what)
{
    return fd{
        need(::openat(dir.number(), name, flags | O_CLOEXEC | O_NOFOLLOW, 0600), what)};
}

// Both kinds of lock: daemontools and runit try flock, s6-svok asks for fcntl's.
fd lock(const fd& dir)
{
    auto file = open_at(dir, "lock", O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK,
                        "unable to open supervise/lock");
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::flock(file.number(), LOCK_EX | LOCK_NB) < 0 ||
        ::fcntl(file.number(), F_SETLK, &whole) < 0)
        throw std::system_error(
            errno, std::generic_category(),
            "unable to acquire supervise/lock (is a supervise running "
            "here already?)");
    return file;
}

// A file that appears whole under its name, or not at all.
class fresh_file final : public sink {
  public:
    fresh_file(const fd& dir, const char* name) : dir_(dir), name_(name)
    {
        std::strcpy(fresh_, name); // one of ours; snprintf takes a kilobyte of stack
        std::strcat(fresh_, ".new");
        open();
        // The planted link, file or FIFO of somebody who may write here is not ours.
        if (!file_ && errno == EEXIST && ::unlinkat(dir.number(), fresh_, 0) == 0) open();
        if (!file_) error_ = errno;
    }

    void put(std::string_view piece) noexcept override
    {
        while (!error_ && !piece.empty()) {
            if (length_ == sizeof bytes_) flush();
            const auto some = piece.substr(0, sizeof bytes_ - length_);
            std::memcpy(bytes_ + length_, some.data(), some.size());
            length_ += some.size();
            piece.remove_prefix(some.size());
        }
    }

    // errno, or 0: it is there.
    int done() noexcept
    {
        flush();
        if (!error_ && ::renameat(dir_.number(), fresh_, dir_.number(), name_) < 0)
            error_ = errno;
        if (error_ && file_) ::unlinkat(dir_.number(), fresh_, 0);
        return error_;
    }

  private:
    void open() noexcept
    {
        file_ = fd{::openat(dir_.number(), fresh_,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644)};
        // Who may read is told by the directory, and not by our umask, which is the
        // service's.
        if (file_) ::fchmod(file_.number(), 0644);
    }

    void flush() noexcept
    {
        if (error_) return;
        const auto put = ::write(file_.number(), bytes_, length_);
        if (put < 0)
            error_ = errno;
        else if (put < static_cast<ssize_t>(length_))
            error_ = ENOSPC;
        length_ = 0;
    }

    const fd& dir_;
    const char* name_;
    fd file_;
    int error_ = 0;
    std::size_t length_ = 0;
    char fresh_[16];
    char bytes_[256];
};

void need_fifo(const fd& dir, const char* name)
{
    struct stat there {};
    if (::fstatat(dir.number(), name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISFIFO(there.st_mode))
        throw permanent_error(std::string{"unable to use supervise/"} + name +
                              ": it is not a fifo; remove it");
}

} // namespace

// `supervise` may be a link into a file system that is empty after a boot, as Void and
// Debian make it: then its target is made, and the directories above that.
void make_supervise()
{
    if (::mkdir("supervise", 0700) == 0) return;
    if (errno != EEXIST) throw_errno("unable to make supervise");
    struct stat there {};
    if (::stat("supervise", &there) < 0) make_target();
}

service_dir::service_dir(const char* path)
{
    enter(path);
    make_supervise();
    dir_ = fd{need(::open("supervise", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                   "unable to open supervise")};
    lock_ = lock(dir_);
    if (::mkfifoat(dir_.number(), "control", 0600) < 0 && errno != EEXIST)
        throw_errno("unable to make supervise/control");
    need_fifo(dir_, "control");
    need_fifo(dir_, "ok"); // while we can still give up: it is made later
    control_ = open_at(dir_, "control", O_RDONLY | O_NONBLOCK,
                       "unable to open supervise/control");
    control_end_ = open_at(dir_, "control", O_WRONLY | O_NONBLOCK,
                           "unable to open supervise/control");
    boot_ = boot_id();
}

// What is on the disk may be removed by now: the lock is the file that is open.
service_dir::service_dir(const renewal::descriptors& kept)
    : dir_(need(::open("supervise", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                "unable to open supervise")),
      lock_(kept.lock), control_(kept.control)
{
    if (kept.ok) ok_ = fd{kept.ok};
    control_end_ = open_at(dir_, "control", O_WRONLY | O_NONBLOCK,
                           "unable to open supervise/control");
    boot_ = boot_id();
}

void service_dir::hand_on(renewal::descriptors& to) const
{
    to.lock = lock_.number();
    to.control = control_.number();
    if (ok_) to.ok = ok_.number();
}

int service_dir::open_ok() noexcept
{
    if (ok_) return 0;
    if (::mkfifoat(dir_.number(), "ok", 0600) < 0 && errno != EEXIST) return errno;
    ok_ =
        fd{::openat(dir_.number(), "ok", O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)};
    return ok_ ? 0 : errno;
}

// The 20 bytes last: who waits for them finds the rest in place.
int service_dir::write(const status& s) noexcept
try {
    const auto bytes = to_bytes(s);
    fresh_file state{dir_, "state"};
    write_state(s, state, boot_[0] ? std::string_view{boot_.data(), boot_.size()} : "");
    int error = state.done();
    if (!error) error = put_if_new("pid", to_pid(s), pid_);
    if (!error) error = put_if_new("stat", to_stat(s), stat_);
    if (!error && bytes != bytes_) {
        error =
            put("status", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        if (!error) bytes_ = bytes;
    }
    return error;
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

int service_dir::put_if_new(const char* name, std::string bytes,
                            std::string& last) noexcept
{
    if (bytes == last) return 0;
    const int error = put(name, bytes);
    if (!error) last = std::move(bytes);
    return error;
}

int service_dir::put(const char* name, std::string_view bytes) noexcept
{
    fresh_file file{dir_, name};
    file.put(bytes);
    return file.done();
}

std::array<char, 36> boot_id() noexcept
{
    std::array<char, 36> id{};
    const fd file{::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)};
    if (file && ::read(file.number(), id.data(), id.size()) != 36) id = {};
    return id;
}

bool present(const char* name) noexcept
{
    struct stat there; // not faccessat(): musl's takes a kilobyte of stack for it
    return ::fstatat(AT_FDCWD, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
}

} // namespace foster
