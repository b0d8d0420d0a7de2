#include "kernel/linux/supervise_dir.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <exception>
#include <string_view>

#include "kernel/linux/children.h"
#include "kernel/linux/complaint_file.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/safe_open.h"

namespace foster {

namespace {

void enter(const char* path)
{
    if (::chdir(path) == 0) return;
    if (errno == ENOTDIR)
        throw permanent_error("unable to enter the directory: it is not a directory");
    throw_errno("unable to enter the directory");
}

bool is_root_or_us(uid_t user)
{
    return user == 0 || user == ::geteuid();
}

// Enters one component of a path, and makes it if it is missing.  Does not follow a
// link of another user, which could lead anywhere.
fd enter_or_make(const fd& from, const char* name, mode_t mode)
{
    constexpr const char* what = "unable to create the target of the link supervise";
    if (::mkdirat(from.number(), name, mode) < 0 && errno != EEXIST) throw_errno(what);
    struct stat there {};
    fd next{need(::openat(from.number(), name, O_PATH | O_NOFOLLOW | O_CLOEXEC), what)};
    need(::fstat(next.number(), &there), what);
    if (!S_ISLNK(there.st_mode)) return next;
    if (!is_root_or_us(there.st_uid))
        throw permanent_error("unable to follow the link supervise: its path contains a "
                              "link of another user");
    return fd{
        need(::openat(from.number(), name, O_PATH | O_DIRECTORY | O_CLOEXEC), what)};
}

// Never inlined: a page of stack that was used once would stay for years.
[[gnu::noinline]] fd enter_target()
{
    char target[PATH_MAX];
    const auto length = ::readlink("supervise", target, sizeof target - 1);
    if (length < 0) throw_errno("unable to read supervise");
    target[length] = '\0';
    fd at{need(::open(target[0] == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC),
               "unable to open supervise")};
    for (char* name = target; name;) {
        char* const slash = std::strchr(name, '/');
        if (slash) *slash = '\0';
        const bool last = !slash || slash[1 + std::strspn(slash + 1, "/")] == '\0';
        if (*name) at = enter_or_make(at, name, last ? 0700 : 0755);
        name = slash ? slash + 1 : nullptr;
    }
    return at;
}

fd open_at(const fd& dir, const char* name, int flags, const char* what)
{
    return fd{need(
        ::openat(dir.number(), name, flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600),
        what)};
}

// Opens the file for reading where the file system takes no write any more: the service
// lives, and needs a supervisor.
fd open_lock(const fd& dir)
{
    constexpr int flags = O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;
    fd file{::openat(dir.number(), "lock", flags | O_RDWR | O_CREAT, 0600)};
    if (!file && errno == EROFS)
        file = fd{::openat(dir.number(), "lock", flags | O_RDONLY)};
    if (!file) throw_errno("unable to open supervise/lock");
    return file;
}

// Takes both kinds of lock: daemontools and runit try flock, s6-svok asks for fcntl's,
// which is shared where the file is open for reading only.
fd lock(const fd& dir)
{
    auto file = open_lock(dir);
    const bool writes = (::fcntl(file.number(), F_GETFL) & O_ACCMODE) == O_RDWR;
    struct flock whole {};
    whole.l_type = static_cast<short>(writes ? F_WRLCK : F_RDLCK);
    whole.l_whence = SEEK_SET;
    if (::flock(file.number(), LOCK_EX | LOCK_NB) < 0 ||
        ::fcntl(file.number(), F_SETLK, &whole) < 0)
        throw std::system_error(
            errno, std::generic_category(),
            "unable to acquire supervise/lock (is another supervisor running here?)");
    return file;
}

// The name NAME.new.
class fresh_name {
  public:
    explicit fresh_name(const char* name)
    {
        std::strcpy(text_, name); // one of our names; snprintf takes a kilobyte of stack
        std::strcat(text_, ".new");
    }
    const char* text() const { return text_; }

  private:
    char text_[16];
};

// Exchanges NAME and NAME.new in one step.  Returns false if the file system cannot, or
// one is missing.
bool change_places(const fd& dir, const char* name)
{
    return ::syscall(SYS_renameat2, dir.number(), fresh_name{name}.text(), dir.number(),
                     name, RENAME_EXCHANGE) == 0;
}

// A file that appears whole under its name, or not at all.
class fresh_file final : public sink {
  public:
    // `masked`: our umask, which is that of the service, would deny reading.
    fresh_file(const fd& dir, const char* name, bool masked)
        : dir_(dir), name_(name), masked_(masked)
    {
        open();
        // A user that may write here can have put a link, file or FIFO there.  It is
        // removed; an older file of ours is not needed either.
        if (!file_ && errno == EEXIST && ::unlinkat(dir.number(), fresh_.text(), 0) == 0)
            open();
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

    // Puts the file under its name.  Returns errno, or 0.
    int done() noexcept
    {
        flush();
        if (!error_ && ::renameat(dir_.number(), fresh_.text(), dir_.number(), name_) < 0)
            error_ = errno;
        if (error_ && file_) ::unlinkat(dir_.number(), fresh_.text(), 0);
        return error_;
    }

    // Does the same, and leaves the old file as NAME.new.  Returns false if done() must
    // be called instead.
    bool changed_places() noexcept
    {
        flush();
        return !error_ && change_places(dir_, name_);
    }

  private:
    void open() noexcept
    {
        file_ = fd{::openat(dir_.number(), fresh_.text(),
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644)};
        // The directory decides who may read.
        if (file_ && masked_) ::fchmod(file_.number(), 0644);
    }

    void flush() noexcept
    {
        if (error_ || length_ == 0) return;
        const auto put = ::write(file_.number(), bytes_, length_);
        if (put < 0)
            error_ = errno;
        else if (put < static_cast<ssize_t>(length_))
            error_ = ENOSPC;
        length_ = 0;
    }

    const fd& dir_;
    const char* name_;
    bool masked_;
    fresh_name fresh_{name_};
    fd file_;
    int error_ = 0;
    std::size_t length_ = 0;
    char bytes_[384]; // most states are shorter
};

// Returns whether other users could not read files that we make.
bool masks_reading()
{
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return (mask & 0644) != 0;
}

void need_fifo(const fd& dir, const char* name)
{
    struct stat there {};
    if (::fstatat(dir.number(), name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISFIFO(there.st_mode))
        throw permanent_error(std::string{"unable to use supervise/"} + name +
                              ": it is not a FIFO (remove it)");
}

// Returns whether only root and our user can put files into the directory.
bool is_ours(const fd& dir)
{
    constexpr mode_t others_write = 0022;
    struct stat there {};
    return ::fstat(dir.number(), &there) == 0 && is_root_or_us(there.st_uid) &&
           (there.st_mode & others_write) == 0;
}

// Returns whether the FIFO is safe.  If other users can put files there, a FIFO of
// theirs is not obeyed, nor one with a second name.
bool may_be_used(const struct stat& fifo, const fd& dir)
{
    return S_ISFIFO(fifo.st_mode) &&
           ((is_root_or_us(fifo.st_uid) && fifo.st_nlink == 1) || is_ours(dir));
}

// Opens `control` for reading.  The owner of the directory may replace it until it is
// open.
fd open_control(const fd& dir)
{
    constexpr int most_tries = 8;
    for (int tries = 0; tries < most_tries; ++tries) {
        make_fifo(dir, "control");
        auto file = open_at(dir, "control", O_RDONLY | O_NONBLOCK,
                            "unable to open supervise/control");
        struct stat there {};
        if (::fstat(file.number(), &there) == 0 && may_be_used(there, dir)) return file;
    }
    throw permanent_error(
        "unable to use supervise/control: another process keeps replacing it");
}

// Opens a writing end of that FIFO, even if its name has another file by now.
fd open_end(const fd& control, const fd& dir)
{
    const auto itself = "/proc/self/fd/" + std::to_string(control.number());
    fd end{::open(itself.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (end) return end;
    return open_at(dir, "control", O_WRONLY | O_NONBLOCK,
                   "unable to open supervise/control");
}

} // namespace

// Makes the target of `supervise`, and the directories above it, if that is a link into
// a file system that is empty after a boot, as on Void and Debian.
fd open_supervise()
{
    if (::mkdir("supervise", 0700) < 0 && errno != EEXIST)
        throw_errno("unable to create supervise");
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    constexpr const char* what = "unable to open supervise";
    struct stat there {};
    need(::lstat("supervise", &there), what);
    if (!S_ISLNK(there.st_mode))
        return fd{need(::open("supervise", flags | O_NOFOLLOW), what)};
    return fd{need(::openat(enter_target().number(), ".", flags), what)};
}

fd open_own_complaint(bool make) noexcept
try {
    return make || present("supervise") ? open_complaint(open_supervise().number())
                                        : fd{};
} catch (const std::exception&) {
    return {};
}

void make_fifo(const fd& dir, const char* name)
{
    need_fifo(dir, name);
    struct stat there {};
    if (::fstatat(dir.number(), name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
        !may_be_used(there, dir))
        ::unlinkat(dir.number(), name, 0);
    if (::mkfifoat(dir.number(), name, 0600) < 0 && errno != EEXIST)
        throw_errno((std::string{"unable to create supervise/"} + name).c_str());
}

service_dir::service_dir(const char* path)
{
    enter(path);
    dir_ = open_supervise();
    lock_ = lock(dir_);
    control_ = open_control(dir_);
    need_fifo(dir_, "ok"); // checked while we can still give up: it is made later
    control_end_ = open_end(control_, dir_);
    boot_ = boot_id();
    masked_ = masks_reading();
    begin_records();
}

// The lock is the open file, since its name may be removed by now.
service_dir::service_dir(const renewal::descriptors& kept)
    : dir_(open_supervise()), lock_(kept.lock), control_(kept.control)
{
    if (kept.ok) ok_ = fd{kept.ok};
    control_end_ = open_end(control_, dir_);
    boot_ = boot_id();
    masked_ = masks_reading();
    begin_records();
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
    ok_ = open_kind(dir_.number(), "ok", O_RDONLY, S_IFIFO);
    return ok_ ? 0 : errno;
}

// Uses the lock only if it is a regular file of our own with one name, and is empty or
// begins with our mark.  Any other may be a foreign file that was moved or linked here.
void service_dir::begin_records() noexcept
{
    struct stat its {};
    if (::fstat(lock_.number(), &its) < 0 || !S_ISREG(its.st_mode) || its.st_nlink != 1 ||
        its.st_uid != ::geteuid())
        return;
    // A supervise of version 0.1 has opened it to append, before its upgrade in place.
    const int flags = ::fcntl(lock_.number(), F_GETFL);
    if (flags & O_APPEND) ::fcntl(lock_.number(), F_SETFL, flags & ~O_APPEND);
    const auto mark = this_run();
    record_text there{};
    const auto got = ::pread(lock_.number(), there.data(), there.size(), 0);
    const auto size = got > 0 ? static_cast<std::size_t>(got) : 0;
    const auto old = read_records({there.data(), size}, mark);
    if (size > 0 && !old.marked) return;
    records_ = old.of_this_run || (::ftruncate(lock_.number(), 0) == 0 &&
                                   ::pwrite(lock_.number(), mark.data(), mark.size(),
                                            0) == static_cast<ssize_t>(mark.size()));
}

// Keeps only the mark.
void service_dir::forget_records() noexcept
{
    records_ = records_ && ::ftruncate(lock_.number(), record_size) == 0;
}

// Writes the 20 bytes last: clients that wait for them then find the other files in
// place.
int service_dir::write(const status& s) noexcept
try {
    if (records_ && s.leaving && s.phase == phase::down && s.attendants.empty())
        records_ = ::ftruncate(lock_.number(), 0) < 0;
    const auto bytes = to_bytes(s);
    fresh_file state{dir_, "state", masked_};
    write_state(s, state, boot_[0] ? std::string_view{boot_.data(), boot_.size()} : "");
    int error = state.done();
    if (!error) error = put_if_new("pid", to_pid(s), pid_);
    if (!error) error = put_if_new("stat", to_stat(s), stat_);
    if (!error && bytes != bytes_) {
        error =
            put("status", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        if (!error) bytes_ = bytes;
    }
    return error == ENOENT && is_removed() ? 0 : error; // no client looks there again
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

// Exchanges a file of few texts with the one before, if that has the text: this takes
// no new inode and no write.
int service_dir::put_if_new(const char* name, std::string bytes, text& known) noexcept
{
    if (bytes == known.now) return 0;
    if (bytes == known.before && change_places(dir_, name)) {
        std::swap(known.now, known.before);
        return 0;
    }
    known.before = unknown; // a refused write may leave half a line
    fresh_file file{dir_, name, masked_};
    file.put(bytes);
    const bool first = known.now == unknown; // mostly there is no file to exchange
    const int error = !first && file.changed_places() ? 0 : file.done();
    if (error) return error;
    known.before = std::move(known.now);
    known.now = std::move(bytes);
    return 0;
}

int service_dir::put(const char* name, std::string_view bytes) noexcept
{
    fresh_file file{dir_, name, masked_};
    file.put(bytes);
    return file.done();
}

std::array<char, 36> boot_id() noexcept
{
    std::array<char, 36> id{};
    const fd file = opened("/proc/sys/kernel/random/boot_id");
    if (file && ::read(file.number(), id.data(), id.size()) != 36) id = {};
    return id;
}

bool is_removed() noexcept
{
    struct stat here {};
    return ::stat(".", &here) == 0 && here.st_nlink == 0;
}

record_text this_run() noexcept
{
    const auto boot = boot_id();
    return mark_of({boot.data(), boot[0] ? boot.size() : 0}, start_of({1}));
}

bool present(const char* name) noexcept
{
    struct stat there; // not faccessat(), which takes a kilobyte of stack in musl
    return ::fstatat(AT_FDCWD, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
}

} // namespace foster
