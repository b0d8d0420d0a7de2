// lantern [PORT]: a small daemon of the old school, for t/demo.
// It goes into the background by itself, in two forks and a new session, keeps no
// pidfile, and answers each connection to 127.0.0.1.  Not a server to build on.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace {

constexpr std::uint16_t usual_port = 17000;

std::optional<std::uint16_t> read_port(std::string_view text)
{
    std::uint16_t port = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, port);
    if (read.ec != std::errc{} || read.ptr != end || port == 0) return std::nullopt;
    return port;
}

int refuse(const char* verb)
{
    std::fprintf(stderr, "lantern: unable to %s: %s\n", verb, std::strerror(errno));
    return 111;
}

int listen_on(std::uint16_t port)
{
    const int door = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = htons(port);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(door, reinterpret_cast<const sockaddr*>(&here), sizeof here) < 0 ||
        ::listen(door, 16) < 0)
        return -1;
    return door;
}

// The child goes on, and the parent exits 0.
bool leave_parent()
{
    const pid_t child = ::fork();
    if (child > 0) ::_exit(0);
    return child == 0;
}

// daemon(7), "SysV Daemons", without the pidfile.
bool become_daemon()
{
    if (!leave_parent() || ::setsid() < 0 || !leave_parent()) return false;
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || ::chdir("/") < 0) return false;
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::dup2(null, standard) < 0) return false;
    return true;
}

// One visitor at a time, and none for longer than a second.
void answer(int visitor, std::time_t lit)
{
    const timeval longest{.tv_sec = 1, .tv_usec = 0};
    ::setsockopt(visitor, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    char question[1024];
    [[maybe_unused]] const auto asked = ::recv(visitor, question, sizeof question, 0);
    const auto text = "HTTP/1.0 200 OK\r\n\r\nlantern, pid " +
                      std::to_string(::getpid()) + ", lit for " +
                      std::to_string(std::time(nullptr) - lit) + " s\n";
    ::send(visitor, text.data(), text.size(), MSG_NOSIGNAL);
}

} // namespace

int main(int argc, char** argv)
{
    const auto port = argc == 1   ? std::optional{usual_port}
                      : argc == 2 ? read_port(argv[1])
                                  : std::nullopt;
    if (!port) {
        std::fputs("usage: lantern [PORT]\n", stderr);
        return 100;
    }
    const int door = listen_on(*port); // before the forks, so that a refusal is heard
    if (door < 0) return refuse(("listen on port " + std::to_string(*port)).c_str());
    if (!become_daemon()) return refuse("become a daemon");
    const auto lit = std::time(nullptr);
    for (;;) {
        const int visitor = ::accept4(door, nullptr, nullptr, SOCK_CLOEXEC);
        if (visitor < 0) continue;
        answer(visitor, lit);
        ::close(visitor);
    }
}
