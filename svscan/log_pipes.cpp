#include "svscan/log_pipes.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "kernel/linux/proc_namespace.h"

namespace foster {

namespace {

// The mode of a pipe that svscan has made.  Only the owner of a pipe can change its
// mode, so no other user can pass off another pipe as svscan's.
constexpr mode_t mark = S_ISVTX | 0600;

// Returns the anonymous pipe that is descriptor `which` of a process, not opened for
// reading or writing.  A FIFO with a name may belong to any user, and opening it could
// block forever.
fd pipe_of(pid who, half which)
{
    const auto path = path_in_proc(who, which == half::log ? "fd/0" : "fd/1");
    fd file{::open(path.c_str(), O_PATH | O_CLOEXEC)};
    struct statfs on {};
    if (!file || ::fstatfs(file.number(), &on) < 0 || on.f_type != PIPEFS_MAGIC)
        return {};
    return file;
}

bool is_marked(const fd& pipe)
{
    struct stat there {};
    return pipe && ::fstat(pipe.number(), &there) == 0 && there.st_uid == ::geteuid() &&
           (there.st_mode & 07777) == mark;
}

// Opens an anonymous pipe once more, which never blocks: fifo_open(), fs/pipe.c.
fd open_again(const fd& pipe, int flags)
{
    const auto path = "/proc/self/fd/" + std::to_string(pipe.number());
    return fd{::open(path.c_str(), flags | O_CLOEXEC)};
}

} // namespace

const log_pipes::ends* log_pipes::of(place service)
{
    const auto known = all_.find(service);
    if (known != all_.end()) return &known->second;
    int two[2];
    if (::pipe2(two, O_CLOEXEC) < 0) return nullptr;
    ::fchmod(two[0], mark);
    return &all_.emplace(service, ends{fd{two[0]}, fd{two[1]}}).first->second;
}

// The input of a logger's supervise is always this pipe.  The output of a service's
// supervise may be another pipe: with a log/ that came later it is svscan's own output,
// which other processes read.
void log_pipes::take(place of, half which, pid supervise)
{
    if (which == half::log)
        take(of, pipe_of(supervise, which));
    else
        take_marked(of, which, supervise);
}

void log_pipes::take_marked(place of, half which, pid who)
{
    const fd pipe = pipe_of(who, which);
    if (is_marked(pipe)) take(of, pipe);
}

void log_pipes::take(place of, const fd& pipe)
{
    if (!pipe || has(of)) return;
    ends both{open_again(pipe, O_RDONLY), open_again(pipe, O_WRONLY)};
    if (!both.read || !both.write) return;
    ::fchmod(both.read.number(), mark); // an older svscan did not mark its pipes
    all_.emplace(of, std::move(both));
}

} // namespace foster
