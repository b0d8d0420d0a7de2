// svscan [DIR] [-- COMMAND...]: keeps a supervise for each service directory.  See
// svscan(8).
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/children.h"
#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/loop.h"
#include "kernel/linux/reap.h"
#include "kernel/linux/signals.h"
#include "kernel/linux/spawn.h"
#include "lib/ending.h"
#include "lib/instance.h"
#include "lib/kept.h"
#include "lib/roster.h"
#include "lib/warden.h"
#include "svscan/foreign.h"
#include "svscan/init.h"
#include "svscan/made_directory.h"
#include "svscan/options.h"
#include "svscan/outlook.h"
#include "svscan/renew.h"
#include "svscan/suspicion.h"
#include "svscan/sweep.h"
#include "svscan/tidings.h"

namespace {

using namespace foster;

// A tree that dies faster than we list it is taken as it is after so many looks.
constexpr int most_looks = 64;

// When to look again where there is no inotify watch to tell.
constexpr nanoseconds look_again = 5s;

std::string words_of(const death& d)
{
    if (d.how == manner::unknown) return "is dead";
    const bool exited = d.how == manner::exited;
    return (exited ? "exited " : "was killed by signal ") + std::to_string(d.status);
}

// A name that is none any more says nothing: its directory has been renamed.
bool nothing_left_at(const std::string& name)
{
    return !left_something_at(name) && ::access(name.c_str(), F_OK) == 0;
}

// What the command line and the system have made of us.
struct duties {
    station at = station::plain;
    nanoseconds end_timeout{};
    std::string supervise{}; // the program
    std::string name{};      // its argv[0]
    origin from{};           // supervises inherit its limit of open files
    std::vector<std::string> command{};
    std::optional<sighting> commanded{}; // the directory that is made for it
    std::optional<place> ends_with{};    // the service that a container ends with
};

// Does what the roster and the ending decide.
class scanner final : public sleeper {
  public:
    scanner(signals& s, watch& w, outlook& o, foreign& f, suspicion& u,
            const complainer& c, duties d)
        : signals_(s), watch_(w), outlook_(o), foreign_(f), suspicion_(u), complain_(c),
          duties_(std::move(d)), ending_(duties_.at, duties_.end_timeout)
    {
    }

    // At first: whom the program before us in this process had.
    void go_on_with(std::span<const kept> all)
    {
        for (const auto& [what, start] : all) {
            if (!foreign_.keep(what.supervise, start)) continue;
            roster_.keep(what, linux_now().at);
            if (what.service.has_log)
                take_pipe(what.service.where, what.which, what.supervise);
        }
    }

    plan wake() noexcept override
    try {
        const auto now = linux_now().at;
        const auto came = signals_.take(); // first: a death after the last reap wakes us
        hear(now);
        notice(came.has(SIGHUP) || first_ || (looks_itself() && now >= next_look_), now);
        first_ = false;
        for (const auto& s : end_signals)
            if (const auto word = word_of(s, duties_.at); word && came.has(s.number))
                ending_.told(*word, now);
        if (duties_.at == station::container) look_out(now);
        if (came.has(SIGALRM)) renew_due_ = may_renew();
        return act(now);
    } catch (const std::bad_alloc&) {
        complain_.warning("unable to go on: out of memory (trying again in a second)");
        first_ = true; // nothing that was seen may be lost: sweep
        return {.go_on = true, .after = 1s};
    }

    // Once it does not go on.
    last_word word() const { return word_; }
    int code() const { return duties_.ends_with ? code_.value_or(exit_temporary) : 0; }

  private:
    struct pipe_ends {
        fd read, write;
    };

    bool watching() const { return watch_.number() >= 0; }
    // What came while the directory could not be read is told by nobody again.
    bool looks_itself() const { return !watching() || unread_; }

    // Whatever a supervise that has died had is ours before we hear of the death.  What
    // there is no memory to obey stays in `deaths_` until there is.
    void hear(instant now)
    {
        std::vector<child> there;
        // Whoever has died since the last was reaped may have left some of these.
        for (int look = 0; look == 0 || (look < most_looks && any_death_waits());
             ++look) {
            reap_all();
            if (bereft().empty() && !warden_.concerned()) break;
            there = strangers();
        }
        const auto left = bereft();
        if (!left.empty() || warden_.concerned())
            warden_.heard(left, others(), there, crowded_);
        // What these leave is not ours, and how they ended is to be guessed.
        const auto ours = deaths_.size();
        foreign_.take(deaths_);
        for (auto i = ours; i < deaths_.size(); ++i)
            if (nothing_left_at(roster_.name_of(deaths_[i].who)))
                deaths_[i].how = manner::exited;
        for (const auto& d : deaths_) bury(d, now);
        deaths_.clear();
        tell();
        kill_condemned();
    }

    void reap_all()
    {
        for (;;) {
            deaths_.emplace_back(); // first: whom we have reaped nobody tells us of again
            const auto d = reap_any();
            if (!d) return deaths_.pop_back();
            deaths_.back() = *d;
        }
    }

    // The supervises among the dead that may have left somebody.
    std::vector<warden::post> bereft() const
    {
        std::vector<warden::post> posts;
        for (const auto& d : deaths_)
            if (const auto post = roster_.post_of(d.who); post && !meant_to(d))
                posts.push_back(*post);
        return posts;
    }

    std::vector<death> others() const
    {
        std::vector<death> dead;
        for (const auto& d : deaths_)
            if (!roster_.post_of(d.who)) dead.push_back(d);
        return dead;
    }

    void tell()
    {
        const auto told = tidings_.all();
        for (const auto& post : told) {
            try {
                tidings_.tell(post, warden_.take(post));
            } catch (const std::bad_alloc&) {
                tidings_.close(post); // then it watches whom it knows by itself
            }
        }
        tidings_.flush();
        for (const auto& post : told)
            if (tidings_.said(post) && !warden_.has(post)) tidings_.close(post);
    }

    void kill_condemned()
    {
        for (const pid who : warden_.only_of(condemned_))
            ::kill(who.number, SIGKILL); // our child, not yet reaped
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
        const auto post = roster_.post_of(d.who);
        if (!post) return ending_.died(d.who);
        // Who ended well had nobody left: whoever may be its, is another's.  One that
        // could not begin has not taken back whom the one before it has left.
        const bool left = !d.clean() && (d.how == manner::unknown || warden_.any(*post));
        if (!d.clean() && !ending_.begun()) tell_of(d, *post, left);
        tidings_.close(*post);
        if (d.how == manner::exited && d.status == exit_temporary)
            looked_.erase(*post); // one that we have not found may be there
        if (meant_to(d))
            resumed_.erase(*post);
        else
            resumed_.insert(*post);
        roster_.died(d, now, left);
    }

    // Once, until it is another death.
    void tell_of(const death& d, const warden::post& post, bool left)
    {
        const auto name = roster_.name_of(d.who);
        if (said_[name] == words_of(d)) return;
        said_[name] = words_of(d);
        const char* then = "; it is started again";
        if (roster_.lost(post.first))
            then = left ? "; its directory has gone, and whoever it has left is killed"
                        : "; its directory has gone";
        else if (!meant_to(d))
            then = "; it is started again and takes its service back";
        complain_.warning("supervise " + name + " " + said_[name] + then);
    }

    // Before the roster forgets who has died: what was said last is of interest.
    void look_out(instant now)
    {
        outlook_.look(roster_, now);
        const auto chosen =
            duties_.ends_with ? outlook_.at(*duties_.ends_with) : glance{};
        if (chosen.code) code_ = chosen.code;
        if (!ending_.begun() && (chosen.over || outlook_.all_over()))
            ending_.told(last_word::exit, now);
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
        const int error = sweep(there);
        if (error && error != unread_)
            complain_.warning("unable to read the scan directory (trying again every 5 "
                              "seconds)",
                              error);
        unread_ = error;
        if (error) return;
        if (duties_.commanded) there.push_back(*duties_.commanded);
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
            bool left = false;
            auto until = keep(now, left);
            const auto next =
                ending_.next(!left, ending_.begun() && no_child_left(), now);
            if (const auto* l = std::get_if<ending::leave>(&next)) {
                word_ = l->with;
                return {.go_on = false};
            }
            if (std::holds_alternative<ending::rest>(next)) return sleep(until, now);
            if (const auto* h = std::get_if<ending::hold>(&next))
                return sleep(until ? std::min(*until, h->until) : h->until, now);
            end(next, now);
        }
    }

    // Does what the roster decides, until there is nothing more to do now.
    std::optional<instant> keep(instant now, bool& left)
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
                kill_condemned();
                roster_.abandoned(a->where, a->which);
            } else {
                left = std::holds_alternative<roster::leave>(next);
                const auto* h = std::get_if<roster::hold>(&next);
                return h ? std::optional{h->until} : std::nullopt;
            }
        }
    }

    void end(const ending::action& next, instant now)
    {
        if (std::holds_alternative<ending::stop>(next)) {
            roster_.stop();
            ending_.stopping();
        } else if (const auto* all = std::get_if<ending::end_all>(&next)) {
            end_everybody(all->signal);
            ending_.sent(all->signal, now);
        } else if (const auto* hook = std::get_if<ending::end_finish>(&next)) {
            ::kill(hook->hook.number, SIGKILL);
            ending_.sent(SIGKILL, now);
        } else if (const auto* f = std::get_if<ending::finish>(&next)) {
            finish(f->before, now);
        }
    }

    void finish(last_word before, instant now)
    {
        char name[] = "finish";
        std::string word{to_text(before)};
        char* argv[] = {name, word.data(), nullptr};
        const auto [hook, error] = spawn({.file = ".svscan/finish", .argv = argv});
        if (hook)
            ending_.finishing(hook, now);
        else
            ending_.unfinished();
        if (error && error != ENOENT && error != ENOTDIR)
            complain_.warning("unable to run .svscan/finish", error);
    }

    plan sleep(std::optional<instant> until, instant now)
    {
        const auto at_most = [&](instant then) {
            until = std::min(until.value_or(then), then);
        };
        if (looks_itself()) at_most(next_look_);
        if (!tidings_.flush()) at_most(now + 1s);
        if (duties_.at == station::container && outlook_.again())
            at_most(*outlook_.again());
        if (renew_due_ && !until && !ending_.begun() && !roster_.any_ends() &&
            !warden_.concerned() && tidings_.all().empty())
            renew();
        if (!until) return {};
        return {.go_on = true, .after = *until - now};
    }

    bool may_renew() const
    {
        const char* hindrance = duties_.at == station::container
                                    ? "in a container (start one of the new image)"
                                : !has_proc() ? "without /proc"
                                              : nullptr;
        if (hindrance)
            complain_.warning(
                (std::string{"unable to go on as another program "} + hindrance).c_str());
        return !hindrance;
    }

    // Nothing is to be started or ended, nobody to be told of: whom we have is all.
    // Does not return if it can be.
    void renew()
    {
        renew_due_ = false;
        std::vector<kept> all;
        for (auto& t : roster_.tenures()) {
            const auto start = described(t.supervise).start;
            all.push_back({std::move(t), start});
        }
        signals_.hand_on(true);
        const int error = go_on_as_installed(duties_.from, all);
        signals_.hand_on(false);
        complain_.warning("unable to go on as the program that is installed now", error);
    }

    // Of each supervise once: a svscan that was killed may have left it, or both of them
    // what it had.
    bool found(const roster::start& s, instant now)
    {
        const warden::post post{s.where, s.which};
        if (!looked_.insert(post).second) return false;
        if (s.piped && !pipes_.contains(s.where)) find_pipe(s);
        const auto known = found_.extract(s.directory);
        const auto there =
            known ? std::optional{known.mapped()} : foreign_.find(s.directory);
        if (there) {
            roster_.spawned(s.where, s.which, *there, now);
            return true;
        }
        if (left_something_at(s.directory)) resumed_.insert(post);
        return false;
    }

    // The pipe to the log is where a living supervise has it, or what a dead one left.
    void find_pipe(const roster::start& s)
    {
        std::string name = s.directory;
        if (s.which == half::log) name.resize(name.size() - std::strlen("/log"));
        for (const auto& [directory, which] :
             {std::pair{name, half::service}, std::pair{name + "/log", half::log}}) {
            auto there = foreign_.find(directory);
            if (there)
                found_[directory] = *there;
            else
                there = survivor_of(directory);
            if (there) take_pipe(s.where, which, *there);
        }
    }

    void take_pipe(place where, half which, pid who)
    {
        const int number = which == half::log ? STDIN_FILENO : STDOUT_FILENO;
        pipe_ends ends{pipe_of(who, number, O_RDONLY), pipe_of(who, number, O_WRONLY)};
        if (ends.read && ends.write) pipes_.try_emplace(where, std::move(ends));
    }

    void begin(const roster::start& s, instant now)
    {
        if (found(s, now)) return;
        const warden::post post{s.where, s.which};
        if (!suspicion_.may_start(s.directory,
                                  warden_.has(post) || resumed_.contains(post)))
            return roster_.refused(s.where, s.which, now);
        if (duties_.at == station::container && s.which == half::service)
            outlook_.begins(s.where, s.directory, now);
        const auto [who, error] = s.piped ? begin_piped(s) : begin_plain(s, -1, -1);
        if (!who) tidings_.close({s.where, s.which});
        if (who) {
            condemned_.erase({s.where, s.which}); // its directory, or number, is back
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
        const warden::post post{s.where, s.which};
        fd pipe;
        if (warden_.has(post)) {
            pipe = tidings_.open(post, warden_.beginning(post));
            if (!pipe) return {.error = errno};
        }
        std::string name = duties_.name;
        std::string log{"log"};
        // Whom a container ends with is not started again, and leaves nobody.
        std::string never{"restart=never"};
        std::string stop{"survivors=stop"};
        std::string resume{"resume"};
        std::string warden{"warden=3"}; // launch::further_is
        std::string dashes{"--"};
        std::vector<char*> argv{name.data(), directory.data()};
        if (s.which == half::log) argv.push_back(log.data());
        if (resumed_.contains(post)) argv.push_back(resume.data());
        if (pipe) argv.push_back(warden.data());
        if (s.which == half::service && s.where == duties_.ends_with)
            argv.insert(argv.end(), {never.data(), stop.data()});
        if (s.which == half::service && duties_.commanded &&
            s.where == duties_.commanded->where) {
            argv.push_back(dashes.data());
            for (auto& w : duties_.command) argv.push_back(w.data());
        }
        argv.push_back(nullptr);
        return spawn({.file = duties_.supervise.c_str(),
                      .argv = argv.data(),
                      .own_session = true,
                      .ignores = false,
                      .in = in,
                      .out = out,
                      .files = &duties_.from.files,
                      .hears_later = true, // a dismissal is not for supervise-plan
                      .further = pipe.number()});
    }

    signals& signals_;
    watch& watch_;
    outlook& outlook_;
    foreign& foreign_;
    suspicion& suspicion_;
    const complainer& complain_;
    duties duties_;
    roster roster_;
    std::vector<death> deaths_; // heard of, not yet obeyed
    warden warden_;
    tidings tidings_;
    std::map<std::string, pid> found_; // supervises of a svscan that was killed
    std::set<warden::post> looked_;    // whether there are any
    std::set<warden::post> resumed_;   // whose last supervise did not end by itself
    std::set<warden::post> condemned_; // whose processes nobody is left to stop
    bool crowded_ = ::getpid() == 1;   // anybody's orphans are our children
    bool renew_due_ = false;
    ending ending_;
    last_word word_ = last_word::exit;
    std::optional<int> code_; // of the service that a container ends with
    std::map<place, pipe_ends> pipes_;
    std::map<std::string, std::string> said_;    // the last complaint about each
    std::map<std::string, std::string> aliases_; // that were told of
    instant next_look_{};
    int unread_ = 0; // why the scan directory was not read at the last look
    bool first_ = true;
};

// The program of that name in PATH; empty: there is none.
std::string find_in_path(const std::string& name)
{
    const char* const given = std::getenv("PATH");
    const std::string path = given ? given : "/usr/sbin:/usr/bin";
    for (std::size_t from = 0; from <= path.size();) {
        const auto to = std::min(path.find(':', from), path.size());
        auto candidate = path.substr(from, to - from) + "/" + name;
        struct stat there {};
        if (::access(candidate.c_str(), X_OK) == 0 &&
            ::stat(candidate.c_str(), &there) == 0 && S_ISREG(there.st_mode))
            return candidate;
        from = to + 1;
    }
    return {};
}

std::string whole_path(const std::string& path)
{
    char whole[PATH_MAX];
    return ::realpath(path.c_str(), whole) ? whole : path;
}

// Us, as /proc knows us or, where there is none, as we were executed.
std::string self()
{
    char path[PATH_MAX];
    const auto length = ::readlink("/proc/self/exe", path, sizeof path);
    if (length > 0) return {path, static_cast<std::size_t>(length)};
    const auto* executed = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
    return executed ? whole_path(executed) : std::string{};
}

// supervise lies beside us, or is found in PATH.
std::string find_supervise()
{
    auto beside = self();
    beside.resize(beside.rfind('/') + 1);
    beside += "supervise";
    if (beside[0] == '/' && ::access(beside.c_str(), X_OK) == 0) return beside;
    auto found = find_in_path("supervise");
    if (!found.empty()) return found;
    throw permanent_error(
        "unable to find supervise: it lies neither beside svscan nor in "
        "PATH");
}

// What is executed is a path: as execvp(3) finds it, but once.
void find_command(std::vector<std::string>& command)
{
    if (command.empty()) return;
    auto& file = command[0];
    const auto found =
        file.find('/') == file.npos ? find_in_path(file) : whole_path(file);
    if (found.empty() || ::access(found.c_str(), X_OK) < 0)
        throw permanent_error("unable to find the command " + file);
    file = found;
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

// The service that a container ends with: the one that is named, or the command.
std::optional<place> chosen(const svscan_options& options,
                            const std::optional<sighting>& commanded)
{
    if (!options.container) return std::nullopt;
    if (options.exit_with.empty())
        return commanded ? std::optional{commanded->where} : std::nullopt;
    if (const auto s = look_at(options.exit_with)) return s->where;
    throw permanent_error("unable to end with " + options.exit_with +
                          ": there is no such service in the scan directory");
}

// A command without a scan directory is a scan directory of one service.
std::optional<sighting> sight(const made_directory& made)
{
    if (made.parent().empty()) return std::nullopt;
    return look_at(made.service());
}

struct outcome {
    last_word word;
    int code;
};

outcome scan(const svscan_options& options, station at, char* const* argv,
             const complainer& complain)
{
    duties d{.at = at, .end_timeout = options.end_timeout};
    d.from.argv = argv;
    d.from.directory = fd{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    d.supervise = find_supervise();
    // Without /proc supervise finds what lies beside it by its name.
    d.name = has_proc() ? "supervise" : d.supervise;
    d.command = options.command;
    find_command(d.command);
    tidy_descriptors();
    std::optional<made_directory> made;
    if (!d.command.empty()) made.emplace(options.run_directory);
    if (options.of_user && ::mkdir(options.directory.c_str(), 0700) < 0 &&
        errno != EEXIST)
        throw_errno(("unable to make the scan directory " + options.directory).c_str());
    enter(options.directory.empty() ? made->parent() : options.directory);
    if (made) d.commanded = sight(*made);
    d.ends_with = chosen(options, d.commanded);
    if (options.directory.empty()) d.commanded->name = "command";
    crash_on_terminate();
    become_subreaper();
    take_charge(at);
    signals signals{SIGCHLD, SIGTERM, SIGINT,  SIGHUP, SIGALRM,
                    SIGQUIT, SIGUSR1, SIGUSR2, SIGPWR};
    watch watch;
    if (const int error = watch.open())
        complain.warning("unable to watch the scan directory (looking every 5 seconds)",
                         error);
    // A machine that does not boot is of no use, and who is in a container is in it
    // anyway.
    suspicion suspicion{complain, options.trust_everybody || at != station::plain};
    if (!suspicion.scan_directory_is_safe())
        throw permanent_error("unable to trust the scan directory");
    outlook outlook;
    foreign foreign;
    if (const int error = at == station::container ? outlook.open() : 0)
        complain.warning("unable to watch the services (looking 50 times a second)",
                         error);
    d.from.files = raise_files();
    scanner scanner{signals, watch, outlook, foreign, suspicion, complain, std::move(d)};
    scanner.go_on_with(handed_on());
    loop loop;
    loop.watch(signals.number());
    loop.watch(foreign.number());
    if (watch.number() >= 0) loop.watch(watch.number());
    if (outlook.number() >= 0) loop.watch(outlook.number());
    loop.run(scanner);
    return {scanner.word(), scanner.code()};
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
        const auto at = station_of(options.container);
        const auto done = scan(options, at, argv, complain);
        if (at == station::machine) leave_machine(done.word, complain);
        return done.code;
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        crash(complain);
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        crash(complain);
        return exit_temporary;
    }
}
