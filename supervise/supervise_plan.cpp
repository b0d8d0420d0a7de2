// supervise-plan, the configuration loader: reads options and service.toml, which take
// too much memory for a process that lives for years.  It reports all their errors, and
// executes supervise again with plain words, in the same process.  It has no children.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/environment_files.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/program_paths.h"
#include "kernel/linux/run_as.h"
#include "kernel/linux/scan_dir_defaults.h"
#include "kernel/linux/supervise_dir.h"
#include "kernel/linux/supervise_permissions.h"
#include "lib/file_access.h"
#include "lib/predecessor.h"
#include "lib/settings.h"
#include "lib/template_instance.h"
#include "lib/toml/read_settings.h"
#include "supervise/allow_group.h"
#include "supervise/options.h"
#include "supervise/predecessor_files.h"
#include "supervise/reread_settings.h"

namespace {

using namespace foster;

// Reads the settings of a file, or reports that it could not be read.  Warns of old
// words.
settings_reading obey(const whole_file& file, const std::string& path,
                      std::string_view argument, std::vector<std::string>& wrong,
                      const complainer& complain)
{
    if (file.error == ENOENT || file.error == ENOTDIR) return {};
    if (file.error == whole_file::special)
        throw permanent_error("unable to read " + path + ": " + file.reason() +
                              " (remove it)");
    if (file.error) {
        errno = file.error;
        throw_errno(("unable to read " + path).c_str());
    }
    auto reading = read_settings(file.text, path, argument);
    for (const auto& c : reading.complaints) wrong.push_back(c);
    for (const auto& w : reading.warnings) complain.warning(w);
    return reading;
}

// Returns the word for the defaults if svscan has started us.  svscan has also checked
// who may change our files.
std::optional<std::string> told_defaults(const std::vector<std::string>& words)
{
    for (const auto& w : words)
        if (w.starts_with(defaults_word)) return w;
    return std::nullopt;
}

// Finds the defaults, which are for the services of a scan directory, but not for their
// loggers.
defaults find_defaults(const supervise_options& options, const complainer& complain)
{
    if (const auto told = told_defaults(options.words)) {
        if (*told == no_defaults) return {.file = {.error = ENOENT}};
        const auto path = told->substr(defaults_word.size());
        return {.path = path, .file = read_whole(path)};
    }
    const auto name = name_of_service(options.directory);
    if (name == "log" || name.ends_with("/log") ||
        std::ranges::find(options.words, "log") != options.words.end())
        return {.file = {.error = ENOENT}};
    auto found = read_defaults(scan_dir_of(options.place));
    if (!found.exposed.empty())
        complain.warning("ignoring " + found.path + ": " + found.exposed);
    return found;
}

trust trusted_by(const supervise_options& options)
{
    const auto above = door_of(scan_dir_of(options.place).c_str());
    return {.user = ::geteuid(), .keeper = above ? above->user : 0, .group = ::getegid()};
}

// This directory is not safe: supervise-plan does not write into it either.
struct distrust : permanent_error {
    using permanent_error::permanent_error;
};

// Checks, after a start by hand, who may change the files that are executed and obeyed,
// as svscan does.
void look_at_writers(const supervise_options& options, bool lives,
                     const complainer& complain)
{
    if (told_defaults(options.words)) return;
    const auto& in = options.place;
    const auto by = trusted_by(options);
    bool refused = false;
    for (const auto& file : relied_on_in_service()) {
        const auto path = file.path.empty() ? in : in + '/' + file.path;
        const auto it = door_of(path.c_str());
        const auto found = it ? exposure_of(file, path, *it, by) : std::nullopt;
        if (!found) continue;
        const bool refuses = found->refused && !lives && !options.trust_everybody;
        refused = refused || refuses;
        if (refuses)
            complain.fatal(found->text + " (" + found->remedy +
                           ", or supervise --trust-everybody)");
        else
            complain.warning(found->text + " (see foster-security(7))");
    }
    if (refused) throw distrust("unable to trust this directory");
}

// Checks the environment files, which svscan does not know.  supervise-exec, which
// reads them, refuses at each start one that all users may change
// (supervise/exec_words).
void look_at_environment(const outfit& fitted, const supervise_options& options,
                         const complainer& complain)
{
    const auto by = trusted_with_environment(fitted, trusted_by(options));
    for (const auto& file : environment_files_in(fitted, options.place)) {
        const auto found = exposure_of({}, file.path, file.is, by);
        if (found && (!found->refused || options.trust_everybody))
            complain.warning(found->text + " (see foster-security(7))");
    }
}

// Returns the path of ./run, for a supervise-exec in another directory.
std::string run_of(const outfit& fitted, const std::string& directory)
{
    if (!find(fitted, "run-as.directory")) return "./run";
    char path[PATH_MAX];
    if (!::realpath(directory.c_str(), path))
        throw_errno(("unable to find " + directory).c_str());
    return std::string{path} + "/run";
}

// Returns the command of the service.  It begins with supervise-exec if a setting must
// be applied at each start.
std::vector<std::string> command_of(outfit fitted, const supervise_options& options)
{
    auto command = options.command;
    if (fitted.empty()) return command;
    const auto given = take(fitted, "command");
    if (command.empty() && given) command = given->words;
    const auto name = name_of_service(options.directory);
    if (command.empty()) {
        command = {run_of(fitted, options.place)};
        if (const auto argument = instance_of(name); !argument.empty())
            command.emplace_back(argument);
    }
    auto program = own_program();
    find_helper(program, "supervise-exec");
    std::vector<std::string> words{program.data(), "service=" + name};
    if (options.trust_everybody) words.emplace_back(trust_everybody_word);
    for (auto& w : in_order(std::move(fitted))) words.push_back(std::move(w));
    words.emplace_back("--");
    words.insert(words.end(), command.begin(), command.end());
    return words;
}

// Reports errors of all settings together.  Turns accounts into numbers, and returns
// the users that [control] admits.
std::optional<entry> look_at(outfit& fitted, bool commanded,
                             std::vector<std::string>& wrong)
{
    for (auto& c : contradictions(fitted, commanded)) wrong.push_back(std::move(c));
    for (auto& c : number_accounts(fitted)) wrong.push_back(std::move(c));
    return let_in_by(fitted, wrong);
}

// Applies `essential`.  It counts only in a container, and implies more than other
// keys.
void settle_essential(std::vector<std::string>& words, const supervise_options& options)
{
    constexpr std::string_view key = "essential=";
    const bool contained =
        std::ranges::find(options.words, container_word) != options.words.end();
    bool essential = false;
    std::erase_if(words, [&](const std::string& w) {
        if (!w.starts_with(key)) return false;
        essential = w == essential_word;
        return true;
    });
    if (essential && contained) words.emplace_back(essential_word);
}

// An error with several lines.
struct wrong_settings : permanent_error {
    explicit wrong_settings(std::vector<std::string> wrong)
        : permanent_error("unable to use these settings (fix the errors above)"),
          lines(std::move(wrong))
    {
        lines.emplace_back(what());
    }
    std::vector<std::string> lines;
};

// Returns the words in the order of their weight: of several on one subject the last is
// obeyed.
std::vector<std::string> plan(const supervise_options& options, bool refreshes,
                              const complainer& complain)
{
    const auto read_at = linux_now().wall.time_since_epoch() / 1ms;
    std::vector<std::string> words{options.directory};
    const auto name = name_of_service(options.directory);
    const std::string argument{instance_of(name)};
    outfit fitted;
    std::vector<std::string> wrong;
    const auto follow = [&](settings_reading said) {
        for (auto& w : said.words) words.push_back(std::move(w));
        for (auto& o : said.outfit) put(fitted, std::move(o));
    };
    const bool lives =
        refreshes || std::ranges::find(options.words, "resume") != options.words.end();
    look_at_writers(options, lives, complain);
    const auto shared = find_defaults(options, complain);
    const auto own = options.directory + '/' + settings_file;
    if (shared.exposed.empty())
        follow(obey(shared.file, shared.path, "", wrong, complain));
    follow(obey(read_whole(options.place + '/' + settings_file), own, argument, wrong,
                complain));
    const auto who = look_at(fitted, !options.command.empty(), wrong);
    if (!wrong.empty()) throw wrong_settings(std::move(wrong));
    settle_essential(words, options);
    words.push_back(to_planned(read_at, !options.command.empty()));
    for (const auto& w : options.words)
        if (!w.starts_with(defaults_word)) words.push_back(w);
    const auto word = word_of(shared);
    if (word != no_defaults || told_defaults(options.words)) words.push_back(word);
    if (!refreshes)
        for (auto& w : words_left(options.directory, options.words))
            words.push_back(std::move(w));
    look_at_environment(fitted, options, complain);
    if (who) admit(options.place, *who, complain);
    auto command = command_of(std::move(fitted), options);
    if (!command.empty()) words.emplace_back("--");
    for (auto& w : command) words.push_back(std::move(w));
    return words;
}

// Leaves room for the name of the socket, which has a fixed length.  supervise puts the
// name there, since it has no memory to spare (kernel/linux/notify_socket).  After an
// upgrade in place the name may already be there.
void prepare_environment(const std::vector<std::string>& words)
{
    settings all;
    renewal more;
    for (std::size_t i = 1; i < words.size() && words[i] != "--"; ++i)
        if (!read_word(all, words[i])) read_word(more, words[i]);
    if (more.files.lock) ::unsetenv("WATCHDOG_USEC");
    if (more.files.notify && all.ready != readiness::notify) ::unsetenv("NOTIFY_SOCKET");
    if (all.ready != readiness::notify) return;
    if (!more.files.notify) ::setenv("NOTIFY_SOCKET", "@00000", 1);
    const auto watchdog = std::to_string(all.watchdog / 1us);
    if (all.watchdog != 0s) ::setenv("WATCHDOG_USEC", watchdog.c_str(), 1);
}

[[noreturn]] void become_supervise(std::vector<std::string> words)
{
    prepare_environment(words);
    std::string self{"supervise"};
    std::vector<char*> argv{self.data()};
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    auto program = own_program();
    find_supervise(program);
    ::execv(program.data(), argv.data());
    throw_errno((std::string{"unable to run "} + program.data()).c_str());
}

// The service lives, and keeps its earlier settings if the new ones are wrong.
[[noreturn]] void refresh(supervise_options options, const complainer& complain)
{
    const auto before = begin_refresh(options);
    std::vector<std::string> words;
    try {
        if (options.place != ".")
            throw permanent_error("unable to read the settings again: this supervisor "
                                  "was started by version 0.1 (svctl exit, svctl up)");
        words = before.with(plan(options, true, complain));
    } catch (const std::exception& e) {
        if (const auto* wrong = dynamic_cast<const wrong_settings*>(&e))
            for (const auto& l : wrong->lines) complain.fatal(l);
        else
            complain.fatal(e.what());
        complain.warning("continuing with the settings in force");
        words = before.as_before(options.directory);
    }
    become_supervise(std::move(words));
}

// Reports the error.  svscan tries again every second, so a recurring error is reported
// at growing distances.
void unable_to_begin(const supervise_options& options, const complainer& complain,
                     std::span<const std::string> lines)
{
    const bool there = !options.place.empty() && ::chdir(options.place.c_str()) == 0;
    complain.fatal_in(there ? open_own_complaint(true) : fd{}, complaint::kind::begin,
                      lines, told_defaults(options.words).has_value());
}
void unable_to_begin(const supervise_options& options, const complainer& complain,
                     const std::string& what)
{
    unable_to_begin(options, complain, std::span{&what, 1});
}

} // namespace

int main(int argc, char** argv)
{
    complainer complain{"supervise", ""};
    supervise_options options;
    try {
        options = read_supervise_options(argc, argv);
        if (!options.help.empty()) {
            std::fputs(options.help.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exit_temporary;
        }
        complain = complainer{"supervise", name_of_service(options.directory)};
        if (is_refresh(options)) refresh(options, complain);
        become_supervise(plan(options, false, complain));
    } catch (const distrust& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const wrong_settings& e) {
        unable_to_begin(options, complain, e.lines);
        return exit_permanent;
    } catch (const permanent_error& e) {
        unable_to_begin(options, complain, e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        unable_to_begin(options, complain, e.what());
        return exit_temporary;
    }
}
