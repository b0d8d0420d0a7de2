#include "svctl/log/log_dir.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>

#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/proc_namespace.h"
#include "svctl/client/supervise_client.h"
#include "svctl/log/log_reader.h"
#include "svctl/text/process_facts.h"

namespace foster {

namespace {

namespace fs = std::filesystem;

// Returns the directory of a file `current` that the process has open; empty if none.
std::string written_by(pid who)
{
    constexpr std::string_view last = "/current";
    const auto dir = path_in_proc(who, "fd");
    std::error_code refused;
    for (fs::directory_iterator at{dir, refused};
         !refused && at != fs::directory_iterator{}; at.increment(refused)) {
        std::error_code unknown;
        const auto to = fs::read_symlink(at->path(), unknown).string();
        if (to.size() > last.size() && to.ends_with(last))
            return to.substr(0, to.size() - last.size());
    }
    if (!refused || refused == std::errc::no_such_file_or_directory) return {};
    errno = refused.value();
    throw_errno(("unable to find the directory of its logger (only root and the user of "
                 "the logger may list " +
                 dir + ')')
                    .c_str());
}

std::string of_running(const std::string& logger)
{
    const auto there = supervise_client::find(logger);
    if (!there) return {};
    for (const auto who : process_table{}.of(there->read(), there->keeper()))
        if (auto dir = written_by(who); !dir.empty()) return dir;
    return {};
}

} // namespace

std::string log_dir_of(const service_name& who)
{
    const auto logger = who.log ? who.path : who.path + "/log";
    for (const auto& dir : {logger + "/main", logger, who.path}) {
        if (log_reader::is_log(dir)) return dir;
        if (errno != ENOENT && errno != ENOTDIR)
            throw_errno(("unable to look into " + dir).c_str());
    }
    if (auto dir = of_running(logger); !dir.empty()) return dir;
    if (!fs::exists(fs::status(logger)))
        throw no_log("no log: there is no " + logger +
                     " (create one with svctl new --log)");
    throw no_log("no log: there is no file `current` in " + logger + "/main, " + logger +
                 " or the directory of a running logger (svctl status " + who.shown +
                 (who.log ? "" : "/log") + ')');
}

bool log_waits(const service_name& who)
{
    struct stat there {};
    const auto log = who.path + "/log";
    return !who.log && ::stat(log.c_str(), &there) == 0 && S_ISDIR(there.st_mode) &&
           supervised_at(who.path) && !supervised_at(log);
}

std::string log_waits_in_words(const service_name& who)
{
    return "log/ is not in use yet (svctl restart " + who.shown + " starts to use it)";
}

} // namespace foster
