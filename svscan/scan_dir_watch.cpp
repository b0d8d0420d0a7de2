#include "svscan/scan_dir_watch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "lib/template_instance.h"

namespace foster {

namespace {

// Time between two looks at the targets of links, which no watch covers, or at all
// entries if there is no watch.  The peers look as often.
constexpr nanoseconds look_again = 5s;

} // namespace

void scan_dir_watch::notice(service_set& into, bool all, instant now)
{
    const auto changes = watch_.take();
    const bool due = now >= next_look_;
    if (due) next_look_ = now + look_again;
    if (changes.gone) gone_ = true;
    if (all || due || changes.gone) follow();
    if (std::exchange(gone_, false))
        complain_.warning(
            "the scan directory was removed or moved: new services will not be noticed");
    all = all || first_ || changes.lost || (looks_itself() && due);
    first_ = false;
    if (all) return look_at_all(into);
    // First the existing names, so that a renamed directory remains the same service.
    for (const auto& name : changes.names)
        if (const auto s = look_at(name)) into.seen(*s);
    for (const auto& name : changes.names) {
        if (!look_at(name)) lose(name, into);
        if (is_link(name))
            links_.insert(name);
        else
            links_.erase(name);
    }
    if (due) look_at_links(into);
    if (due || changes.gone || !changes.names.empty()) tell_aliases(into);
}

std::optional<instant> scan_dir_watch::again() const
{
    const bool looks = looks_itself() || may_move_ || !links_.empty();
    return looks ? std::optional{next_look_} : std::nullopt;
}

// Changes to the directory to which the path leads now.  Services that are not in it
// are brought down.
void scan_dir_watch::follow()
{
    may_move_ = path_.has_link();
    const fd there = may_move_ ? path_.elsewhere() : fd{};
    struct stat to {};
    if (!there || ::fstat(there.number(), &to) < 0) return;
    const place where{to.st_dev, to.st_ino};
    const fd here{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (where == not_trusted_ || !here || ::fchdir(there.number()) < 0) return;
    if (!safety_check_.may_move_here()) {
        complain_.warning(
            "the new scan directory is not trusted: still scanning the old one");
        not_trusted_ = where;
        if (::fchdir(here.number()) == 0) return;
    }
    not_trusted_.reset();
    gone_ = false;
    first_ = true;
    if (const int error = watch_.move())
        complain_.warning("unable to watch the scan directory (polling every 5 seconds)",
                          error);
    complain_.info("the link leads to another directory now: scanning it");
}

void scan_dir_watch::look_at_all(service_set& into)
{
    auto all = sweep_all();
    if (all.error && all.error != unread_)
        complain_.warning("unable to read the scan directory (trying again every 5 "
                          "seconds)",
                          all.error);
    unread_ = all.error;
    unsure_ = !all.unsure.empty();
    if (all.error) return;
    links_ = std::move(all.links);
    if (besides_) all.there.push_back(*besides_);
    into.swept(all.there, all.unsure);
    tell_aliases(into);
}

void scan_dir_watch::look_at_links(service_set& into)
{
    for (const auto& name : links_)
        if (const auto s = look_at(name))
            into.seen(*s);
        else
            lose(name, into);
}

// Keeps a name that cannot be looked at for the moment.
void scan_dir_watch::lose(const std::string& name, service_set& into)
{
    if (has_gone(name))
        into.gone(name);
    else
        unsure_ = true;
}

// Warns once of each second name of a service.  It starts nothing.
void scan_dir_watch::tell_aliases(const service_set& known)
{
    auto now = known.aliases();
    for (const auto& [name, service] : now) {
        const auto told = aliases_.find(name);
        if (told != aliases_.end() && told->second == service) continue;
        std::string text = name + " is the same directory as " + service;
        if (instance_of(name).empty() || instance_of(service).empty())
            text += ": it is started only once";
        else
            text += " and is not started (make it a separate directory with links to the "
                    "shared files, see Instances in svscan(8))";
        complain_.warning(text);
    }
    aliases_ = std::move(now);
}

} // namespace foster
