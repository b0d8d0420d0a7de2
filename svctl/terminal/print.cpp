#include "svctl/terminal/print.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "kernel/linux/errors.h"
#include "lib/printable.h"

namespace foster {

std::string for_reader(int to, const std::string& text)
{
    return ::isatty(to) ? printable_lines(text) : text;
}

void print(const std::string& text)
{
    if (!print_to_reader(text)) throw_errno("unable to write to standard output");
}

bool print_to_reader(const std::string& text)
{
    const auto shown = for_reader(STDOUT_FILENO, text);
    const bool printed =
        std::fwrite(shown.data(), 1, shown.size(), stdout) == shown.size() &&
        std::fflush(stdout) == 0;
    if (!printed && errno != EPIPE) throw_errno("unable to write to standard output");
    return printed;
}

} // namespace foster
