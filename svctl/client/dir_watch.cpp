#include "svctl/client/dir_watch.h"

#include <fcntl.h>
#include <sys/signalfd.h>

#include <csignal>

#include "kernel/linux/errors.h"
#include "svctl/client/inotify.h"

namespace foster {

namespace {

constexpr int anybody = -1;

// Returns the signal for renames.  If that signal cannot be queued (RLIMIT_SIGPENDING),
// the kernel sends SIGIO, which is not queued and names no descriptor:
// send_sigio_to_task(), fs/fcntl.c.
int queued_signal()
{
    return SIGRTMIN;
}

bool notified_by_signal(int dir)
{
    return ::fcntl(dir, F_SETSIG, queued_signal()) == 0 &&
           ::fcntl(dir, F_NOTIFY, DN_RENAME | DN_DELETE | DN_MULTISHOT) == 0;
}

} // namespace

dir_watch::dir_watch()
{
    sigset_t heard;
    sigemptyset(&heard);
    sigaddset(&heard, queued_signal());
    sigaddset(&heard, SIGIO);
    need(::sigprocmask(SIG_BLOCK, &heard, nullptr), "unable to block signals");
    signals_ = fd{need(::signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK),
                       "unable to create a signalfd")};
}

void dir_watch::watch(const fd& dir, const std::string& path)
{
    if (notified_by_signal(dir.number())) return;
    if (!inotify_) inotify_ = make_inotify();
    need(::inotify_add_watch(inotify_.number(), path.c_str(),
                             IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF | IN_ONLYDIR),
         ("unable to watch " + path).c_str());
}

std::array<pollfd, 2> dir_watch::sources() const
{
    return {{{signals_.number(), POLLIN, 0}, {inotify_.number(), POLLIN, 0}}};
}

std::vector<int> dir_watch::take()
{
    std::vector<int> of;
    // One read(2) takes all renames of a published state.
    std::array<signalfd_siginfo, 16> heard;
    ssize_t got = 0;
    while ((got = ::read(signals_.number(), heard.data(), sizeof heard)) > 0)
        for (std::size_t i = 0; i < static_cast<std::size_t>(got) / sizeof heard[0]; ++i)
            of.push_back(heard[i].ssi_signo == SIGIO ? anybody : heard[i].ssi_fd);
    alignas(inotify_event) char bytes[4096];
    while (inotify_ && ::read(inotify_.number(), bytes, sizeof bytes) > 0)
        of.push_back(anybody);
    return of;
}

} // namespace foster
