#include "svctl/print.h"

#include <cerrno>
#include <cstdio>

#include "kernel/linux/errors.h"

namespace foster {

void print(const std::string& text)
{
    if (!print_to_reader(text)) throw_errno("unable to write to standard output");
}

bool print_to_reader(const std::string& text)
{
    const bool printed =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
        std::fflush(stdout) == 0;
    if (!printed && errno != EPIPE) throw_errno("unable to write to standard output");
    return printed;
}

} // namespace foster
