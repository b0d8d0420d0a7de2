#include "svscan/lookout.h"

#include <utility>
#include <vector>

#include "lib/instance.h"

namespace foster {

namespace {

// When to look again where there is no inotify watch to tell.
constexpr nanoseconds look_again = 5s;

} // namespace

void lookout::notice(roster& into, bool all, instant now)
{
    const auto changes = watch_.take();
    all = all || first_ || changes.lost || (looks_itself() && now >= next_look_);
    first_ = false;
    if (changes.gone)
        complain_.warning("the scan directory has been removed or moved: nothing new "
                          "will be noticed");
    if (all) return look_at_all(into, now);
    // What is there first: a directory that was renamed stays what it is.
    for (const auto& name : changes.names)
        if (const auto s = look_at(name)) into.seen(*s);
    for (const auto& name : changes.names)
        if (!look_at(name)) into.gone(name);
    if (changes.gone || !changes.names.empty()) tell_aliases(into);
}

std::optional<instant> lookout::again() const
{
    return looks_itself() ? std::optional{next_look_} : std::nullopt;
}

void lookout::look_at_all(roster& into, instant now)
{
    next_look_ = now + look_again;
    std::vector<sighting> there;
    const int error = sweep(there);
    if (error && error != unread_)
        complain_.warning("unable to read the scan directory (trying again every 5 "
                          "seconds)",
                          error);
    unread_ = error;
    if (error) return;
    if (besides_) there.push_back(*besides_);
    into.swept(there);
    tell_aliases(into);
}

// A second name of what is a service already starts nothing: that is said once.
void lookout::tell_aliases(const roster& known)
{
    auto now = known.aliases();
    for (const auto& [name, service] : now) {
        const auto told = aliases_.find(name);
        if (told != aliases_.end() && told->second == service) continue;
        std::string text = name + " is the same directory as " + service;
        if (instance_of(name).empty() || instance_of(service).empty())
            text += ": one service, started once";
        else
            text += " and is not started: make it a directory of its own, with links to "
                    "what they share (see svscan(8), Instances)";
        complain_.warning(text);
    }
    aliases_ = std::move(now);
}

} // namespace foster
