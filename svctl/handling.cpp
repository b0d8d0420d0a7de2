#include "svctl/handling.h"

#include <fcntl.h>

#include <cerrno>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"
#include "lib/instance.h"
#include "lib/toml/read_settings.h"

namespace foster {

namespace {

// Empty: there is none.
std::string contents(const std::string& path)
{
    const fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file && (errno == ENOENT || errno == ENOTDIR)) return {};
    if (!file) throw_errno(("unable to open " + path).c_str());
    std::string text;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        text.append(bytes, static_cast<std::size_t>(got));
    if (got < 0) throw_errno(("unable to read " + path).c_str());
    return text;
}

} // namespace

handling handling_of(const service_name& who)
{
    handling all;
    for (const auto* file : {defaults_file, settings_file}) {
        const auto path = who.path + '/' + file;
        const std::string argument{file == settings_file ? instance_of(who.shown) : ""};
        auto said = read_settings(contents(path), path, argument);
        if (!said.complaints.empty()) {
            complainer{"svctl", who.shown}.warning("passed over: " + said.complaints[0]);
            continue;
        }
        if (said.groups) all.groups = *std::move(said.groups);
        if (said.reload_signal) all.reload_signal = *said.reload_signal;
        for (auto& w : said.words) all.words.push_back(std::move(w));
    }
    return all;
}

} // namespace foster
