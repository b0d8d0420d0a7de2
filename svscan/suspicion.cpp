#include "svscan/suspicion.h"

#include <unistd.h>

#include "kernel/linux/permissions.h"

namespace foster {

suspicion::suspicion(const complainer& complain, bool all)
    : complain_(complain),
      all_(all), trust_{.user = ::geteuid(), .keeper = ::geteuid(), .group = ::getegid()},
      whom_(::geteuid() == 0 ? "root" : "user " + std::to_string(::geteuid()))
{
}

bool suspicion::scan_directory_is_safe()
{
    const bool safe = may(".", "it is not scanned");
    if (const auto own = door_of(".")) trust_.keeper = own->user; // that was said
    return may(".svscan", "nothing is started") &&
           may(".svscan/defaults.toml", "nothing is started") && safe;
}

bool suspicion::may_start(const std::string& service, bool lives)
{
    bool safe = may(service, "it is not started", lives);
    for (const char* const name : {"/run", "/finish", "/service.toml"})
        safe = may(service + name, "it is not started", lives) && safe;
    return safe;
}

bool suspicion::may(const std::string& path, const char* refused, bool must)
{
    const auto it = door_of(path.c_str());
    const auto who = it ? who_may_change(*it, trust_) : stranger::none;
    if (who == stranger::none) return true;
    const bool safe = all_ || must || who != stranger::everybody;
    if (!said_.insert(path).second) return safe;
    const auto shown = path == "." ? std::string{"this directory"} : path;
    const auto text = (who == stranger::everybody ? "everybody"
                       : who == stranger::group   ? "group " + std::to_string(it->group)
                                                  : "user " + std::to_string(it->user)) +
                      " may change " + shown + ", and so run anything as " + whom_;
    if (safe)
        complain_.warning(text + " (see SECURITY in supervision(7))");
    else
        complain_.warning(text + ": " + refused + " (chmod o-w " + path +
                          ", or svscan --trust-everybody)");
    return safe;
}

} // namespace foster
