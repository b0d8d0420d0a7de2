#include "svscan/scan_path.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace foster {

bool scan_path::has_link() const
{
    for (std::size_t end = 0; end < path_.size();) {
        end = path_.find('/', end + 1);
        struct stat there {};
        if (::fstatat(from_.number(), path_.substr(0, end).c_str(), &there,
                      AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISLNK(there.st_mode))
            return true;
    }
    return false;
}

fd scan_path::elsewhere() const
{
    struct stat here {};
    struct stat there {};
    fd dir{::openat(from_.number(), path_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!dir || ::fstat(dir.number(), &there) < 0 || ::stat(".", &here) < 0 ||
        (here.st_dev == there.st_dev && here.st_ino == there.st_ino))
        return {};
    return dir;
}

} // namespace foster
