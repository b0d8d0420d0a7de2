// svscan [DIR] [-- COMMAND...]: keeps a supervise process for each service directory.
// See svscan(8).
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernel/linux/errors.h"
#include "kernel/linux/event_loop.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/signal_reader.h"
#include "svscan/config.h"
#include "svscan/foreign_supervises.h"
#include "svscan/forwarded_signals.h"
#include "svscan/init_duties.h"
#include "svscan/options.h"
#include "svscan/safety_check.h"
#include "svscan/scan_dir_reader.h"
#include "svscan/scanner.h"
#include "svscan/state_watch.h"
#include "svscan/temp_service_dir.h"
#include "svscan/upgrade.h"

namespace {

using namespace foster;

// Raises the limit of open files to the maximum, because each logged service needs two
// descriptors.  Returns the old limit, for the programs that svscan starts.
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

// Returns the service with which the container ends: the one of --exit-with, or else
// the command.
std::optional<place> chosen(const svscan_options& options,
                            const std::optional<sighting>& commanded)
{
    if (!options.container) return std::nullopt;
    if (options.exit_with.empty())
        return commanded ? std::optional{commanded->where} : std::nullopt;
    if (const auto s = look_at(options.exit_with)) return s->where;
    throw permanent_error("unable to use --exit-with=" + options.exit_with +
                          ": the scan directory has no such service");
}

// Returns the service of the command's temporary directory; nullopt if there is none.
std::optional<sighting> sight(const temp_service_dir& made)
{
    if (made.parent().empty()) return std::nullopt;
    return look_at(made.service());
}

// Returns the directory of the service that receives each forwarded signal.
signal_forwarder::table forwards_of(const svscan_options& options,
                                    const temp_service_dir* made)
{
    auto all = options.forward;
    const auto& chosen =
        options.exit_with.empty() && made ? made->service() : options.exit_with;
    if (options.container && !chosen.empty())
        for (const auto& s : forwarded_signals)
            if (s.by_default) all.emplace(s.number, chosen);
    return all;
}

// Returns whether supervise/ cannot be made because the file system is read-only.
bool is_read_only(const std::string& service)
{
    const auto own = service + "/supervise";
    struct stat there {};
    if (::lstat(own.c_str(), &there) == 0 && S_ISLNK(there.st_mode)) return false;
    if (::access(own.c_str(), W_OK) == 0) return false;
    if (errno == EROFS) return true;
    return ::access(service.c_str(), W_OK) < 0 && errno == EROFS;
}

// Reports services on a read-only file system, as the image of a container may be.
// Waiting would not help.
void look_for_room(const config& d, const complainer& complain)
{
    if (d.at != station::container || d.directory.empty()) return;
    const auto services = sweep_all().there;
    std::string lacking;
    std::size_t count = 0;
    bool needed = false;
    for (const auto& s : services) {
        if (!is_read_only(s.name)) continue;
        lacking += (count++ ? ", " : "") + s.name;
        needed = needed || s.where == d.ends_with;
    }
    if (count == 0) return;
    const auto text = "unable to supervise " + lacking +
                      ": the file system is read-only (link supervise and log/supervise "
                      "of each service to a writable place: ln -s /run/supervise/NAME "
                      "NAME/supervise)";
    if (needed || count == services.size()) throw std::runtime_error(text);
    complain.warning(text);
}

// Process 1 and containers trust every user.  A machine that does not boot is of no
// use, and every user of a container is in it anyway.
bool trusts_everybody(const svscan_options& options, station at)
{
    return options.trust_everybody || at != station::plain;
}

// Runs .svscan/crash of the scan directory, if that is there and may be executed.  If
// svscan has not yet entered the scan directory, it does so first: the directory where
// it was started may contain a hook of any user.
void give_up(const svscan_options& options, bool entered, const complainer& complain)
{
    if (!entered && (options.directory.empty() || ::chdir(options.directory.c_str()) < 0))
        return;
    if (::access(crash_hook, F_OK) < 0) return;
    safety_check safety_check{complain,
                              trusts_everybody(options, station_of(options.container))};
    if (safety_check.may_run(crash_hook)) crash(complain);
}

// Reports why svscan cannot begin.  Does not return if there was a previous program in
// this process.
void refused(const second_try& again, const char* what, char* const* argv,
             const complainer& complain)
{
    if (!again.can()) return complain.fatal(what);
    if (again.is_news())
        complain.warning(std::string{"unable to start after the upgrade (returning to "
                                     "the previous program in a second): "} +
                         what);
    again.go(argv);
}

struct outcome {
    last_word word;
    int code;
};

// Returns the descriptor of --ready-fd.  Only the first program uses it: after an
// upgrade the number belongs to another descriptor.
fd ready_in(const svscan_options& options, bool first)
{
    if (options.ready_fd < 0 || !first) return {};
    if (options.ready_fd > STDERR_FILENO && ::fcntl(options.ready_fd, F_GETFD) >= 0)
        return fd{options.ready_fd};
    throw permanent_error(
        "unable to use --ready-fd=" + std::to_string(options.ready_fd) +
        ": the descriptor is not open (open a pipe with this number, 3 or higher)");
}

outcome scan(const svscan_options& options, station at, char* const* argv, bool first,
             bool& entered, const complainer& complain)
{
    fd ready = ready_in(options, first);
    auto d = config_of(options, at, argv);
    tidy_descriptors();
    std::optional<temp_service_dir> made;
    if (!d.command.empty()) made.emplace(options.run_directory);
    if (options.of_user && ::mkdir(options.directory.c_str(), 0700) < 0 &&
        errno != EEXIST)
        throw_errno(("unable to create the scan directory " + options.directory).c_str());
    enter(options.directory.empty() ? made->parent() : options.directory);
    entered = true;
    if (made) d.commanded = sight(*made);
    d.ends_with = chosen(options, d.commanded);
    look_for_room(d, complain);
    d.forwards = forwards_of(options, made ? &*made : nullptr);
    if (options.directory.empty()) d.commanded->name = "command";
    crash_on_terminate(trusts_everybody(options, at));
    become_subreaper();
    take_charge(at);
    if (at == station::container && !d.command.empty()) let_go_of_terminal();
    signals signals{SIGCHLD, SIGTERM, SIGINT,  SIGHUP, SIGALRM,
                    SIGQUIT, SIGUSR1, SIGUSR2, SIGPWR, SIGWINCH};
    watch watch;
    if (const int error = watch.open())
        complain.warning("unable to watch the scan directory (polling every 5 seconds)",
                         error);
    safety_check safety_check{complain, trusts_everybody(options, at)};
    if (!safety_check.scan_directory_is_safe())
        throw permanent_error("unable to trust the scan directory");
    state_watch state_watch;
    foreign_supervises foreign_supervises;
    if (const int error = at == station::container ? state_watch.open() : 0)
        complain.warning("unable to watch the services (polling 50 times a second)",
                         error);
    loop loop;
    loop.watch(signals.number());
    loop.watch(foreign_supervises.number());
    if (watch.number() >= 0) loop.watch(watch.number());
    if (state_watch.number() >= 0) loop.watch(state_watch.number());
    scanner scanner{signals,  watch, state_watch, foreign_supervises, safety_check,
                    complain, d};
    d.from.files = raise_files(); // the last step that may fail; a second try repeats all
    scanner.go_on_with(handed_on());
    if (ready) scanner.tell_when_begun(std::move(ready));
    loop.run(scanner);
    return {scanner.word(), scanner.code()};
}

} // namespace

int main(int argc, char** argv)
{
    complainer complain{"svscan", ""};
    const second_try again;
    svscan_options options;
    bool entered = false;
    int code = exit_temporary;
    try {
        options = read_svscan_options(argc, argv);
        if (!options.help.empty()) {
            std::fputs(options.help.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exit_temporary;
        }
        complain = complainer{"svscan", options.directory};
        const auto at = station_of(options.container);
        const auto done = scan(options, at, argv, !again.can(), entered, complain);
        if (at == station::machine) leave_machine(done.word, complain);
        return done.code;
    } catch (const command_error& e) {
        complain.fatal(e.what());
        code = e.code;
    } catch (const permanent_error& e) {
        refused(again, e.what(), argv, complain);
        code = exit_permanent;
    } catch (const std::exception& e) {
        refused(again, e.what(), argv, complain);
    }
    give_up(options, entered, complain);
    return code;
}
