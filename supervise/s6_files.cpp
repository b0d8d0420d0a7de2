// Reads the files of s6's servicedir(7).
#include "supervise/s6_files.h"

#include <unistd.h>

#include <string_view>

#include "kernel/linux/errors.h"
#include "kernel/linux/safe_open.h"
#include "kernel/linux/supervise_dir.h"
#include "lib/s6_files.h"

namespace foster {

void read_s6_files(settings& into, const std::string& directory, const names_in& names,
                   const complainer& complain)
{
    if (names.may_have(newpidns_file) &&
        present((directory + "/" + newpidns_file).c_str()))
        throw permanent_error(
            "unable to start the service in a new pid namespace: foster does not support "
            "flag-newpidns (remove the file, or use unshare(1) in run)");
    for (const auto& f : s6_files) {
        if (!names.may_have(f.name)) continue;
        const auto open = open_regular((directory + "/" + f.name).c_str());
        if (open.error && open.error != not_regular) continue;
        char text[32];
        const auto got = open.error ? 0 : ::read(open.file.number(), text, sizeof text);
        const auto word = word_of(f, {text, got > 0 ? static_cast<std::size_t>(got) : 0});
        if (!word) {
            complain.warning(std::string{"unable to read "} + f.name + ": it must be " +
                             in_words(f.takes) + " (ignoring the file)");
            continue;
        }
        read_word(into, *word);
        if (f.takes == s6_value::descriptor) into.ready = readiness::fd;
    }
}

} // namespace foster
