#include "svscan/safety_check.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "kernel/linux/supervise_permissions.h"
#include "lib/settings.h"

namespace foster {

safety_check::safety_check(const complainer& complain, bool all)
    : complain_(complain),
      all_(all), trust_{.user = ::geteuid(), .keeper = ::geteuid(), .group = ::getegid()}
{
}

bool safety_check::scan_directory_is_safe()
{
    if (!may({}, "", "not scanned")) return false;
    if (const auto own = door_of("."))
        trust_.keeper = own->user; // a warning named the owner
    if (!may_obey_defaults()) return false;
    for (const auto* hook : {finish_hook, crash_hook}) may_run(hook);
    return true;
}

bool safety_check::may_move_here()
{
    const auto before = trust_;
    auto said = std::exchange(said_, {});
    trust_.keeper = trust_.user;
    if (scan_directory_is_safe()) return true;
    trust_ = before;
    said_ = std::move(said);
    return false;
}

bool safety_check::may_obey_defaults()
{
    return may_use(defaults_file, "no service is started");
}

bool safety_check::may_run(const char* hook)
{
    return ::access(hook, F_OK) < 0 || may_use(hook, "not run");
}

bool safety_check::may_start(const std::string& service, bool lives)
{
    bool safe = true;
    for (const auto& file : relied_on_in_service())
        safe = may(file, service, "not started", lives) && safe;
    return safe;
}

void safety_check::forget_others(const service_set& known)
{
    std::erase_if(said_, [&](const std::string& path) {
        return path[0] != '.' && path[0] != '/' &&
               !known.has(path.substr(0, path.find('/')));
    });
}

bool safety_check::may_use(const char* file, const char* refused)
{
    return std::ranges::all_of(relied_on_for(file), [&](const relied_on& on_the_way) {
        return may(on_the_way, "", refused);
    });
}

bool safety_check::may(const relied_on& file, const std::string& in, const char* refused,
                       bool must)
{
    auto path = in.empty() ? "." : in;
    if (!file.path.empty()) path = in.empty() ? file.path : in + '/' + file.path;
    const auto it = door_of(path.c_str());
    const auto found = it ? exposure_of(file, path, *it, trust_) : std::nullopt;
    if (!found) return true;
    const bool safe = all_ || must || !found->refused;
    if (!said_.insert(path).second) return safe;
    if (safe)
        complain_.warning(found->text + " (see foster-security(7))");
    else
        complain_.warning(found->text + "; " + refused + " (" + found->remedy +
                          ", or svscan --trust-everybody)");
    return safe;
}

} // namespace foster
