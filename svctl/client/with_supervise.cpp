#include "svctl/client/with_supervise.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>

#include "kernel/linux/print_complaint.h"
#include "lib/template_instance.h"
#include "svctl/client/find_svscan.h"
#include "svctl/client/other_supervisor.h"

namespace foster {

namespace {

// Returns the scan directory whose svscan would start the supervise.
std::string scan_dir_of(const service_name& who)
{
    auto path = std::filesystem::absolute(who.path).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    if (who.log) path = path.parent_path();
    return path.parent_path();
}

} // namespace

bool scanner_runs(const service_name& who, bool hasten)
try {
    const auto svscan = scanner_of(scan_dir_of(who));
    if (svscan && hasten) look_again(*svscan);
    return svscan.has_value();
} catch (const std::system_error& e) {
    return e.code().value() == EPERM;
} catch (const std::exception&) { // unknown
    return false;
}

int to_poll_timeout(nanoseconds time)
{
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(time).count();
    return static_cast<int>(std::clamp<long>(ms, 0, 1L << 30));
}

void complain_of(const service_name& who, const std::string& text)
{
    complainer{"svctl", who.shown}.fatal(text);
}

std::string unsupervised_in_words(const service_name& who)
{
    std::error_code unknown;
    const auto there = std::filesystem::status(who.path, unknown);
    if (there.type() == std::filesystem::file_type::not_found)
        return "not supervised: " + unknown_in_words(who);
    if (!unknown && there.type() != std::filesystem::file_type::directory)
        return "not supervised: " + who.path +
               " is not a directory (name the directory that contains ./run)";
    if (const auto other = other_keeper_of(who.path))
        return "not supervised by foster: it is kept by " + in_words(*other);
    if (is_template(who.shown))
        return "not supervised: it is a template (name an instance of it: " + who.shown +
               "ARGUMENT)";
    if (const auto unable = supervise_client::unable_to_begin(who.path))
        return "not supervised: supervise is unable to begin: " + unable->text;
    return "not supervised: no supervisor runs for " + who.path + scan_tells;
}

} // namespace foster
