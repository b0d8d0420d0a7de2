#include "svctl/print.h"

#include <cstdio>

#include "kernel/linux/errors.h"

namespace foster {

void print(const std::string& text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
        std::fflush(stdout) != 0)
        throw_errno("unable to write to standard output");
}

} // namespace foster
