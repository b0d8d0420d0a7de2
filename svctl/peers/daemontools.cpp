// daemontools' svc, svstat and svok, and daemontools-encore's svup.
#include <sys/stat.h>

#include <cerrno>
#include <stdexcept>
#include <string>

#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "svctl/peers/directory.h"
#include "svctl/peers/peer.h"
#include "svctl/peers/words.h"

namespace foster {

namespace {

constexpr const char* svc_usage =
    "svc options: u up, d down, o once, x exit, p pause, c continue, h hup, a alarm, "
    "i interrupt, t term, k kill\n";

// Sends the letters.  Warns if that fails; svc continues, and exits 0.
void tell(const std::string& dir, const std::string& letters)
{
    const auto warn = [](const std::string& text) { say_error("svc: warning: " + text); };
    if (const int error = enter(dir)) {
        warn("unable to chdir to " + dir + ": " + error_in_words(error) + '\n');
        return;
    }
    const int error = write_control(letters);
    if (error == ENXIO)
        warn("unable to control " + dir + ": supervise not running\n");
    else if (error == EAGAIN || error == EPIPE)
        warn("error writing commands to " + dir + ": " + error_in_words(error) + '\n');
    else if (error)
        warn("unable to control " + dir + ": " + error_in_words(error) + '\n');
}

std::string svstat_of(const std::string& dir)
{
    if (const int error = enter(dir)) return "unable to chdir: " + error_in_words(error);
    const int up = normally_up();
    if (up < 0) return "unable to stat down: " + error_in_words(errno);
    const int asked = ask_ok();
    if (asked == ENXIO) return "supervise not running";
    if (asked) return "unable to open supervise/ok: " + error_in_words(asked);
    const auto [bytes, error] = read_status_file();
    if (error) return "unable to open supervise/status: " + error_in_words(error);
    const auto status = read_peer_status(bytes);
    if (!status) return "unable to read supervise/status: bad format";
    return svstat_in_words(*status, up > 0, linux_now().wall);
}

[[noreturn]] void refuse(const std::string& what, int error)
{
    throw std::runtime_error(what + ": " + error_in_words(error));
}

// Enters the directory.  Returns false if the service is not supervised.
bool supervised_in(const std::string& dir)
{
    if (const int error = enter(dir)) refuse("unable to chdir to " + dir, error);
    const int error = ask_ok();
    if (!error) return true;
    if (error == ENOENT || error == ENXIO) return false;
    refuse("unable to open " + dir + "/supervise/ok", error);
}

// Returns whether the service is up.  A log is a service of its own in DIR/log, as in
// daemontools.
bool up_in(const std::string& dir)
{
    if (!supervised_in(dir)) return false;
    const auto [bytes, error] = read_status_file();
    if (error == ENOENT) return false;
    if (error) refuse("unable to open supervise/status", error);
    const auto status = read_peer_status(bytes);
    if (!status) throw std::runtime_error("bad data in supervise/status: truncated file");
    return static_cast<bool>(status->shown);
}

// Returns whether the log is up.  A log that is not supervised does not exist yet; it
// counts only on request.
bool log_up_in(const std::string& dir, bool asked_for, const start_directory& here)
{
    struct stat there {};
    if (::stat(dir.c_str(), &there) < 0 || !S_ISDIR(there.st_mode) || !supervised_in(dir))
        return !asked_for;
    here.back();
    return up_in(dir);
}

// Returns the index of the operand; argc if there is none or the usage was wrong.
int read_svup_options(int argc, char** argv, char& only)
{
    int at = 1;
    for (; at < argc && argv[at][0] == '-' && argv[at][1]; ++at)
        for (const char* letter = argv[at] + 1; *letter; ++letter) {
            if (*letter != 'l' && *letter != 'L') {
                say_error(std::string{"svup: illegal option -- "} + *letter + '\n');
                return argc;
            }
            only = *letter;
        }
    return at;
}

} // namespace

int run_svc(int argc, char** argv)
{
    const auto command = read_svc_command(argc, argv);
    if (command.unknown) {
        say_error(std::string{"svc: illegal option -- "} + command.unknown + '\n');
        say_error(svc_usage);
        return exit_permanent;
    }
    const start_directory here;
    for (int i = command.operands; i < argc; ++i) {
        tell(argv[i], command.letters);
        here.back();
    }
    return 0;
}

int run_svstat(int argc, char** argv)
{
    const start_directory here;
    for (int i = 1; i < argc; ++i) {
        const std::string dir = argv[i];
        say(dir + ": " + svstat_of(dir) + '\n');
        here.back();
    }
    return 0;
}

int run_svok(int argc, char** argv)
{
    if (argc >= 2) return supervised_in(argv[1]) ? 0 : exit_permanent;
    say_error("svok: usage: svok dir\n");
    return exit_permanent;
}

int run_svup(int argc, char** argv)
{
    char only = 0; // l: the service, L: its log, else both
    const int at = read_svup_options(argc, argv, only);
    if (at >= argc) {
        say_error("svup: usage: svup [-L] [-l] dir\n");
        return exit_permanent;
    }
    const start_directory here;
    const std::string dir = argv[at];
    bool up = only == 'L' || up_in(dir);
    here.back();
    if (up && only != 'l') up = log_up_in(dir + "/log", only == 'L', here);
    return up ? 0 : exit_permanent;
}

} // namespace foster
