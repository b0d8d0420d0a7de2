// flood: sends numbered lines through a pipe and checks the output, for the story of
// the log pipe.
//
//   flood send FILE            writes lines on standard output, as many as are allowed,
//                              and waits for more; continues where a killed one ended
//   flood allow FILE LINES     allows so many more lines
//   flood sent FILE            succeeds when all allowed lines have been written
//   flood check FILE LOG...    reads the logs, one after another, and counts
//
// FILE is shared.  A line is 64 bytes: its number, the number of its sender, and
// letters that depend on both, so that the check finds a line that was mixed from two.
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

constexpr std::size_t line_size = 64;
constexpr std::uint64_t chunk = 64; // lines: PIPE_BUF, so that a write is atomic

struct account {
    std::atomic<std::uint64_t> allowed;
    std::atomic<std::uint64_t> sent;
    std::atomic<std::uint64_t> senders;
};

account& open_account(const char* file)
{
    const int fd = ::open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0 || ::ftruncate(fd, sizeof(account)) < 0)
        throw std::system_error(errno, std::generic_category(), file);
    void* const at =
        ::mmap(nullptr, sizeof(account), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) throw std::system_error(errno, std::generic_category(), file);
    return *static_cast<account*>(at); // zeroes at first, kept until the end
}

std::string line_of(std::uint64_t number, std::uint64_t sender)
{
    std::array<char, 32> head{};
    const int length = std::snprintf(head.data(), head.size(), "%010ju %05ju ",
                                     static_cast<std::uintmax_t>(number),
                                     static_cast<std::uintmax_t>(sender));
    std::string line{head.data(), static_cast<std::size_t>(length)};
    for (std::uint64_t i = number + sender; line.size() < line_size - 1; ++i)
        line += static_cast<char>('a' + i % 26);
    return line + '\n';
}

[[noreturn]] void send(account& a)
{
    const auto sender = ++a.senders;
    for (;;) {
        const std::uint64_t from = a.sent;
        const std::uint64_t to = std::min<std::uint64_t>(from + chunk, a.allowed);
        if (from >= to) {
            ::poll(nullptr, 0, 1);
            continue;
        }
        std::string lines;
        for (auto n = from; n < to; ++n) lines += line_of(n, sender);
        if (::write(STDOUT_FILENO, lines.data(), lines.size()) !=
            static_cast<ssize_t>(lines.size()))
            throw std::system_error(errno, std::generic_category(), "standard output");
        a.sent = to;
    }
}

// The knowledge of a reader of the logs after so many lines.
struct reader {
    std::uint64_t expected = 0; // the next number
    std::uint64_t sender = 0;
    std::uint64_t lines = 0, repeated = 0, places = 0, lost = 0, wrong = 0;
    bool torn = false; // the last line was damaged

    void read(const std::string& line)
    {
        if (line.size() != line_size - 1 || line + '\n' != said(line)) {
            places += !torn;
            torn = true;
            return;
        }
        const auto number = std::stoull(line.substr(0, 10));
        const auto who = std::stoull(line.substr(11, 5));
        // The next sender repeats the last lines that a killed sender had written but
        // not noted.
        if (who > sender && number < expected && number + chunk >= expected)
            repeated += expected - number;
        else if (number < expected || who < sender)
            ++wrong;
        else if (number > expected) {
            places += !torn;
            lost += number - expected;
        }
        ++lines;
        torn = false;
        expected = number + 1;
        sender = who;
    }

    static std::string said(const std::string& line)
    {
        for (const std::size_t i : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15})
            if (line[i] < '0' || line[i] > '9') return {};
        return line_of(std::stoull(line.substr(0, 10)), std::stoull(line.substr(11, 5)));
    }
};

// Prints one line for the story: lines, repeated, places, lost, wrong, and missing at
// the end.
void check(const account& a, char** logs)
{
    reader r;
    std::string line; // from two files, if one ended within the line
    for (; *logs; ++logs) {
        std::ifstream log{*logs, std::ios::binary};
        if (!log) throw std::runtime_error(std::string{"unable to open "} + *logs);
        for (std::string part; std::getline(log, part);) {
            line += part;
            if (log.eof()) break; // no newline yet
            r.read(line);
            line.clear();
        }
    }
    if (!line.empty()) r.read(line);
    std::printf("%ju %ju %ju %ju %ju %ju\n", static_cast<std::uintmax_t>(r.lines),
                static_cast<std::uintmax_t>(r.repeated),
                static_cast<std::uintmax_t>(r.places),
                static_cast<std::uintmax_t>(r.lost), static_cast<std::uintmax_t>(r.wrong),
                static_cast<std::uintmax_t>(a.sent - r.expected));
}

int run(int argc, char** argv)
{
    const std::string verb = argc > 2 ? argv[1] : "";
    if (verb == "send") send(open_account(argv[2]));
    if (verb == "allow" && argc > 3) {
        open_account(argv[2]).allowed += std::stoull(argv[3]);
        return 0;
    }
    if (verb == "sent") {
        const auto& a = open_account(argv[2]);
        return a.sent == a.allowed ? 0 : 1;
    }
    if (verb == "check") {
        check(open_account(argv[2]), argv + 3);
        return 0;
    }
    throw std::runtime_error("usage: flood send|allow|sent|check FILE ...");
}

} // namespace

int main(int argc, char** argv)
try {
    return run(argc, argv);
} catch (const std::exception& e) {
    std::fprintf(stderr, "flood: %s\n", e.what());
    return 111;
}
