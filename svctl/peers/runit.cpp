// runit's sv.  While it waits it looks every 20 ms, and it runs ./check itself.
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/spawn.h"
#include "svctl/client/service_names.h"
#include "svctl/peers/directory.h"
#include "svctl/peers/peer.h"
#include "svctl/peers/sv_options.h"
#include "svctl/peers/words.h"

namespace foster {

namespace {

constexpr int look_again = 20; // ms

void warn(const std::string& service, const std::string& text, int error)
{
    say_error("warning: unable to " + text + ' ' + service +
              "/check: " + error_in_words(error) + '\n');
}

// Returns whether ./check succeeds.  A missing ./check succeeds.
bool run_check(const std::string& service)
{
    if (::access("check", F_OK) != 0) {
        if (errno == ENOENT) return true;
        warn(service, "stat", errno);
        return false;
    }
    const fd null{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
    char file[] = "./check";
    char* argv[] = {file, nullptr};
    const auto [who, error] =
        spawn({.file = file, .argv = argv, .own_session = false, .out = null.number()});
    if (error) {
        warn(service, "run", error);
        return false;
    }
    int status = 0;
    while (::waitpid(who.number, &status, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// One call of sv.
class control {
  public:
    control(const sv_options& options, sv_command command)
        : options_(options), command_(std::move(command)), asked_(linux_now())
    {
        for (const auto& name : options_.services) left_.push_back(name);
    }

    int run()
    {
        std::erase_if(left_, [&](const std::string& name) { return !begin(name); });
        if (command_.status) return code_of_status();
        if (!command_.waits && !options_.verbose) return code();
        for (;;) {
            const bool late =
                linux_now().at - asked_.at > std::chrono::seconds{options_.wait};
            std::erase_if(left_,
                          [&](const std::string& name) { return over(name, late); });
            if (left_.empty()) return code();
            ::poll(nullptr, 0, look_again);
        }
    }

  private:
    enum class found { nobody, status, trouble };

    int code() const { return options_.lsb() ? failed_ > 0 : std::min(failed_, 99); }

    // LSB: 0 means running, 3 down, 4 unknown; an unsupervised service counts as an
    // error.
    int code_of_status() const
    {
        if (!options_.lsb() || !asked_somebody_) return code();
        return !known_ ? 4 : last_.shown ? 0 : 3;
    }

    bool exits() const { return command_.letters.starts_with('x'); }

    void out(const char* kind, const std::string& name, std::string text, int error = 0)
    {
        if (error) text += ": " + error_in_words(error);
        say(kind + (": " + name) + ": " + text + '\n');
    }
    bool fail(const char* kind, const std::string& name, const std::string& text,
              int error = 0)
    {
        ++failed_;
        out(kind, name, text, error);
        return false;
    }

    bool go_to(const std::string& name)
    {
        const bool path = name[0] == '/' || name[0] == '.' || name.ends_with('/');
        const int error = enter(path ? name : options_.directory + '/' + name);
        return !error ||
               fail("fail", name, "unable to change to service directory", error);
    }

    found read(const std::string& name)
    {
        known_ = false;
        const int error = ask_ok();
        asked_somebody_ = error != ENXIO;
        if (error) {
            if (error == ENXIO)
                nobody(name);
            else
                fail("warning", name, "unable to open supervise/ok", error);
            return error == ENXIO ? found::nobody : found::trouble;
        }
        const auto [bytes, unread] = read_status_file();
        if (unread) {
            fail("warning", name, "unable to open supervise/status", unread);
            return found::trouble;
        }
        if (bytes.size() != 20) {
            fail("warning", name, "unable to read supervise/status: bad format");
            return found::trouble;
        }
        last_ = *read_peer_status(bytes);
        known_ = true;
        return found::status;
    }

    void nobody(const std::string& name)
    {
        if (exits())
            out("ok", name, "runsv not running");
        else
            fail("fail", name, "runsv not running");
    }

    std::string text_of(const std::string& name) const
    {
        return sv_in_words(name, last_, normally_up() != 0, linux_now().wall);
    }

    // Commands or shows a service.  Returns false if nothing more can come of it.
    bool begin(const std::string& name)
    {
        const bool goes_on = name.empty() ? fail("fail", name, "no name")
                                          : go_to(name) && begin_here(name);
        here_.back();
        return goes_on;
    }

    bool begin_here(const std::string& name)
    {
        if (command_.status) return show(name);
        return !command_.writes || tell(name, command_.letters);
    }

    bool show(const std::string& name)
    {
        if (read(name) != found::status) return false;
        const auto shown = last_;
        std::string text = text_of(name);
        if (const int error = enter("log"); !error)
            text += show_log();
        else if (error != ENOENT)
            text += "; log: warning: unable to change to log service directory: " +
                    error_in_words(error);
        say(text + '\n');
        last_ = shown;
        return false;
    }

    std::string show_log()
    {
        const auto [bytes, error] = read_status_file();
        const int asked = ask_ok();
        if (asked == ENXIO) return "; fail: log: runsv not running";
        if (asked || error || bytes.size() != 20)
            return "; warning: log: unable to read its status";
        last_ = *read_peer_status(bytes);
        return "; " + text_of("log");
    }

    // Sends the letters.  Sends nothing if the service is already in the wanted state.
    bool tell(const std::string& name, const std::string& letters)
    {
        if (read(name) != found::status) return false;
        const bool again = letters[0] == 'd' && last_.shown && !last_.termed;
        if (last_.want == letters[0] && !again) return true;
        const int error = write_control(letters);
        if (error == ENXIO)
            nobody(name);
        else if (error)
            fail("warning", name, "unable to write to supervise/control", error);
        return !error;
    }

    // Returns whether nothing more is to be waited for.
    bool over(const std::string& name, bool late)
    {
        const bool done = !go_to(name) || reached(name) || (late && give_up(name));
        here_.back();
        return done;
    }

    bool reached(const std::string& name)
    {
        if (read(name) != found::status) return true;
        service_ = name;
        if (!sv_reached(command_.letters[0], last_, asked_.wall, checked)) return false;
        say("ok: " + text_of(name) + '\n');
        return true;
    }

    bool give_up(const std::string& name)
    {
        ++failed_;
        say((command_.kills ? "kill: " : "timeout: ") + text_of(name) + '\n');
        if (command_.kills) tell(name, "k");
        return true;
    }

    static bool checked() { return run_check(service_); }

    static std::string service_; // the service whose ./check runs
    const sv_options& options_;
    sv_command command_;
    start_directory here_;
    moment asked_;
    std::vector<std::string> left_;
    peer_status last_;
    bool known_ = false;
    bool asked_somebody_ = false;
    int failed_ = 0;
};

std::string control::service_;

} // namespace

int run_sv(int argc, char** argv)
{
    const auto options = read_sv_options(argc, argv);
    auto command =
        options ? read_sv_command(options->word, options->lsb()) : std::nullopt;
    if (!command) return sv_usage(argv[0]);
    try {
        return control{*options, *std::move(command)}.run();
    } catch (const std::exception& e) {
        say_error(std::string{"fatal: "} + e.what() + '\n');
        return options->lsb() ? 151 : exit_permanent;
    }
}

} // namespace foster
