#include "supervise/left.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/service_dir.h"
#include "lib/succession.h"
#include "lib/tai64n.h"
#include "lib/toml/read_state.h"

namespace foster {

namespace {

bool lives(const member& m)
{
    return m.start && described(m.who).start == m.start;
}

// What only the 20 bytes tell.
void add_bytes(status& was, const std::string& bytes)
{
    if (bytes.size() != 20) return;
    std::array<unsigned char, 12> label{};
    std::copy_n(bytes.begin(), label.size(), label.begin());
    was.pid_since = from_tai64n(label);
    was.termed = bytes[18] != 0;
}

} // namespace

std::vector<std::string> words_left(const std::string& directory,
                                    const std::vector<std::string>& words)
{
    const bool told = std::ranges::any_of(
        words, [](const auto& w) { return w.starts_with("warden="); });
    const bool ours = told || std::ranges::find(words, "resume") != words.end();
    if (supervised_at(directory)) return {};
    auto reading = read_state(read_published(directory + "/supervise/state").text);
    const auto boot = boot_id();
    const bool of_this_boot = boot[0] && reading.boot == std::string{boot.data(), 36};
    if (!reading.read || !of_this_boot) {
        // Nothing is known but that svscan has its processes.
        if (!told) return {};
        status unknown;
        unknown.phase = phase::starting;
        unknown.want = want::up;
        return to_words(unknown);
    }
    auto& was = *reading.read;
    add_bytes(was, read_published(directory + "/supervise/status").text);
    const auto living = std::ranges::find_if(was.kin, lives);
    if (!ours && living == was.kin.end()) return {};
    if (!ours)
        throw permanent_error(
            "unable to start a second one: the service is alive (pid " +
            std::to_string(living->who.number) +
            "), left by a supervise that was killed; end it, or give --take-over");
    if (!told && was.phase == phase::finishing) { // its script cannot be told for sure
        was.phase = phase::down;
        was.attendants.clear();
    }
    if (!told) was.bystanders.clear();
    return to_words(was);
}

} // namespace foster
