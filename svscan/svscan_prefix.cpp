// svscan-prefix NAME: writes NAME before each line of a service that has no log.  It
// reads the service's standard output from descriptor 0 and its standard error from 3,
// and writes to its own 1 and 2.  If the reader there is slow, svscan-prefix waits, and
// then the service does; svscan does not.
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>

#include "lib/line_prefix.h"

namespace {

using namespace foster;

constexpr int quiet_time = 1000; // ms; then a line without an end is written

// Writes the text.  Drops the rest if the pipe has no reader.
void write_all(int to, std::string_view text)
{
    while (!text.empty()) {
        const auto put = ::write(to, text.data(), text.size());
        if (put >= 0) {
            text.remove_prefix(static_cast<std::size_t>(put));
        } else if (errno == EAGAIN) { // another process made the descriptor non-blocking
            pollfd room{to, POLLOUT, 0};
            ::poll(&room, 1, -1);
        } else if (errno != EINTR) {
            return;
        }
    }
}

struct stream {
    int from;
    int to;
    line_prefix lines;
    bool open = true;

    void read()
    {
        char bytes[line_prefix::most_text];
        const auto got = ::read(from, bytes, sizeof bytes);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
        open = got > 0;
        if (open)
            lines.take({bytes, static_cast<std::size_t>(got)},
                       [&](std::string_view text) { write_all(to, text); });
        else
            end_line();
    }

    void end_line()
    {
        lines.end([&](std::string_view text) { write_all(to, text); });
    }
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 100;
    // svscan-prefix ends only after the last writer.
    for (const int s :
         {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGUSR1, SIGUSR2, SIGTSTP, SIGTTOU})
        std::signal(s, SIG_IGN);
    std::array<stream, 2> both{stream{STDIN_FILENO, STDOUT_FILENO, line_prefix{argv[1]}},
                               stream{3, STDERR_FILENO, line_prefix{argv[1]}}};
    for (;;) {
        std::array<pollfd, 2> waits{};
        bool begun = false;
        for (std::size_t i = 0; i < 2; ++i) {
            waits[i] = {both[i].open ? both[i].from : -1, POLLIN, 0};
            begun = begun || both[i].lines.begun();
        }
        if (!both[0].open && !both[1].open) return 0;
        const int ready = ::poll(waits.data(), waits.size(), begun ? quiet_time : -1);
        for (std::size_t i = 0; i < 2; ++i)
            if (ready == 0)
                both[i].end_line();
            else if (waits[i].revents)
                both[i].read();
    }
}
