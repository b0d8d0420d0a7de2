// supervise-exec WORD... -- PROGRAM ARGUMENT...: applies each word to itself, in order,
// and executes the program in the same process.  It has no children.  supervise starts
// this program if service.toml(5) changes ./run or its execution settings.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/exec_fault.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/supervise_dir.h"
#include "lib/settings.h"
#include "supervise/exec_words.h"

namespace {

using namespace foster;

// The requests of svscan for its own command.
struct wishes {
    bool shell_codes = false; // exit as a shell if the command cannot be executed
    bool terminal = false;    // make the terminal at its input the controlling one
};

// Returns whether the word is one of these requests, or names the service.
bool read_wish(std::string_view word, wishes& into, complainer& complain)
{
    constexpr std::string_view service = "service=";
    if (word.starts_with(service))
        complain = complainer{"supervise", word.substr(service.size())};
    else if (word == "shell-codes")
        into.shell_codes = true;
    else if (word == "terminal")
        into.terminal = true;
    else
        return false;
    return true;
}

// Reports the failure.  A name without a slash was searched in PATH, so no file is at
// fault.
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
    // Before a word changes the user, since the file is not the new user's.
    const fd file = open_own_complaint(false);
    const auto fail = [&](const std::string& what) {
        complain.fatal_in(file, complaint::kind::start, {&what, 1}, false);
    };
    try {
        int at = 1;
        while (at < argc && std::strcmp(argv[at], "--") != 0) ++at;
        const std::span<char* const> words{argv + 1, argv + at};
        wishes wishes;
        std::vector<std::string_view> rest;
        for (const std::string_view word : words)
            if (!read_wish(word, wishes, complain)) rest.push_back(word);
        const auto by = who_starts_by(words);
        for (const auto word : rest)
            if (word != trust_everybody_word) apply_word(word, by);
        // Another session may have the terminal.  Then the command has none.
        if (wishes.terminal) ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
        if (at + 1 >= argc)
            throw permanent_error("missing command after -- (usage: supervise-exec "
                                  "[WORD...] -- COMMAND...)");
        ::execvp(argv[at + 1], argv + at + 1);
        fail_to_run(argv[at + 1], wishes.shell_codes);
    } catch (const command_error& e) {
        fail(e.what());
        return e.code;
    } catch (const permanent_error& e) {
        fail(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        fail(e.what());
        return exit_temporary;
    }
}
