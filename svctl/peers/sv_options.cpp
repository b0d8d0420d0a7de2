#include "svctl/peers/sv_options.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "kernel/linux/errors.h"
#include "kernel/linux/user_scan_dir.h"
#include "lib/version.h"
#include "svctl/peers/directory.h"

namespace foster {

namespace {

std::string name_of(const char* program)
{
    const std::string_view path = program;
    return std::string{path.substr(path.rfind('/') + 1)};
}

// Reads a number; any other text leaves `into` unchanged.
void read_number(const char* text, long& into)
{
    char* end = nullptr;
    const long number = std::strtol(text, &end, 10);
    if (end != text && number >= 0) into = std::min(number, 1L << 30);
}

bool complain(const sv_options& options, const std::string& text, char option)
{
    say_error(options.name + ": " + text + " -- " + option + '\n');
    return false;
}

// Reads one word of options, in the manner of getopt(3).  Returns false if that was
// all, or if the word is wrong.
bool read_option(std::string_view word, int& at, int argc, char** argv, sv_options& into)
{
    for (std::size_t i = 1; i < word.size(); ++i) {
        if (word[i] == 'V') {
            say_error(version_line("sv"));
            return false;
        }
        if (word[i] != 'v' && word[i] != 'w')
            return complain(into, "illegal option", word[i]);
        into.verbose = true;
        if (word[i] == 'v') continue;
        const bool apart = i + 1 == word.size();
        if (apart && ++at == argc)
            return complain(into, "option requires an argument", word[i]);
        read_number(apart ? argv[at] : word.substr(i + 1).data(), into.wait);
        return true;
    }
    return true;
}

// Returns false if an option is wrong.
bool read_options(int argc, char** argv, sv_options& into)
{
    int at = 1;
    for (; at < argc && argv[at][0] == '-' && argv[at][1]; ++at) {
        const std::string_view word = argv[at];
        if (word == "--") {
            ++at;
            break;
        }
        if (!read_option(word, at, argc, argv, into)) return false;
    }
    if (at >= argc) return false;
    into.word = argv[at++];
    if (into.lsb())
        into.services = {into.name};
    else
        into.services.assign(argv + at, argv + argc);
    return !into.services.empty();
}

} // namespace

std::optional<sv_options> read_sv_options(int argc, char** argv)
{
    sv_options options{.name = name_of(argv[0])};
    options.directory = default_scan_dir();
    if (const char* const given = std::getenv("SVWAIT")) read_number(given, options.wait);
    if (!read_options(argc, argv, options)) return std::nullopt;
    return options;
}

int sv_usage(const char* program)
{
    const auto name = name_of(program);
    const bool lsb = name != "sv";
    say_error("usage: " + name +
              (lsb ? " [-w sec] command\n\n" : " [-v] [-w sec] command service ...\n\n"));
    return lsb ? 2 : exit_permanent;
}

} // namespace foster
