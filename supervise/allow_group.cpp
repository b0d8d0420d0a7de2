#include "supervise/allow_group.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/supervise_dir.h"
#include "kernel/linux/supervise_permissions.h"

namespace foster {

namespace {

void admit_here(const entry& who)
{
    const fd dir = open_supervise();
    for (const char* const name : {"control", "ok"}) make_fifo(dir, name);
    errno = let_in(dir, who);
    if (!errno) return;
    if (who.commanders)
        throw_errno(("unable to let group " + std::to_string(*who.commanders) +
                     " command the service ([control] group)")
                        .c_str());
    throw_errno("unable to let others read the state of the service ([control] readers)");
}

} // namespace

void admit(const std::string& directory, const entry& who, const complainer& complain)
{
    const fd back{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    // supervise reports that it cannot enter the directory.
    if (!back || ::chdir(directory.c_str()) < 0) return;
    try {
        admit_here(who);
    } catch (const std::system_error& e) {
        complain.warning(e.what());
    }
    need(::fchdir(back.number()), "unable to return to the previous directory");
}

} // namespace foster
