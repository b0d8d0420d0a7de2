// supervise-plan: reads what is too large for a process that is to live for years
// (options, service.toml), says all that is wrong with it, and becomes supervise again,
// with plain words.  Same pid; it has no children.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/accounts.h"
#include "kernel/linux/complain.h"
#include "kernel/linux/defaults.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/permissions.h"
#include "lib/instance.h"
#include "lib/settings.h"
#include "lib/toml/read_settings.h"
#include "lib/trust.h"
#include "supervise/admit.h"
#include "supervise/left.h"
#include "supervise/options.h"

namespace {

using namespace foster;

// The resident lies beside us, under our name without "-plan".
std::string resident_path(const char* name)
{
    char self[4096];
    const auto length = ::readlink("/proc/self/exe", self, sizeof self);
    std::string path =
        length > 0 ? std::string{self, static_cast<std::size_t>(length)} : name;
    if (const auto dash = path.rfind("-plan"); dash != path.npos) path.resize(dash);
    return path;
}

// What a file says that could be read, or not.
settings_reading obey(const whole_file& file, const std::string& path,
                      std::string_view argument, const complainer& complain, bool& wrong)
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
    for (const auto& c : reading.complaints) complain.fatal(c);
    wrong = wrong || !reading.complaints.empty();
    return reading;
}

// Whether svscan has started us: it names the defaults, and has looked who may change
// what we obey.
std::optional<std::string> told_defaults(const std::vector<std::string>& words)
{
    for (const auto& w : words)
        if (w.starts_with(defaults_word)) return w;
    return std::nullopt;
}

// The defaults are for the services of a scan directory, and no logger is one.
defaults find_defaults(const supervise_options& options, const complainer& complain)
{
    if (const auto told = told_defaults(options.words)) {
        if (*told == no_defaults) return {.file = {.error = ENOENT}};
        const auto path = told->substr(defaults_word.size());
        return {.path = path, .file = read_whole(path)};
    }
    const auto& given = options.directory;
    const auto name = name_of_service(given);
    if (name == "log" || name.ends_with("/log") ||
        std::ranges::find(options.words, "log") != options.words.end())
        return {.file = {.error = ENOENT}};
    auto found = read_defaults(scan_dir_of(given));
    if (!found.exposed.empty())
        complain.warning("not following " + found.path + ": " + found.exposed);
    return found;
}

// Started by hand, we look who may change what we execute and obey, as svscan does.
void look_at_writers(const supervise_options& options, const complainer& complain)
{
    if (told_defaults(options.words)) return;
    const auto& in = options.directory;
    const auto above = door_of(scan_dir_of(in).c_str());
    const trust by{
        .user = ::geteuid(), .keeper = above ? above->user : 0, .group = ::getegid()};
    const bool lives = std::ranges::find(options.words, "resume") != options.words.end();
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
            complain.warning(found->text + " (see SECURITY in supervision(7))");
    }
    if (refused) throw permanent_error("unable to trust this directory");
}

// The value of a word.
std::string value_of(const std::string& word)
{
    return word.substr(word.find('=') + 1);
}

gid_t group_of(const std::string& word, const std::string& where)
{
    const auto found = find_group(value_of(word));
    if (!found)
        throw permanent_error(where + ": there is no group \"" + value_of(word) +
                              "\" in /etc/group");
    return *found;
}

// Who is let in by [control]; nullopt: that is left as it is.
std::optional<entry> named_in(outfit& fitted)
{
    const auto group = take(fitted, "control.group");
    const auto readers = take(fitted, "control.readers");
    if (!group && !readers) return std::nullopt;
    entry who;
    if (group) who.commanders = group_of(group->words[0], group->where);
    if (!readers) return who;
    who.everyone = value_of(readers->words[0]) == everyone;
    if (!*who.everyone) who.readers = group_of(readers->words[0], readers->where);
    return who;
}

// Users and groups by their numbers.  Who is told a user and no groups gets the user's.
void number_accounts(outfit& fitted)
{
    const auto user = take(fitted, "run-as.user");
    const auto group = take(fitted, "run-as.group");
    const auto groups = take(fitted, "run-as.groups");
    std::optional<gid_t> gid;
    std::vector<gid_t> gids;
    if (user) {
        const auto name = value_of(user->words[0]);
        const auto found = find_user(name);
        if (!found)
            throw permanent_error(user->where + ": there is no user \"" + name +
                                  "\" in /etc/passwd");
        if (!found->group && !group)
            throw permanent_error(user->where + ": user " + name +
                                  " is not in /etc/passwd: give it a group, too");
        put(fitted, {"uid", {"uid=" + std::to_string(found->user)}, user->where});
        gid = found->group;
        gids = found->groups;
    }
    if (group) gid = group_of(group->words[0], group->where);
    if (groups) {
        gids.clear();
        for (const auto& w : groups->words) gids.push_back(group_of(w, groups->where));
    }
    if (gid) put(fitted, {"gid", {"gid=" + std::to_string(*gid)}, {}});
    if (!user && !groups) return;
    std::string list;
    for (const auto g : gids) list += (list.empty() ? "" : ",") + std::to_string(g);
    put(fitted, {"groups", {"groups=" + list}, {}});
}

// Where ./run is, once supervise-exec has gone to another directory.
std::string run_of(const outfit& fitted, const std::string& directory)
{
    const auto has = [&](std::string_view subject) {
        return std::ranges::find(fitted, subject, &outfit_setting::subject);
    };
    if (const auto root = has("run-as.root"); root != fitted.end())
        throw permanent_error(root->where + ": ./run is not inside of another root: give "
                                            "a command");
    if (has("run-as.directory") == fitted.end()) return "./run";
    char path[PATH_MAX];
    if (!::realpath(directory.c_str(), path))
        throw_errno(("unable to find " + directory).c_str());
    return std::string{path} + "/run";
}

// The service is started by supervise-exec where a setting must be applied to each start.
std::vector<std::string> command_of(outfit fitted, const supervise_options& options,
                                    const std::string& resident)
{
    auto command = options.command;
    if (fitted.empty()) return command;
    const auto given = take(fitted, "command");
    if (command.empty() && given) command = given->words;
    const auto name = name_of_service(options.directory);
    if (command.empty()) {
        command = {run_of(fitted, options.directory)};
        if (const auto argument = instance_of(name); !argument.empty())
            command.emplace_back(argument);
    }
    number_accounts(fitted);
    std::vector<std::string> words{resident + "-exec", "service=" + name};
    for (auto& w : in_order(std::move(fitted))) words.push_back(std::move(w));
    words.emplace_back("--");
    words.insert(words.end(), command.begin(), command.end());
    return words;
}

// In the order in which they count: the last word on a subject is the one that is obeyed.
std::vector<std::string> plan(const supervise_options& options,
                              const complainer& complain, const std::string& resident)
{
    std::vector<std::string> words{options.directory};
    const auto name = name_of_service(options.directory);
    const std::string argument{instance_of(name)};
    outfit fitted;
    bool wrong = false;
    const auto follow = [&](settings_reading said) {
        for (auto& w : said.words) words.push_back(std::move(w));
        for (auto& o : said.outfit) put(fitted, std::move(o));
    };
    look_at_writers(options, complain);
    const auto shared = find_defaults(options, complain);
    const auto own = options.directory + '/' + settings_file;
    if (shared.exposed.empty())
        follow(obey(shared.file, shared.path, "", complain, wrong));
    follow(obey(read_whole(own), own, argument, complain, wrong));
    if (wrong) throw permanent_error("unable to follow these settings: mend them");
    for (const auto& w : options.words)
        if (!w.starts_with(defaults_word)) words.push_back(w);
    if (const auto word = word_of(shared); word != no_defaults) words.push_back(word);
    for (auto& w : words_left(options.directory, options.words))
        words.push_back(std::move(w));
    words.emplace_back("planned");
    if (const auto who = named_in(fitted)) admit(options.directory, *who, complain);
    auto command = command_of(std::move(fitted), options, resident);
    if (!command.empty()) words.emplace_back("--");
    for (auto& w : command) words.push_back(std::move(w));
    return words;
}

// supervise puts the socket's name into the room that is left for it here: it is as long,
// and the resident has no memory to spare (kernel/linux/notify).
void prepare_environment(const std::vector<std::string>& words)
{
    settings all;
    for (std::size_t i = 1; i < words.size() && words[i] != "--"; ++i)
        read_word(all, words[i]);
    if (all.ready != readiness::notify) return;
    ::setenv("NOTIFY_SOCKET", "@00000", 1);
    const auto watchdog = std::to_string(all.watchdog / 1us);
    if (all.watchdog != 0s) ::setenv("WATCHDOG_USEC", watchdog.c_str(), 1);
}

[[noreturn]] void become(const std::string& resident, std::vector<std::string> words)
{
    prepare_environment(words);
    std::string self{"supervise"};
    std::vector<char*> argv{self.data()};
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    ::execvp(resident.c_str(), argv.data());
    throw_errno(("unable to run " + resident).c_str());
}

} // namespace

int main(int argc, char** argv)
{
    complainer complain{"supervise", ""};
    try {
        const auto options = read_supervise_options(argc, argv);
        if (!options.help.empty()) {
            std::fputs(options.help.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exit_temporary;
        }
        complain = complainer{"supervise", name_of_service(options.directory)};
        const auto resident = resident_path(argv[0]);
        become(resident, plan(options, complain, resident));
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_temporary;
    }
}
