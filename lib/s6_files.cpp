#include "lib/s6_files.h"

#include "lib/settings.h"
#include "lib/signals.h"

namespace foster {

namespace {

// The longest time of a setting, a month, stands for no limit.
constexpr std::string_view forever = "2678400000";

} // namespace

const char* in_words(s6_value v)
{
    switch (v) {
    case s6_value::time: return "a number of milliseconds";
    case s6_value::signal: return "a signal";
    case s6_value::descriptor: return "a descriptor from 3 to 255";
    }
    return "";
}

std::optional<std::string> word_of(const s6_file& f, std::string_view text)
{
    const auto value = text.substr(0, text.find_first_of(" \t\n"));
    std::string word{f.word};
    if (f.takes == s6_value::signal) {
        const auto number = signal_number(value);
        word += number ? std::to_string(*number) : std::string{value};
    } else if (f.takes == s6_value::time && value == "0") {
        word += forever;
    } else {
        word += value;
    }
    settings trial;
    return read_word(trial, word) ? std::optional{word} : std::nullopt;
}

} // namespace foster
