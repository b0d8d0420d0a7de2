// servicedir(7) of s6 has the files.
#include "supervise/s6_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <string_view>

#include "kernel/linux/errors.h"
#include "kernel/linux/opening.h"
#include "kernel/linux/service_dir.h"
#include "lib/signals.h"

namespace foster {

namespace {

struct file {
    const char* name;
    const char* word;
    const char* takes;
    bool signal = false;
};

constexpr const char* time = "a number of milliseconds";

constexpr file files[] = {
    {"timeout-finish", "finish-timeout=", time},
    {"timeout-kill", "stop-timeout=", time},
    {"down-signal", "stop-signal=", "a signal", true},
    {"notification-fd", "ready-fd=", "a descriptor from 3 to 255"},
};

// Never: it has a month.
constexpr std::string_view forever = "2678400000";

std::string_view trimmed(std::string_view text)
{
    const auto end = text.find_first_of(" \t\n");
    return text.substr(0, end);
}

bool obey(settings& into, const file& f, std::string_view value)
{
    std::string word{f.word};
    if (const auto number = f.signal ? signal_number(value) : std::nullopt)
        return read_word(into, word + std::to_string(*number));
    if (f.takes != time) return read_word(into, word.append(value));
    return read_word(into, word.append(value == "0" ? forever : value));
}

} // namespace

void read_s6_files(settings& into, const std::string& directory, const names_in& names,
                   const complainer& complain)
{
    if (names.may_have("flag-newpidns") &&
        present((directory + "/flag-newpidns").c_str()))
        throw permanent_error("unable to give the service a pid namespace of its own, as "
                              "flag-newpidns asks: remove it, or unshare(1) in run");
    for (const auto& f : files) {
        if (!names.may_have(f.name)) continue;
        const auto open = open_regular((directory + "/" + f.name).c_str());
        if (open.error && open.error != not_regular) continue;
        char text[32];
        const auto got = open.error ? 0 : ::read(open.file.number(), text, sizeof text);
        if (got > 0 && obey(into, f, trimmed({text, static_cast<std::size_t>(got)}))) {
            if (f.word == files[3].word) into.ready = readiness::fd;
            continue;
        }
        complain.warning(std::string{"unable to read "} + f.name + ": it must be " +
                         f.takes + " (going on without it)");
    }
}

} // namespace foster
