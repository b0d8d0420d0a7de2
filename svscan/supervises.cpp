#include "svscan/supervises.h"

#include <fcntl.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <functional>
#include <utility>

#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/ready_pipe.h"
#include "lib/settings.h"

namespace foster {

namespace {

std::string words_of(const death& d)
{
    if (d.how == manner::unknown) return "is dead";
    const bool exited = d.how == manner::exited;
    return (exited ? "exited " : "was killed by signal ") + std::to_string(d.status);
}

} // namespace

pid supervises::begin(const service_set::start& s, instant now)
{
    if (const auto there = found(s)) return *there;
    const post which{s.where, s.which};
    const bool lives = orphans_.has(which) || resumed_.contains(which);
    const bool obeys = safety_check_.may_obey_defaults();
    if (!safety_check_.may_start(s.directory, lives) || (!obeys && !lives)) return {};
    if (config_.at == station::container && s.which == half::service)
        states_.begins(s.where, s.directory, now);
    const auto defaults = obeys ? word_for_defaults(s) : std::string{no_defaults};
    const auto [who, error] =
        s.piped ? spawn_piped(s, defaults) : spawn_named(s, defaults, now);
    if (who) {
        orphans_.spare(which);
        return who;
    }
    orphans_.close(which);
    if (is_due(which, std::strerror(error), now))
        complain_.warning("unable to start supervise " + s.directory +
                              " (trying again every second)",
                          error);
    return {};
}

// Returns whether to report.  The same complaint about a service is reported at growing
// distances.  Hashes tell two complaints in turn apart: svscan's memory stays small.
bool supervises::is_due(const post& which, const std::string& text, instant now)
{
    const auto hash = std::hash<std::string>{}(text);
    auto& said = said_[which];
    for (auto& s : said)
        if (s.hash == hash && s.when.said != instant{}) {
            if (!s.when.is_due(now)) return false;
            s.when.said = now;
            return true;
        }
    auto& older = said[0].when.said <= said[1].when.said ? said[0] : said[1];
    older = {hash, {now, now}};
    return true;
}

bool supervises::keep(const kept& k)
{
    const auto& service = k.what.service;
    if (!foreign_.keep(k.what.supervise, k.start)) return false;
    if (service.has_log) pipes_.take(service.where, k.what.which, k.what.supervise);
    return true;
}

void supervises::died(const death& d, const post& which, bool ended)
{
    orphans_.close(which);
    if (d.how == manner::exited && d.status == exit_temporary)
        looked_.erase(which); // a supervise that svscan has not found may live there
    if (ended)
        resumed_.erase(which);
    else
        resumed_.insert(which);
}

void supervises::keep_ready_pipe(const post& which, const std::string& directory)
{
    const fd there{
        ::open((directory + "/supervise").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!there) return;
    if (fd pipe = reopen_ready_pipe(there))
        ready_pipes_.insert_or_assign(which, std::move(pipe));
}

void supervises::tell_of(const death& d, const post& which, const service_set& known,
                         bool ended, bool left, instant now)
{
    const auto said = words_of(d);
    if (!is_due(which, said, now)) return;
    const char* then = "; starting it again";
    if (known.lost(which.first))
        then = left ? "; its directory is gone, killing the remaining processes"
                    : "; its directory has gone";
    else if (!ended)
        then = "; starting it again to recover the service";
    complain_.warning("supervise " + known.name_of(d.who) + " " + said + then);
}

// Cleans up seldom, but often enough that the sets stay small.
void supervises::forget_others(const service_set& known)
{
    if (looked_.size() <= 4 * known.size() + 16) return;
    const auto is_other = [&](const post& p) { return !known.has(p.first); };
    std::erase_if(looked_, is_other);
    std::erase_if(resumed_, is_other);
    std::erase_if(ready_pipes_, [&](const auto& r) { return is_other(r.first); });
    std::erase_if(said_, [&](const auto& s) { return is_other(s.first); });
    orphans_.forget_others(known);
    safety_check_.forget_others(known);
}

// Looks once for each supervise.  A killed svscan may have left it, or both may have
// left processes of the service.
std::optional<pid> supervises::found(const service_set::start& s)
{
    const post which{s.where, s.which};
    if (!looked_.insert(which).second) return std::nullopt;
    if (s.piped && !pipes_.has(s.where)) find_pipe(s);
    const auto there = foreign_.find(s.directory);
    if (!there && left_something_at(s.directory)) resumed_.insert(which);
    return there;
}

// Takes the pipe to the log from a living supervise, or from a process that a dead one
// has left.
void supervises::find_pipe(const service_set::start& s)
{
    std::string name = s.directory;
    if (s.which == half::log) name.resize(name.size() - std::strlen("/log"));
    for (const auto& [directory, which] :
         {std::pair{name + "/log", half::log}, std::pair{name, half::service}}) {
        if (const auto there = foreign_.find(directory))
            pipes_.take(s.where, which, *there);
        else if (const auto left = survivor_of(directory))
            pipes_.take_marked(s.where, which, *left);
    }
}

// The defaults apply to services of the scan directory.  A logger is no such service,
// and the directory of a command lies elsewhere.
std::string supervises::word_for_defaults(const service_set::start& s) const
{
    const bool commanded = config_.commanded && s.where == config_.commanded->where;
    char here[PATH_MAX];
    if (s.which == half::log || commanded || ::access(defaults_file, F_OK) < 0 ||
        !::getcwd(here, sizeof here))
        return std::string{no_defaults};
    return std::string{defaults_word} + here + '/' + defaults_file;
}

// Starts the supervise of a service without a log.  A command that has the terminal
// writes there directly.
spawn_result supervises::spawn_named(const service_set::start& s,
                                     const std::string& defaults, instant now)
{
    const bool commanded = config_.commanded && s.where == config_.commanded->where;
    const bool on_terminal =
        commanded && config_.at == station::container && ::isatty(STDIN_FILENO);
    if (!prefixes_.wanted() || on_terminal) return spawn_one(s, -1, -1, defaults);
    const auto to = prefixes_.of(s.where, name_of_service(s.directory), now);
    if (!to) return {.error = errno};
    return spawn_one(s, -1, to->out, defaults, to->error);
}

spawn_result supervises::spawn_piped(const service_set::start& s,
                                     const std::string& defaults)
{
    prefixes_.let_go(s.where); // before, the service had no log
    const auto* both = pipes_.of(s.where);
    if (!both) return {.error = errno};
    return s.which == half::log ? spawn_one(s, both->read.number(), -1, defaults)
                                : spawn_one(s, -1, both->write.number(), defaults);
}

spawn_result supervises::spawn_one(const service_set::start& s, int in, int out,
                                   const std::string& defaults, int err)
{
    const post which{s.where, s.which};
    fd told;
    if (orphans_.has(which)) {
        told = orphans_.open(which);
        if (!told) return {.error = errno};
    }
    auto words = words_for(s, static_cast<bool>(told), defaults);
    std::vector<char*> argv;
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    return spawn({.file = config_.supervise.c_str(),
                  .argv = argv.data(),
                  .own_session = true,
                  .ignores = false,
                  .in = in,
                  .out = out,
                  .err = err,
                  .files = &config_.from.files,
                  .hears_later = true, // TERM is for supervise, not for supervise-plan
                  .further = told.number()});
}

std::vector<std::string> supervises::words_for(const service_set::start& s, bool told,
                                               const std::string& defaults) const
{
    // A name that begins with a dash would be read as an option.
    std::vector<std::string> words{
        "supervise", s.directory[0] == '-' ? "./" + s.directory : s.directory, defaults};
    if (s.which == half::log) words.emplace_back("log");
    if (resumed_.contains({s.where, s.which})) words.emplace_back("resume");
    if (told) words.emplace_back("warden=3"); // launch::further_is
    if (safety_check_.trusts_everybody()) words.emplace_back(trust_everybody_word);
    if (s.which == half::log) return words;
    if (config_.at == station::container) words.emplace_back(container_word);
    if (s.where == config_.ends_with) words.emplace_back(essential_word);
    if (config_.commanded && s.where == config_.commanded->where) {
        words.emplace_back("--");
        words.insert(words.end(), config_.command.begin(), config_.command.end());
    }
    return words;
}

} // namespace foster
