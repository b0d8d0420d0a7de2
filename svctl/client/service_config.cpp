#include "svctl/client/service_config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/proc_namespace.h"
#include "lib/file_access.h"
#include "lib/predecessor.h"
#include "lib/template_instance.h"
#include "lib/toml/read_settings.h"
#include "svctl/client/supervise_client.h"
#include "svctl/text/process_facts.h"

namespace foster {

namespace {

// Returns the process that holds the lock there; 0 if that is not visible, or if its
// user is neither root nor the user of svctl.
pid keeper_of(const service_name& who)
try {
    const auto there = supervise_client::find(who.path);
    const auto keeper = there ? there->keeper() : pid{};
    const auto user = keeper ? user_of(keeper) : std::nullopt;
    return user == 0U || user == ::geteuid() ? keeper : pid{};
} catch (const std::exception&) { // the next step that needs supervise reports it
    return {};
}

// Reads a settings file; ignores a faulty one with a warning.
settings_reading believed(const whole_file& file, const std::string& path,
                          const std::string& argument, const service_name& who)
{
    if (file.error == ENOENT || file.error == ENOTDIR) return {};
    std::string passed_over;
    settings_reading said;
    if (file.error == whole_file::special)
        passed_over = path + ": " + file.reason() + " (remove it)";
    else if (file.error) {
        errno = file.error;
        throw_errno(("unable to read " + path).c_str());
    } else
        said = read_settings(file.text, path, argument);
    if (!said.complaints.empty()) passed_over = said.complaints[0];
    if (passed_over.empty()) return said;
    complainer{"svctl", who.shown}.warning("ignoring " + passed_over);
    return {};
}

void add(service_config& all, settings_reading said)
{
    if (said.groups) all.groups = *std::move(said.groups);
    if (said.reload_signal) all.reload_signal = *said.reload_signal;
    const auto take_group = [&](const char* key, std::optional<std::string>& to) {
        if (const auto group = take(said.outfit, key))
            to = group->words[0].substr(group->words[0].find('=') + 1);
    };
    take_group("control.group", all.control_group);
    take_group("control.readers", all.control_readers);
}

// Returns the command line without its first two words, the program and the directory.
std::vector<std::string> command_line_of(pid keeper)
{
    std::vector<std::string> words;
    if (!keeper) return words;
    const auto line = read_whole(path_in_proc(keeper, "cmdline")).text;
    for (std::size_t from = 0; from < line.size();) {
        const auto to = std::min(line.find('\0', from), line.size());
        words.push_back(line.substr(from, to - from));
        from = to + 1;
    }
    while (!words.empty() && words.back().empty())
        words.pop_back(); // room of supervise/upgrade
    words.erase(words.begin(),
                words.begin() + std::min<std::ptrdiff_t>(2, std::ssize(words)));
    return words;
}

// Returns whether the word is no setting.  It may be a note from one supervise to its
// successor, which an older one keeps among its words, or a note how its words were
// read.
bool is_no_setting(std::string_view word)
{
    return is_of_the_past(word) || word.empty() || word == no_defaults ||
           word == container_word || word == "planned" || when_planned(word);
}

} // namespace

service_config handling_of(const service_name& who)
{
    service_config all;
    const auto shared = defaults_of(who);
    if (shared.exposed.empty())
        add(all, believed(shared.file, shared.path, "", who));
    else
        complainer{"svctl", who.shown}.warning("ignoring " + shared.path + ": " +
                                               shared.exposed);
    const auto own = who.path + '/' + settings_file;
    add(all, believed(read_whole(own), own, std::string{instance_of(who.shown)}, who));
    return all;
}

defaults defaults_of(const service_name& who)
{
    if (who.log)
        return {.path = {}, .file = {.text = {}, .error = ENOENT}, .exposed = {}};
    for (const auto& w : words_of(keeper_of(who)))
        if (w.starts_with(defaults_word)) {
            const auto path = w.substr(defaults_word.size());
            return {.path = path, .file = read_whole(path), .exposed = {}};
        }
    return read_defaults_as_svscan(scan_dir_of(who.path));
}

std::vector<std::string> words_of(pid keeper)
{
    auto words = command_line_of(keeper);
    const auto command = std::ranges::find(words, "--");
    words.erase(std::remove_if(words.begin(), command, is_no_setting), command);
    return words;
}

std::optional<stamp> settings_read_at(pid keeper)
{
    if (!keeper) return std::nullopt;
    for (const auto& w : command_line_of(keeper)) {
        if (w == "--") break;
        if (const auto when = when_planned(w); when && *when > 0)
            return stamp{std::chrono::milliseconds{*when}};
    }
    const auto start = described(keeper).start;
    if (!start) return std::nullopt;
    return linux_now().wall - age_of(process{.start = start});
}

std::optional<stamp> when_read(const service_name& who)
{
    return settings_read_at(keeper_of(who));
}

std::optional<std::string> newer_settings(const service_name& who)
{
    const auto read = when_read(who);
    if (!read) return std::nullopt;
    for (const auto& path :
         {who.path + '/' + settings_file, who.log ? "" : defaults_of(who).path}) {
        struct stat there {};
        if (path.empty() || ::stat(path.c_str(), &there) < 0) continue;
        // ctime also counts the rename that put the file there.
        const stamp changed{std::chrono::seconds{there.st_ctim.tv_sec} +
                            nanoseconds{there.st_ctim.tv_nsec}};
        if (changed > *read) return path;
    }
    return std::nullopt;
}

std::string newer_in_words(const service_name& who, const std::string& file)
{
    return file + " is newer than the settings in force (svctl refresh " + who.shown +
           " applies it)";
}

settings settings_of(const std::vector<std::string>& words)
{
    settings told;
    for (const auto& w : words) {
        if (w == "--") break;
        read_word(told, w);
    }
    return told;
}

} // namespace foster
