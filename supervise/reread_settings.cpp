#include "supervise/reread_settings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "kernel/linux/errors.h"
#include "lib/predecessor.h"
#include "lib/program_path.h"
#include "lib/settings.h"

namespace foster {

namespace {

using words = std::vector<std::string>;

// The words that a service gets at its start.
constexpr auto of_a_start =
    std::to_array<std::string_view>({"ready", "ready-fd", "ready-timeout", "watchdog"});

std::string_view name_of(std::string_view word)
{
    return word.substr(0, word.find('='));
}

bool is_of_a_start(const std::string& word)
{
    return std::ranges::find(of_a_start, name_of(word)) != of_a_start.end();
}

words of_a_start_in(const words& all)
{
    words some;
    std::ranges::copy_if(all, std::back_inserter(some), is_of_a_start);
    return some;
}

bool says_that_one_lives(const std::string& word)
{
    return word.starts_with("was-kin=") || word.starts_with("was-attendant=");
}

// Returns the command as it was given.  If files were read, the command is that of the
// file, or of supervise-exec, which executes the given one.
words given_command(const words& command, bool commanded)
{
    if (!commanded || command.empty()) return {};
    if (!is_supervise_exec(command[0])) return command;
    const auto end = std::ranges::find(command, "--");
    return end == command.end() ? command : words{end + 1, command.end()};
}

} // namespace

bool is_refresh(const supervise_options& options)
{
    return std::ranges::find(options.words, refresh_word) != options.words.end();
}

refreshing begin_refresh(supervise_options& options)
{
    refreshing r;
    r.command = options.command;
    for (auto& w : options.words)
        if (w != refresh_word && w != refresh_later_word)
            (is_of_the_past(w) ? r.life : r.told).push_back(w);
    r.alive = std::ranges::any_of(r.life, says_that_one_lives);
    const auto mark = std::ranges::find_if(
        r.told, [](const auto& w) { return when_planned(w).has_value(); });
    options.words.clear();
    if (mark == r.told.end()) return r;
    options.words.assign(mark + 1, r.told.end());
    options.command = given_command(r.command, mark->ends_with(commanded_mark));
    options.place = ".";
    return r;
}

words refreshing::as_before(const std::string& directory) const
{
    words all{directory};
    all.insert(all.end(), life.begin(), life.end());
    all.insert(all.end(), told.begin(), told.end());
    if (!command.empty()) all.emplace_back("--");
    all.insert(all.end(), command.begin(), command.end());
    return all;
}

words refreshing::with(words plan) const
{
    const auto end = std::ranges::find(plan, "--");
    const words before = of_a_start_in(told);
    if (alive && before != of_a_start_in({plan.begin(), end})) {
        const auto left = std::remove_if(plan.begin(), end, is_of_a_start);
        plan.erase(left, end);
        plan.insert(plan.begin() + 1, refresh_later_word.data());
        plan.insert(plan.begin() + 1, before.begin(), before.end());
    }
    plan.insert(plan.begin() + 1, life.begin(), life.end());
    return plan;
}

} // namespace foster
