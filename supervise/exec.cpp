// supervise-exec WORD... -- PROGRAM ARGUMENT...: applies each word to itself, in order,
// and becomes the program.  Same pid, no children, nobody's parent: what supervise starts
// where service.toml(5) asks for more than ./run as it is.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <span>
#include <string>
#include <string_view>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/executable.h"
#include "supervise/exec_words.h"

namespace {

using namespace foster;

// What it is for, and no change of this process.
constexpr std::string_view shell_codes = "shell-codes";
constexpr std::string_view service_is = "service=";

// A name without a slash is looked for in PATH, and no file of it is at fault.
[[noreturn]] void fail_to_run(const char* file, bool as_shell)
{
    const auto what = std::string{"unable to run "} + file;
    const int error = errno;
    const auto meaning = std::strchr(file, '/') ? meaning_of(file, error) : "";
    const auto whole =
        what + ": " + std::string{meaning.empty() ? std::strerror(error) : meaning};
    if (!as_shell) throw std::runtime_error(whole);
    const bool lacks = error == ENOENT || error == ENOTDIR;
    throw command_error(whole, lacks ? exit_not_found : exit_not_executable);
}

} // namespace

int main(int argc, char** argv)
{
    complainer complain{"supervise", ""};
    try {
        int at = 1;
        while (at < argc && std::strcmp(argv[at], "--") != 0) ++at;
        const std::span<char* const> words{argv + 1, argv + at};
        bool as_shell = false;
        for (const std::string_view word : words) {
            if (word.starts_with(service_is))
                complain = complainer{"supervise", word.substr(service_is.size())};
            as_shell = as_shell || word == shell_codes;
        }
        const auto user = user_in(words);
        for (const std::string_view word : words)
            if (!word.starts_with(service_is) && word != shell_codes)
                apply_word(word, user);
        if (at + 1 >= argc)
            throw permanent_error(
                "unable to run nothing (usage: supervise-exec [WORD...] -- COMMAND...)");
        ::execvp(argv[at + 1], argv + at + 1);
        fail_to_run(argv[at + 1], as_shell);
    } catch (const command_error& e) {
        complain.fatal(e.what());
        return e.code;
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_temporary;
    }
}
