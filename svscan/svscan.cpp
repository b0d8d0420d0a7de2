// svscan [DIR]: keeps a supervise for each service directory.  See svscan(8).
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <string>

#include "kernel/linux/children.h"
#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/loop.h"
#include "kernel/linux/reap.h"
#include "kernel/linux/signals.h"
#include "kernel/linux/spawn.h"
#include "lib/instance.h"
#include "lib/roster.h"
#include "lib/warden.h"
#include "svscan/foreign.h"
#include "svscan/options.h"
#include "svscan/sweep.h"
#include "svscan/tidings.h"

namespace {

using namespace foster;

// A tree that dies faster than we list it is taken as it is after so many looks.
constexpr int most_looks = 64;

// When to look again where there is no inotify watch to tell.
constexpr nanoseconds look_again = 5s;

// A supervise that ends by itself has nobody left, or has had nobody.
bool may_leave(const death& d)
{
    return d.how != manner::exited ||
           (d.status != 0 && d.status != exit_permanent && d.status != exit_temporary);
}

// The pid file of a supervise that ended by itself is empty.
bool left_something(const std::string& directory)
{
    struct stat left {};
    return ::stat((directory + "/supervise/pid").c_str(), &left) == 0 && left.st_size > 0;
}

std::string words_of(const death& d)
{
    if (d.how == manner::unknown) return "is dead";
    const bool exited = d.how == manner::exited;
    return (exited ? "exited " : "was killed by signal ") + std::to_string(d.status);
}

// Does what the roster decides.
class scanner final : public sleeper {
  public:
    scanner(signals& s, watch& w, foreign& f, const complainer& c, std::string supervise,
            rlimit files)
        : signals_(s), watch_(w), complain_(c), supervise_(std::move(supervise)),
          files_(files), foreign_(f)
    {
    }

    plan wake() noexcept override
    try {
        const auto now = linux_now().at;
        const auto came = signals_.take(); // first: a death after the last reap wakes us
        hear(now);
        notice(came.has(SIGHUP) || first_ || (!watching() && now >= next_look_), now);
        first_ = false;
        if (came.has(SIGTERM) || came.has(SIGINT)) roster_.stop();
        return act(now);
    } catch (const std::bad_alloc&) {
        complain_.warning("unable to go on: out of memory (trying again in a second)");
        first_ = true; // nothing that was seen may be lost: sweep
        return {.go_on = true, .after = 1s};
    }

  private:
    struct pipe_ends {
        fd read, write;
    };

    bool watching() const { return watch_.number() >= 0; }

    // Whatever a supervise that has died had is ours before we hear of the death.
    void hear(instant now)
    {
        std::vector<death> dead;
        std::vector<death> others;
        std::vector<warden::post> bereft;
        std::vector<child> there;
        // Whoever has died since the last was reaped may have left some of these.
        for (int look = 0; look == 0 || (look < most_looks && any_death_waits());
             ++look) {
            while (const auto d = reap_any()) {
                const auto post = roster_.post_of(d->who);
                (post ? dead : others).push_back(*d);
                if (!post) continue;
                tidings_.close(*post);
                if (may_leave(*d)) bereft.push_back(*post);
            }
            if (bereft.empty() && !warden_.concerned()) break;
            there = strangers();
        }
        // What these leave is not ours, and how they ended is to be guessed.
        for (auto d : foreign_.take()) {
            if (!left_something(roster_.name_of(d.who))) d.how = manner::exited;
            dead.push_back(d);
        }
        if (!bereft.empty() || warden_.concerned())
            warden_.heard(bereft, others, there, crowded_);
        for (const auto& d : dead) bury(d, now);
        for (const auto& post : tidings_.all()) {
            tidings_.tell(post, warden_.take(post));
            if (tidings_.flush() && !warden_.has(post)) tidings_.close(post);
        }
        for (const auto& post : condemned_)
            for (const pid who : warden_.living(post)) ::kill(who.number, SIGKILL);
    }

    // Our children that are no supervises: those whom a supervise has left, and, where we
    // are the first process, orphans of anybody.
    std::vector<child> strangers()
    {
        std::vector<child> there;
        if (!children_by_file(there) && !children_by_proc(there))
            children_by_probe(there, {::getpid()});
        std::erase_if(there,
                      [&](const child& c) { return !roster_.name_of(c.who).empty(); });
        for (auto& c : there) c = described(c.who);
        return there;
    }

    void bury(const death& d, instant now)
    {
        const auto name = roster_.name_of(d.who);
        if (!name.empty() && !(d.clean()) && said_[name] != words_of(d)) {
            said_[name] = words_of(d);
            complain_.warning("supervise " + name + " " + said_[name] +
                              "; it is started again" +
                              (may_leave(d) ? " and takes its service back" : ""));
        }
        const auto post = roster_.post_of(d.who);
        if (!post) return;
        if (may_leave(d))
            resumed_.insert(*post);
        else
            resumed_.erase(*post);
        roster_.died(d, now, d.how == manner::unknown || !warden_.living(*post).empty());
    }

    void notice(bool all, instant now)
    {
        const auto changes = watch_.take();
        if (!all && !changes.lost && !changes.gone && changes.names.empty()) return;
        if (changes.gone)
            complain_.warning("the scan directory has been removed or moved: nothing new "
                              "will be noticed");
        if (!all && !changes.lost) {
            // What is there first: a directory that was renamed stays what it is.
            for (const auto& name : changes.names)
                if (const auto s = look_at(name)) roster_.seen(*s);
            for (const auto& name : changes.names)
                if (!look_at(name)) roster_.gone(name);
            return tell_aliases();
        }
        next_look_ = now + look_again;
        std::vector<sighting> there;
        if (const int error = sweep(there))
            complain_.warning("unable to read the scan directory", error);
        else
            roster_.swept(there);
        tell_aliases();
    }

    // A second name of what is a service already starts nothing: that is said once.
    void tell_aliases()
    {
        auto now = roster_.aliases();
        for (const auto& [name, service] : now) {
            const auto known = aliases_.find(name);
            if (known != aliases_.end() && known->second == service) continue;
            std::string text = name + " is the same directory as " + service;
            if (instance_of(name).empty() || instance_of(service).empty())
                text += ": one service, started once";
            else
                text += " and is not started: make it a directory of its own, with "
                        "links to what they share (see svscan(8), Instances)";
            complain_.warning(text);
        }
        aliases_ = std::move(now);
    }

    plan act(instant now)
    {
        for (;;) {
            const auto next = roster_.next(now);
            if (const auto* s = std::get_if<roster::start>(&next)) {
                begin(*s, now);
            } else if (const auto* d = std::get_if<roster::dismiss>(&next)) {
                if (!foreign_.signal(d->supervise, SIGTERM))
                    ::kill(d->supervise.number, SIGTERM); // our child, not yet reaped
                roster_.dismissed(d->where, d->which);
            } else if (const auto* u = std::get_if<roster::unpipe>(&next)) {
                pipes_.erase(u->where);
                roster_.unpiped(u->where);
            } else if (const auto* a = std::get_if<roster::abandon>(&next)) {
                condemned_.insert({a->where, a->which});
                for (const pid who : warden_.living({a->where, a->which}))
                    ::kill(who.number, SIGKILL); // our child, not yet reaped
                roster_.abandoned(a->where, a->which);
            } else if (std::holds_alternative<roster::leave>(next)) {
                return {.go_on = false};
            } else {
                const auto* h = std::get_if<roster::hold>(&next);
                return sleep(h ? std::optional{h->until} : std::nullopt, now);
            }
        }
    }

    plan sleep(std::optional<instant> until, instant now)
    {
        if (!watching()) until = until ? std::min(*until, next_look_) : next_look_;
        if (!tidings_.flush()) until = until ? std::min(*until, now + 1s) : now + 1s;
        if (!until) return {};
        return {.go_on = true, .after = *until - now};
    }

    // Of each supervise once: a svscan that was killed may have left it, or both of them
    // what it had.
    bool found(const roster::start& s, instant now)
    {
        const warden::post post{s.where, s.which};
        if (!looked_.insert(post).second) return false;
        if (s.piped && !pipes_.contains(s.where)) find_pipe(s);
        const auto known = found_.find(s.directory);
        const auto there = known != found_.end() ? std::optional{known->second}
                                                 : foreign_.find(s.directory);
        if (there) {
            roster_.spawned(s.where, s.which, *there, now);
            return true;
        }
        if (left_something(s.directory)) resumed_.insert(post);
        return false;
    }

    // The pipe to the log is where a living supervise has it, or what a dead one left.
    void find_pipe(const roster::start& s)
    {
        std::string name = s.directory;
        if (s.which == half::log) name.resize(name.size() - std::strlen("/log"));
        for (const auto& [directory, number] :
             {std::pair{name, STDOUT_FILENO}, std::pair{name + "/log", STDIN_FILENO}}) {
            auto there = foreign_.find(directory);
            if (there)
                found_[directory] = *there;
            else if (!(there = survivor_of(directory)))
                continue;
            pipe_ends ends{pipe_of(*there, number, O_RDONLY),
                           pipe_of(*there, number, O_WRONLY)};
            if (ends.read && ends.write) pipes_.try_emplace(s.where, std::move(ends));
        }
    }

    void begin(const roster::start& s, instant now)
    {
        if (found(s, now)) return;
        const auto [who, error] = s.piped ? begin_piped(s) : begin_plain(s, -1, -1);
        if (!who) tidings_.close({s.where, s.which});
        if (who) {
            roster_.spawned(s.where, s.which, who, now);
            return;
        }
        if (said_[s.directory] != std::strerror(error)) {
            said_[s.directory] = std::strerror(error);
            complain_.warning("unable to start supervise " + s.directory +
                                  " (trying again every second)",
                              error);
        }
        roster_.refused(s.where, s.which, now);
    }

    spawn_result begin_piped(const roster::start& s)
    {
        auto known = pipes_.find(s.where);
        if (known == pipes_.end()) {
            int ends[2];
            if (::pipe2(ends, O_CLOEXEC) < 0) return {.error = errno};
            known = pipes_.emplace(s.where, pipe_ends{fd{ends[0]}, fd{ends[1]}}).first;
        }
        const auto& p = known->second;
        return s.which == half::log ? begin_plain(s, p.read.number(), -1)
                                    : begin_plain(s, -1, p.write.number());
    }

    spawn_result begin_plain(const roster::start& s, int in, int out)
    {
        // A name that begins with a dash would be taken for an option.
        std::string directory = s.directory[0] == '-' ? "./" + s.directory : s.directory;
        char name[] = "supervise";
        char log[] = "log";
        char resume[] = "resume";
        char warden[] = "warden=3"; // launch::further_is
        const warden::post post{s.where, s.which};
        fd pipe;
        if (warden_.has(post)) {
            pipe = tidings_.open(post, warden_.beginning(post));
            if (!pipe) return {.error = errno};
        }
        char* argv[6] = {name, directory.data()};
        char** to = argv + 2;
        if (s.which == half::log) *to++ = log;
        if (resumed_.contains(post)) *to++ = resume;
        if (pipe) *to++ = warden;
        return spawn({.file = supervise_.c_str(),
                      .argv = argv,
                      .own_session = true,
                      .in = in,
                      .out = out,
                      .files = &files_,
                      .hears_later = true, // a dismissal is not for supervise-plan
                      .further = pipe.number()});
    }

    signals& signals_;
    watch& watch_;
    const complainer& complain_;
    std::string supervise_;
    rlimit files_; // what supervises inherit: ours before we raised it
    roster roster_;
    warden warden_;
    tidings tidings_;
    foreign& foreign_;
    std::map<std::string, pid> found_; // supervises of a svscan that was killed
    std::set<warden::post> looked_;    // whether there are any
    std::set<warden::post> resumed_;   // whose last supervise did not end by itself
    std::set<warden::post> condemned_; // whose processes nobody is left to stop
    bool crowded_ = ::getpid() == 1;   // anybody's orphans are our children
    std::map<place, pipe_ends> pipes_;
    std::map<std::string, std::string> said_;    // the last complaint about each
    std::map<std::string, std::string> aliases_; // that were told of
    instant next_look_{};
    bool first_ = true;
};

// supervise lies beside us, or is found in PATH.
std::string find_supervise()
{
    char self[4096];
    const auto length = ::readlink("/proc/self/exe", self, sizeof self);
    std::string beside{self, length > 0 ? static_cast<std::size_t>(length) : 0};
    beside.resize(beside.rfind('/') + 1);
    beside += "supervise";
    if (length > 0 && ::access(beside.c_str(), X_OK) == 0) return beside;
    const char* const given = std::getenv("PATH");
    const std::string path = given ? given : "/usr/sbin:/usr/bin";
    for (std::size_t from = 0; from <= path.size();) {
        const auto to = std::min(path.find(':', from), path.size());
        auto candidate = path.substr(from, to - from) + "/supervise";
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
        from = to + 1;
    }
    throw permanent_error(
        "unable to find supervise: it lies neither beside svscan nor in "
        "PATH");
}

// Two descriptors for each logged service: as many as we may have.  Returns the limit as
// it was, for those that we start.
rlimit raise_files()
{
    rlimit files{};
    need(::getrlimit(RLIMIT_NOFILE, &files), "unable to read the limit of open files");
    const rlimit most{files.rlim_max, files.rlim_max};
    need(::setrlimit(RLIMIT_NOFILE, &most), "unable to raise the limit of open files");
    return files;
}

void enter(const std::string& directory)
{
    if (::chdir(directory.c_str()) == 0) return;
    if (errno == ENOTDIR)
        throw permanent_error(
            "unable to enter the scan directory: it is not a directory");
    throw_errno("unable to enter the scan directory");
}

void scan(const std::string& directory, const complainer& complain)
{
    const auto supervise = find_supervise();
    tidy_descriptors();
    enter(directory);
    become_subreaper();
    signals signals{SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    watch watch;
    if (const int error = watch.open())
        complain.warning("unable to watch the scan directory (looking every 5 seconds)",
                         error);
    foreign foreign;
    scanner scanner{signals, watch, foreign, complain, supervise, raise_files()};
    loop loop;
    loop.watch(signals.number());
    loop.watch(foreign.number());
    if (watch.number() >= 0) loop.watch(watch.number());
    loop.run(scanner);
}

} // namespace

int main(int argc, char** argv)
{
    complainer complain{"svscan", ""};
    try {
        const auto options = read_svscan_options(argc, argv);
        if (!options.help.empty()) {
            std::fputs(options.help.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exit_temporary;
        }
        complain = complainer{"svscan", options.directory};
        scan(options.directory, complain);
        return 0;
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_temporary;
    }
}
