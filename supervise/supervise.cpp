// supervise DIR: keeps one service running.  See supervise(8).
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "kernel/linux/complaint_file.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/event_loop.h"
#include "kernel/linux/files.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/notify_socket.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/program_paths.h"
#include "kernel/linux/signal_reader.h"
#include "kernel/linux/supervise_dir.h"
#include "lib/predecessor.h"
#include "lib/program_path.h"
#include "lib/service.h"
#include "lib/settings.h"
#include "lib/template_instance.h"
#include "supervise/s6_files.h"
#include "supervise/turn.h"
#include "supervise/upgrade.h"

namespace {

using namespace foster;

// Each turn obeys at most this many control bytes of a flood.
constexpr std::size_t most_letters = 64;

// Takes a turn whenever the loop wakes.
class resident final : public sleeper {
  public:
    resident(turn& t, signals& s, linux_kernel& k, const complainer& c, int control,
             char* const* argv)
        : turn_(t), signals_(s), kernel_(k), complain_(c), control_(control), argv_(argv)
    {
    }

    plan wake() noexcept override
    {
        const auto came = signals_.take();
        const bool dismissed = came.has(SIGTERM) || came.has(SIGINT) || came.has(SIGHUP);
        char letters[most_letters];
        const auto got = ::read(control_, letters, sizeof letters);
        const auto done =
            turn_.take({letters, got > 0 ? static_cast<std::size_t>(got) : 0}, dismissed);
        if (done.leave) return {.go_on = false, .after = {}};
        if (done.renew) renew(done.refresh);
        if (!done.until) return {};
        return {.go_on = true, .after = *done.until - linux_now().at};
    }

  private:
    // Returns only if the upgrade in place failed.
    void renew(bool refresh) noexcept
    try {
        turn_.unrenewed();
        if (kernel_.others_live())
            return complain_.warning("unable to upgrade in place while recovered "
                                     "processes are alive (restart the service first)");
        auto more = turn_.hand_on();
        kernel_.hand_on(more.files);
        signals_.hand_on(true);
        const int error = go_on_as_installed(argv_, *turn_.told(), more, refresh);
        signals_.hand_on(false);
        complain_.warning("unable to upgrade in place to the installed program", error);
    } catch (const std::bad_alloc&) {
        complain_.warning("unable to upgrade in place to the installed program", ENOMEM);
    }

    turn& turn_;
    signals& signals_;
    linux_kernel& kernel_;
    const complainer& complain_;
    int control_;
    char* const* argv_;
};

// Executes the configuration loader, which reads options and all else that takes too
// much memory for a process that lives for years.  It executes supervise again, with
// plain words.
[[noreturn, gnu::noinline]] void ask_planner(char** argv)
{
    auto planner = own_program();
    find_helper(planner, "supervise-plan");
    ::execv(planner.data(), argv);
    throw_errno(
        (std::string{"unable to run "} + (planner[0] ? planner.data() : "supervise-plan"))
            .c_str());
}

struct orders {
    foster::settings settings;
    char** command = nullptr;           // the command after `--`
    bool own_settings = false;          // svscan has no defaults for it
    bool refreshes = false;             // the settings are read again, now ...
    bool refreshes_later = false;       // ... or once the service is dead
    bool resumes = false;               // a dead supervise has left its service: ...
    std::unique_ptr<predecessor> was{}; // ... its state, from the configuration loader
    // After an upgrade in place: the earlier program's facts.
    std::unique_ptr<renewal> more{};
    int orphan_pipe = -1; // the pipe of svscan's notes about its processes
};

// Reads the words that are no settings: how this supervise got its service.
bool read_succession(orders& o, std::string_view word)
{
    constexpr std::string_view orphan_pipe_word = "warden=";
    if (word == container_word) return true; // it was for the configuration loader
    if (word == "resume") {
        o.resumes = true;
        return true;
    }
    if (word == refresh_word || word == refresh_later_word) {
        (word == refresh_word ? o.refreshes : o.refreshes_later) = true;
        return true;
    }
    if (word.starts_with(defaults_word)) {
        o.own_settings = word == no_defaults;
        return true;
    }
    if (word.starts_with(orphan_pipe_word)) {
        const char* const end = word.data() + word.size();
        return std::from_chars(word.data() + orphan_pipe_word.size(), end, o.orphan_pipe)
                       .ptr == end &&
               o.orphan_pipe > STDERR_FILENO;
    }
    if (way_back_in(word) || word == trust_everybody_word) return true;
    if (word.starts_with("kept-")) {
        if (!o.more) o.more = std::make_unique<renewal>();
        return read_word(*o.more, word);
    }
    if (!word.starts_with("was-")) return false;
    if (!o.was) o.was = std::make_unique<predecessor>();
    return read_word(*o.was, word);
}

orders read_words(char** words, const settings& base = {})
{
    orders o{.settings = base};
    for (; *words; ++words)
        if (std::strcmp(*words, "--") == 0) {
            if (!words[1]) throw permanent_error("missing command after --");
            o.command = words + 1;
            break;
        } else if (words[0][0] == '-')
            throw permanent_error(std::string{"unable to read "} + *words +
                                  ": options come before DIR");
        else if (!read_word(o.settings, *words) && !read_succession(o, *words))
            throw permanent_error(std::string{"unable to understand \""} + *words +
                                  "\" (see supervise --help)");
    return o;
}

// Decides before any resource is taken.  The configuration loader reads settings files,
// and the files of a supervise that did not end on request.
bool needs_planner(const orders& o, const std::string& directory, const names_in& names)
{
    if (o.refreshes) return true;
    if (o.settings.planned) return false;
    return !o.own_settings || o.resumes || o.orphan_pipe >= 0 ||
           (names.may_have(settings_file) &&
            present((directory + "/" + settings_file).c_str())) ||
           (names.may_have("supervise") && left_something_at(directory));
}

// Replaces the supervise-exec of a command by the installed one.  An older version, whose
// programs lay elsewhere, may have given the command.  Never inlined, as read_all is not.
[[gnu::noinline]] void find_exec_of(char** command)
{
    if (!command || !is_supervise_exec(*command)) return;
    auto path = own_program();
    if (!find_helper(path, "supervise-exec") || std::strcmp(path.data(), *command) == 0)
        return;
    char* const copy = ::strdup(path.data()); // stays for the life of this process
    if (!copy) throw std::bad_alloc{};
    *command = copy;
}

// Reads the words and s6's files, or executes the configuration loader to read all.
// Never inlined: a page of stack that was used once would stay for years.
[[gnu::noinline]] std::unique_ptr<orders> read_all(char** argv,
                                                   const complainer& complain)
{
    settings base;
    auto first = read_words(argv + 2);
    // After an upgrade in place it is our working directory.
    const std::string directory = first.more ? "." : argv[1];
    const names_in names{directory};
    if (needs_planner(first, directory, names)) ask_planner(argv);
    read_s6_files(base, directory, names, complain);
    stay(argv);
    auto all = std::make_unique<orders>(read_words(argv + 2, base));
    find_exec_of(all->command);
    all->was = std::move(first.was);
    all->more = std::move(first.more);
    all->orphan_pipe = first.orphan_pipe;
    return all;
}

[[gnu::noinline]] void take_back(const orders& orders, linux_kernel& kernel,
                                 service& service, turn& turn)
{
    auto& others = kernel.have_others();
    kernel.counted(orders.was->said.starts);
    others.open(orders.orphan_pipe, *orders.was, present("no-setsid"));
    service.resumed(*orders.was, linux_now(), others.renewed(), kernel.told().told());
    turn.resumed(orders.was->said);
    kernel.resumed();
}

[[gnu::noinline]] void go_on(const orders& orders, linux_kernel& kernel, service& service,
                             turn& turn)
{
    auto files = orders.more->files;
    // Settings that were read again may not need them.
    const auto& how = orders.settings.ready;
    for (const auto& [number, wanted] :
         {std::pair{&files.notify, how == readiness::notify},
          {&files.ready, how == readiness::fd}})
        if (*number && !wanted) ::close(std::exchange(*number, 0));
    kernel.renewed(files);
    const auto& was = orders.was ? orders.was->said : status{};
    kernel.counted(was.starts);
    service.renewed(was, *orders.more, linux_now());
    if (orders.refreshes_later) service.refresh_when_dead();
    turn.resumed(was);
}

void supervise(char* const* argv, const std::string& name, std::unique_ptr<orders> orders,
               complainer& complain)
{
    tidy_descriptors();
    become_subreaper();
    signals signals{SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGIO};
    char file[] = "./run";
    std::string argument{instance_of(name)};
    char* const run[] = {file, argument.empty() ? nullptr : argument.data(), nullptr};
    service_dir dir =
        orders->more ? service_dir{orders->more->files} : service_dir{argv[1]};
    complain.keep_in(dir.directory().number());
    ear ear;
    if (orders->settings.ready == readiness::notify &&
        (!orders->more || !orders->more->files.notify))
        ear = listen_for_notices(dir);
    linux_kernel kernel{dir,
                        complain,
                        name,
                        orders->settings.pidfile,
                        orders->command ? orders->command : run,
                        orders->settings.ready == readiness::fd
                            ? static_cast<int>(orders->settings.ready_fd)
                            : -1,
                        std::move(ear.socket)};
    kernel.told().ask();
    service service{orders->settings, present("down") ? want::down : want::up};
    // In the arena, which has room in its one page, since the stack has little.
    const auto held = std::make_unique<turn>(kernel, service);
    if (orders->more)
        go_on(*orders, kernel, service, *held);
    else if (orders->was)
        take_back(*orders, kernel, service, *held);
    else
        dir.forget_records();
    if (service.alive() && !ear.kept)
        complain.warning("unable to bind the NOTIFY_SOCKET of the running service: "
                         "notifications and the watchdog are off until its next start");
    orders.reset(); // its memory is needed
    resident resident{*held, signals, kernel, complain, dir.control(), argv};
    loop loop;
    loop.watch(signals.number());
    loop.watch(dir.control());
    if (kernel.others() >= 0) loop.watch(kernel.others());
    if (kernel.told().told()) loop.watch(kernel.told().number());
    loop.run(resident);
    dir.close_ok();
}

// Reports why supervise cannot begin.  There is no file for the report if the directory
// cannot be entered, or another supervise runs there.  svscan tries again every second,
// so a recurring error is reported at growing distances.
void unable_to_begin(char* const* argv, const complainer& complain, const char* what,
                     int error)
{
    fd file;
    if (error != EWOULDBLOCK) {
        const auto there = std::string{argv[1]} + "/supervise";
        constexpr int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        fd dir{::open(there.c_str(), flags)};
        if (!dir) dir = fd{::open("supervise", flags)}; // it is the working directory
        if (dir) file = open_complaint(dir.number());
    }
    bool by_svscan = false;
    for (char* const* word = argv + 2; *word; ++word)
        by_svscan = by_svscan || std::string_view{*word}.starts_with(defaults_word);
    const std::string line{what};
    complain.fatal_in(file, complaint::kind::begin, {&line, 1}, by_svscan);
}

} // namespace

int main(int argc, char** argv)
{
    const bool plain = argc >= 2 && argv[1][0] != '-' && argv[1][0] != '\0';
    const std::string name = plain ? name_of_service(argv[1]) : "";
    complainer complain{"supervise", name};
    bool read = false;
    const auto fail = [&](const char* what, int error = 0) {
        if (!plain) return complain.fatal(what); // there is no directory
        unable_to_begin(argv, complain, what, error);
        if (!read) go_back(argv);
    };
    try {
        if (!plain) ask_planner(argv);
        auto orders = read_all(argv, complain);
        read = true; // all that the earlier program had is ours now, or lost
        supervise(argv, name, std::move(orders), complain);
        return 0;
    } catch (const permanent_error& e) {
        fail(e.what());
        return exit_permanent;
    } catch (const std::system_error& e) {
        fail(e.what(), e.code().value());
        return exit_temporary;
    } catch (const std::exception& e) {
        fail(e.what());
        return exit_temporary;
    }
}
