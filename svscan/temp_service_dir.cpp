#include "svscan/temp_service_dir.h"

#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

std::vector<std::string> places(const std::string& base)
{
    if (!base.empty()) return {base};
    std::vector<std::string> all;
    if (const char* own = std::getenv("XDG_RUNTIME_DIR"); own && *own == '/')
        all.emplace_back(own);
    for (const char* p : {"/run", "/tmp", "/dev/shm"}) all.emplace_back(p);
    return all;
}

// The files of a supervise in its directory, and the temporary files of their writers.
constexpr const char* made[] = {"lock",      "control",    "ok",       "status",
                                "pid",       "stat",       "state",    "pid.new",
                                "state.new", "status.new", "stat.new", "complaint"};

} // namespace

temp_service_dir::temp_service_dir(const std::string& base)
{
    std::string tried;
    int error = ENOENT;
    for (const auto& place : places(base)) {
        auto path = place + "/svscan.XXXXXX";
        if (::mkdtemp(path.data())) {
            char whole[PATH_MAX]; // absolute, since svscan changes its directory
            parent_ = ::realpath(path.c_str(), whole) ? whole : path;
            need(::mkdir(service().c_str(), 0700),
                 "unable to create a directory for the command");
            return;
        }
        error = errno;
        tried += (tried.empty() ? "" : ", ") + place;
    }
    errno = error;
    throw_errno(("unable to create a directory for the command in " + tried +
                 " (choose one with --run-directory)")
                    .c_str());
}

temp_service_dir::~temp_service_dir()
{
    if (parent_.empty()) return;
    const auto supervise = service() + "/supervise";
    for (const char* name : made) ::unlink((supervise + "/" + name).c_str());
    ::rmdir(supervise.c_str());
    ::unlink((service() + "/down").c_str());
    ::rmdir(service().c_str());
    ::rmdir(parent_.c_str());
}

} // namespace foster
