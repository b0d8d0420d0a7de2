#include "svctl/terminal/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "kernel/linux/linux_kernel.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

// Writes the line; an error does not matter.
void put(const std::string& text)
{
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

} // namespace

progress::progress() : begun_(linux_now().at)
{
    winsize size{};
    if (!::isatty(STDERR_FILENO)) return;
    const bool told = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    width_ = told ? size.ws_col : 80;
}

nanoseconds progress::next() const
{
    return width_ ? 1s : nanoseconds::max();
}

void progress::show(const std::string& text)
{
    const auto seconds = (linux_now().at - begun_) / 1s;
    if (!width_ || seconds < 1) return;
    const auto line = text + ", " + std::to_string(seconds) + "s";
    put("\r\033[K" + shortened(line, width_ > 1 ? width_ - 1 : 1));
    shown_ = true;
}

void progress::clear()
{
    if (shown_) put("\r\033[K");
    shown_ = false;
}

} // namespace foster
