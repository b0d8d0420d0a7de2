#include "svctl/terminal/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <stdexcept>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

// DEC's private modes as in xterm, the Linux console and tmux: 1049 is the alternate
// screen, 25 the cursor, 7 the wrapping of long lines.
constexpr std::string_view begin = "\x1b[?1049h\x1b[?25l\x1b[?7l";
constexpr std::string_view end = "\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::string_view home = "\x1b[H";

constexpr std::array heard_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH};

sigset_t set_of(std::span<const int> signals)
{
    sigset_t all;
    sigemptyset(&all);
    for (const int s : signals) sigaddset(&all, s);
    return all;
}

// Makes SIGALRM interrupt blocking calls.
void let_alarms_interrupt()
{
    struct sigaction interrupt {};
    interrupt.sa_handler = [](int) {}; // without SA_RESTART
    ::sigaction(SIGALRM, &interrupt, nullptr);
    const auto alarm = set_of(std::array{SIGALRM});
    ::sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
}

// While an object lives, a timer interrupts blocking calls again and again.  A terminal
// that no program reads accepts no bytes, and Linux may fail to wake a writer whose
// terminal C-c flushes (6.18, n_tty.c).  Neither may keep svctl from its blocked
// signals.
class short_wait {
  public:
    short_wait()
    {
        constexpr timeval a_moment{.tv_sec = 0, .tv_usec = 250'000};
        constexpr itimerval again{.it_interval = a_moment, .it_value = a_moment};
        ::setitimer(ITIMER_REAL, &again, nullptr);
    }
    ~short_wait()
    {
        constexpr itimerval never{};
        ::setitimer(ITIMER_REAL, &never, nullptr);
    }
    short_wait(const short_wait&) = delete;
    short_wait& operator=(const short_wait&) = delete;
};

void put(int to, std::string_view text)
{
    const short_wait interrupted;
    while (!text.empty()) {
        const auto n = ::write(to, text.data(), text.size());
        if (n <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

} // namespace

terminal::terminal()
{
    if (::tcgetattr(STDIN_FILENO, &before_) < 0 || !::isatty(STDOUT_FILENO))
        throw std::runtime_error(
            "unable to watch without a terminal (use svctl events or svctl status)");
    const auto heard = set_of(heard_signals);
    need(::sigprocmask(SIG_BLOCK, &heard, &mask_before_), "unable to block signals");
    signals_ = fd{need(::signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK),
                       "unable to create a signalfd")};
    errors_ = fd{need(::memfd_create("errors", MFD_CLOEXEC), "unable to create a memfd")};
    error_was_ = fd{need(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3),
                         "unable to save standard error")};
    need(::dup3(errors_.number(), STDERR_FILENO, 0), "unable to redirect standard error");
    let_alarms_interrupt();
    enter();
}

terminal::~terminal()
{
    leave();
    ::dup2(error_was_.number(), STDERR_FILENO);
    if (!complaint_.empty()) put(STDERR_FILENO, complaint_ + '\n');
    ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
}

void terminal::enter()
{
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    put(STDOUT_FILENO, begin);
}

void terminal::leave() const
{
    put(STDOUT_FILENO, end);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

// Stops like a program that does not catch SIGTSTP.
void terminal::stop()
{
    leave();
    ::kill(::getpid(), SIGSTOP);
    enter();
}

terminal::size terminal::now() const
{
    winsize s{};
    const bool told = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &s) == 0 && s.ws_row && s.ws_col;
    return told ? size{s.ws_row, s.ws_col} : size{24, 80};
}

std::array<pollfd, 2> terminal::sources() const
{
    return {{{STDIN_FILENO, POLLIN, 0}, {signals_.number(), POLLIN, 0}}};
}

std::string terminal::keys() const
{
    char bytes[256];
    const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
    return {bytes, got > 0 ? static_cast<std::size_t>(got) : 0};
}

terminal::wish terminal::heard()
{
    auto asked = wish::nothing;
    signalfd_siginfo s{};
    while (::read(signals_.number(), &s, sizeof s) == sizeof s) {
        const auto number = static_cast<int>(s.ssi_signo);
        if (number == SIGTSTP) stop();
        if (number == SIGTSTP || number == SIGWINCH)
            asked = asked == wish::leave ? asked : wish::redraw;
        else
            asked = wish::leave;
    }
    return asked;
}

void terminal::show(std::string_view frame) const
{
    put(STDOUT_FILENO, std::string{home}.append(frame));
}

const std::string& terminal::complaint()
{
    std::string text(4096, '\0');
    const auto length = ::lseek(errors_.number(), 0, SEEK_CUR);
    const auto from = std::max<off_t>(0, length - static_cast<off_t>(text.size()));
    const auto got = ::pread(errors_.number(), text.data(), text.size(), from);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    if (::ftruncate(errors_.number(), 0) == 0) ::lseek(errors_.number(), 0, SEEK_SET);
    while (text.ends_with('\n')) text.pop_back();
    complaint_ = text.substr(text.rfind('\n') + 1);
    return complaint_;
}

} // namespace foster
