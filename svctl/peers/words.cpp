#include "svctl/peers/words.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "lib/control_letters.h"
#include "lib/tai64n.h"

namespace foster {

namespace {

using namespace std::chrono;

struct error_words {
    int error;
    std::string_view words;
};

// Bernstein's words, if they differ from the system's.
constexpr auto errors = std::to_array<error_words>({
    {EINTR, "interrupted system call"},
    {ENOMEM, "out of memory"},
    {ENOENT, "file does not exist"},
    {EIO, "input/output error"},
    {EEXIST, "file already exists"},
    {ETIMEDOUT, "timed out"},
    {EINPROGRESS, "operation in progress"},
    {EAGAIN, "temporary failure"},
    {EPIPE, "broken pipe"},
    {EPERM, "permission denied"},
    {EACCES, "access denied"},
    {ENXIO, "device not configured"},
    {ENODEV, "device does not support operation"},
    {ENOTDIR, "not a directory"},
    {EISDIR, "is a directory"},
    {ENFILE, "system cannot open more files"},
    {EMFILE, "process cannot open more files"},
    {ETXTBSY, "text busy"},
    {EFBIG, "file too big"},
    {ENOSPC, "out of disk space"},
    {EROFS, "read-only file system"},
    {ENAMETOOLONG, "file name too long"},
    {ELOOP, "symbolic link loop"},
    {ESTALE, "stale NFS file handle"},
    {ENOEXEC, "exec format error"},
});

std::string seconds_since(stamp then, stamp now)
{
    const auto passed =
        floor<seconds>(now.time_since_epoch()) - floor<seconds>(then.time_since_epoch());
    return std::to_string(std::max<long>(passed.count(), 0));
}

std::string pid_in_words(pid p)
{
    return "(pid " + std::to_string(p.number) + ") ";
}

// Returns the end of the line, common to both.  runit prints less if the service is in
// ./finish.
std::string rest_in_words(const peer_status& s, bool normally_up)
{
    std::string text;
    if (s.shown && !normally_up) text += ", normally down";
    if (!s.shown && normally_up) text += ", normally up";
    if (s.shown && s.paused) text += ", paused";
    if (!s.shown && s.want == 'u') text += ", want up";
    if (s.shown && s.want == 'd') text += ", want down";
    return text;
}

constexpr bool writable(char letter)
{
    return command_of(letter).has_value();
}

} // namespace

std::optional<peer_status> read_peer_status(std::string_view bytes)
{
    if (bytes.size() < 18) return std::nullopt;
    const auto at = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i])
                                : static_cast<unsigned char>(0);
    };
    tai64n label{};
    for (std::size_t i = 0; i < label.size(); ++i) label[i] = at(i);
    const auto shown = static_cast<std::uint32_t>(at(12)) |
                       static_cast<std::uint32_t>(at(13)) << 8 |
                       static_cast<std::uint32_t>(at(14)) << 16 |
                       static_cast<std::uint32_t>(at(15)) << 24;
    return peer_status{.since = from_tai64n(label),
                       .shown = {static_cast<int>(shown)},
                       .paused = at(16) != 0,
                       .want = static_cast<char>(at(17)),
                       .termed = at(18) != 0,
                       .at = at(19)};
}

std::string error_in_words(int error)
{
    const auto* const known = std::ranges::find(errors, error, &error_words::error);
    return known != errors.end() ? std::string{known->words} : std::strerror(error);
}

std::string svstat_in_words(const peer_status& s, bool normally_up, stamp now)
{
    return (s.shown ? "up " + pid_in_words(s.shown) : "down ") +
           seconds_since(s.since, now) + " seconds" + rest_in_words(s, normally_up);
}

std::string sv_in_words(std::string_view name, const peer_status& s, bool normally_up,
                        stamp now)
{
    std::string text = !s.shown ? "down: " : s.at == 2 ? "finish: " : "run: ";
    text.append(name) += ": ";
    if (s.shown) text += pid_in_words(s.shown);
    text += seconds_since(s.since, now) + "s" + rest_in_words(s, normally_up);
    return s.shown && s.termed ? text + ", got TERM" : text;
}

svc_command read_svc_command(int argc, const char* const* argv)
{
    svc_command read;
    for (; read.operands < argc; ++read.operands) {
        const std::string_view word = argv[read.operands];
        if (word == "--") {
            ++read.operands;
            break;
        }
        if (word.size() < 2 || word[0] != '-') break;
        for (const char letter : word.substr(1)) {
            if (!writable(letter)) {
                read.unknown = letter;
                return read;
            }
            if (read.letters.find(letter) == std::string::npos) read.letters += letter;
        }
    }
    return read;
}

std::optional<sv_command> read_sv_command(std::string_view word, bool lsb)
{
    struct row {
        std::string_view word;
        sv_command means;
    };
    static const auto whole = std::to_array<row>({
        {"start", {.letters = "u", .waits = true}},
        {"stop", {.letters = "d", .waits = true}},
        {"shutdown", {.letters = "x", .waits = true}},
        {"restart", {.letters = "tcu", .waits = true}},
        {"try-restart", {.letters = "tc", .waits = true}},
        {"reload", {.letters = "h", .waits = true}},
        {"check", {.letters = "C", .writes = false, .waits = true}},
        {"force-reload", {.letters = "tc", .waits = true, .kills = true}},
        {"force-restart", {.letters = "tcu", .waits = true, .kills = true}},
        {"force-shutdown", {.letters = "x", .waits = true, .kills = true}},
        {"force-stop", {.letters = "d", .waits = true, .kills = true}},
        {"status", {.status = true}},
    });
    const auto known = std::ranges::find(whole, word, &row::word);
    if (known != whole.end()) return known->means;
    if (word.empty()) return std::nullopt;
    const char first = word[0];
    switch (first) { // for other words, sv looks only at this letter
    case 'x':
    case 'e': return sv_command{.letters = "x"};
    case 'X':
    case 'E': return sv_command{.letters = "x", .waits = true, .kills = true};
    case 'D': return sv_command{.letters = "d", .waits = true, .kills = true};
    case 'T': return sv_command{.letters = "tc", .waits = true, .kills = true};
    case 's': break;
    default:
        if (std::string_view{"udopchaitkq12"}.find(first) == std::string_view::npos)
            return std::nullopt;
        return sv_command{.letters = std::string(1, first)};
    }
    return lsb ? std::nullopt : std::optional{sv_command{.status = true}};
}

bool sv_reached(char letter, const peer_status& s, stamp asked, bool (*checked)())
{
    switch (letter) {
    case 'x': return false; // reached when the service is not supervised any more
    case 'u': return s.shown && s.at != 2 && checked();
    case 'd': return !s.shown;
    case 'C': return !s.shown || checked();
    case 't':
    case 'k':
        if (!s.shown && s.want == 'd') return true;
        return s.since > asked && s.shown && s.at != 2 && !s.termed && checked();
    case 'o': return s.shown ? s.want == 'd' : s.since > asked;
    case 'p': return !s.shown || s.paused;
    case 'c': return !s.shown || !s.paused;
    default: return true;
    }
}

} // namespace foster
