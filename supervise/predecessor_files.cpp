#include "supervise/predecessor_files.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/proc_namespace.h"
#include "kernel/linux/supervise_dir.h"
#include "lib/predecessor.h"
#include "lib/tai64n.h"
#include "lib/toml/read_state.h"

namespace foster {

namespace {

bool lives(const member& m)
{
    return m.start && described(m.who).start == m.start;
}

// Returns when the process that wrote the record began; 0 if it is dead.
std::uint64_t start_of(const launch_record& r)
{
    const auto start = described(r.who).start;
    return could_write(r, start) ? start : 0;
}

// Returns whether the process is a script, which runs below supervise-attend.  Needed
// if svscan does not report the parent.
bool is_script(pid who)
{
    char program[4096];
    const auto path = path_in_proc(who, "exe");
    const auto length = ::readlink(path.c_str(), program, sizeof program);
    const std::string_view name{program,
                                length > 0 ? static_cast<std::size_t>(length) : 0};
    return name.find("/supervise-attend") != name.npos;
}

// Adds the facts that are only in the 20 bytes.
void add_bytes(status& was, const std::string& bytes)
{
    if (bytes.size() != 20) return;
    std::array<unsigned char, 12> label{};
    std::copy_n(bytes.begin(), label.size(), label.begin());
    was.pid_since = from_tai64n(label);
    was.termed = bytes[18] != 0;
}

// Returns the last status of a supervise in this run of the machine; nullopt if there
// is none.
std::optional<status> last_status(const std::string& directory,
                                  const launch_records& records)
{
    if (records.marked && !records.of_this_run) return std::nullopt;
    auto reading = read_state(read_published(directory + "/supervise/state").text);
    const auto boot = boot_id();
    if (!reading.read || !boot[0] ||
        reading.boot != std::string{boot.data(), boot.size()})
        return std::nullopt;
    add_bytes(*reading.read, read_published(directory + "/supervise/status").text);
    return std::move(*reading.read);
}

} // namespace

std::vector<std::string> words_left(const std::string& directory,
                                    const std::vector<std::string>& words)
{
    const bool told = std::ranges::any_of(
        words, [](const auto& w) { return w.starts_with("warden="); });
    const bool ours = told || std::ranges::find(words, "resume") != words.end();
    if (supervised_at(directory)) return {};
    const auto lock = read_published(directory + "/supervise/lock").text;
    const auto records = read_records(lock, this_run());
    auto said = last_status(directory, records);
    if (!said && !records.run && !told) return {};
    if (said) add_bytes(*said, read_published(directory + "/supervise/status").text);
    auto was = recovered(std::move(said), records);
    if (was.run)
        for (auto& k : was.said.kin)
            if (k.who == was.run && !k.start) {
                k.start = start_of(*records.run);
                // Without notes of svscan it is dead only if another process has its
                // number.
                if (!k.start && !told) k.start = first_tick(*records.run);
            }
    const auto living = std::ranges::find_if(was.said.kin, lives);
    if (!ours && living == was.said.kin.end()) return {};
    if (!ours)
        throw permanent_error(
            "unable to start the service a second time: it is alive (pid " +
            std::to_string(living->who.number) +
            "), left by a killed supervisor (end it, or recover it with --take-over)");
    if (told) return to_words(was);
    std::erase_if(was.said.attendants, [&](pid p) {
        const bool recorded = records.script && records.script->who == p;
        return recorded ? start_of(*records.script) == 0 : !is_script(p);
    });
    if (was.said.phase == phase::finishing && was.said.attendants.empty())
        was.said.phase = phase::down;
    was.said.bystanders.clear();
    return to_words(was);
}

} // namespace foster
