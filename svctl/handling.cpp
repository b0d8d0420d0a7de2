#include "svctl/handling.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "lib/instance.h"
#include "lib/toml/read_settings.h"

namespace foster {

namespace {

// Empty if there is no such file, or `passed_over` says why it is not read.
std::string contents(const std::string& path, std::string& passed_over)
{
    auto file = read_whole(path);
    if (file.error == whole_file::special)
        passed_over = path + ": " + file.reason() + " (remove it)";
    else if (file.error && file.error != ENOENT && file.error != ENOTDIR) {
        errno = file.error;
        throw_errno(("unable to read " + path).c_str());
    }
    return std::move(file.text);
}

} // namespace

handling handling_of(const service_name& who)
{
    handling all;
    for (const auto* file : {defaults_file, settings_file}) {
        const auto path = who.path + '/' + file;
        const std::string argument{file == settings_file ? instance_of(who.shown) : ""};
        std::string passed_over;
        auto said = read_settings(contents(path, passed_over), path, argument);
        if (!said.complaints.empty()) passed_over = said.complaints[0];
        if (!passed_over.empty()) {
            complainer{"svctl", who.shown}.warning("passed over: " + passed_over);
            continue;
        }
        if (said.groups) all.groups = *std::move(said.groups);
        if (said.reload_signal) all.reload_signal = *said.reload_signal;
        if (const auto group = take(said.outfit, "control.group"))
            all.control_group = group->words[0].substr(group->words[0].find('=') + 1);
    }
    return all;
}

std::vector<std::string> words_of(pid keeper)
{
    std::vector<std::string> words;
    if (!keeper) return words;
    const auto line =
        read_whole("/proc/" + std::to_string(keeper.number) + "/cmdline").text;
    for (std::size_t from = 0; from < line.size();) {
        const auto to = std::min(line.find('\0', from), line.size());
        words.push_back(line.substr(from, to - from));
        from = to + 1;
    }
    // Its name and the directory come first; of the settings the last is `planned`.
    words.erase(words.begin(),
                words.begin() + std::min<std::ptrdiff_t>(2, std::ssize(words)));
    std::erase(words, "planned");
    return words;
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
