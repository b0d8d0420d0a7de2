#include "lib/file_access.h"

#include "lib/control_letters.h"
#include "lib/settings.h"

namespace foster {

namespace {

// Returns which users may change the file, and begins with the verb.
std::string reason_of(const door& it, stranger who)
{
    switch (who) {
    case stranger::none:
    case stranger::everybody: break;
    case stranger::owner:
        return "belongs to user " + std::to_string(it.user) + ": that user";
    case stranger::group:
        return "is writable by group " + std::to_string(it.group) + ": its members";
    }
    return "is world-writable: any user";
}

std::string gain_of(power gives, unsigned user)
{
    switch (gives) {
    case power::run: break;
    case power::steer: return "choose the signals and times of the service";
    case power::answer: return "act as the supervisor of the service";
    }
    return "run code as " + (user ? "user " + std::to_string(user) : "root");
}

std::string remedy_of(const door& it, stranger who, const std::string& path)
{
    if (it.special) return "remove it"; // a link to a device, which must stay as it is
    switch (who) {
    case stranger::none:
    case stranger::everybody: break;
    case stranger::owner: return "chown root " + path;
    case stranger::group: return "chmod g-w " + path;
    }
    return "chmod o-w " + path;
}

} // namespace

stranger who_may_change(const door& it, const trust& by)
{
    constexpr unsigned others_write = 0002;
    constexpr unsigned group_writes = 0020;
    if (it.mode & others_write) return stranger::everybody;
    if (it.user != 0 && it.user != by.user && it.user != by.keeper)
        return stranger::owner;
    if (it.mode & group_writes && it.group != 0 && it.group != by.group)
        return stranger::group;
    return stranger::none;
}

std::vector<relied_on> relied_on_in_service()
{
    std::vector<relied_on> all{
        {""},
        {"run"},
        {"finish"},
        {"check"},
        {settings_file},
        {"control"},
        {"notification-fd", power::steer},
        {"timeout-finish", power::steer},
        {"timeout-kill", power::steer},
        {"down-signal", power::steer},
        {"supervise", power::answer},
    };
    for (const char letter : scripted) all.push_back({std::string{"control/"} + letter});
    return all;
}

std::vector<relied_on> relied_on_in_scan_dir()
{
    auto all = relied_on_for(defaults_file);
    for (const auto* hook : {finish_hook, crash_hook}) all.push_back({hook});
    return all;
}

std::vector<relied_on> relied_on_for(std::string_view file)
{
    std::vector<relied_on> way{{""}};
    for (auto at = file.find('/'); at != file.npos; at = file.find('/', at + 1))
        way.push_back({std::string{file.substr(0, at)}});
    way.push_back({std::string{file}});
    return way;
}

std::optional<exposure> exposure_of(const relied_on& file, const std::string& path,
                                    const door& it, const trust& by)
{
    const auto who = who_may_change(it, by);
    if (who == stranger::none) return std::nullopt;
    return exposure{.to = who,
                    .refused = who == stranger::everybody && file.gives != power::answer,
                    .text = (path == "." ? "this directory" : path) + ' ' +
                            reason_of(it, who) + " could " + gain_of(file.gives, by.user),
                    .remedy = remedy_of(it, who, path)};
}

std::string scan_dir_of(std::string_view service)
{
    const auto without_end_slashes = [](std::string_view path) {
        while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
        return path;
    };
    service = without_end_slashes(service);
    const auto slash = service.rfind('/');
    const auto name = service.substr(slash == service.npos ? 0 : slash + 1);
    if (service == ".") return "..";
    if (name.empty() || name == "." || name == "..") return std::string{service} + "/..";
    if (slash == service.npos) return ".";
    return std::string{without_end_slashes(service.substr(0, slash + 1))};
}

} // namespace foster
