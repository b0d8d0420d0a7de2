// supervise-exec WORD... -- PROGRAM ARGUMENT...: applies each word to itself, in order,
// and becomes the program.  Same pid, no children, nobody's parent: what supervise starts
// where service.toml(5) asks for more than ./run as it is.
#include <unistd.h>

#include <cstring>
#include <exception>
#include <span>
#include <string>
#include <string_view>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "supervise/exec_words.h"

int main(int argc, char** argv)
{
    using namespace foster;
    complainer complain{"supervise", ""};
    try {
        int at = 1;
        while (at < argc && std::strcmp(argv[at], "--") != 0) ++at;
        const std::span<char* const> words{argv + 1, argv + at};
        for (const std::string_view word : words)
            if (word.starts_with("service="))
                complain = complainer{"supervise", word.substr(word.find('=') + 1)};
        const auto user = user_in(words);
        for (const std::string_view word : words)
            if (!word.starts_with("service=")) apply_word(word, user);
        if (at + 1 >= argc)
            throw permanent_error(
                "unable to run nothing (usage: supervise-exec [WORD...] -- COMMAND...)");
        ::execvp(argv[at + 1], argv + at + 1);
        throw_errno((std::string{"unable to run "} + argv[at + 1]).c_str());
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_temporary;
    }
}
