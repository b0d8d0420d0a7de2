#include "kernel/linux/print_complaint.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "kernel/linux/complaint_file.h"
#include "lib/printable.h"

namespace foster {

namespace {

// At most PIPE_BUF, so that a line is one piece in the log.
class text_line {
  public:
    text_line& add(std::string_view text)
    {
        const auto room = std::min(text.size(), bytes_.size() - 1 - used_);
        std::memcpy(bytes_.data() + used_, text.data(), room);
        used_ += room;
        return *this;
    }
    // Names and reasons contain foreign bytes.
    text_line& filter()
    {
        used_ = make_printable({bytes_.data(), used_});
        return *this;
    }
    std::string_view text() const { return {bytes_.data(), used_}; }
    // poll(2) reports a pipe writable when PIPE_BUF bytes fit, so the write will not
    // block.
    void write()
    {
        bytes_[used_++] = '\n';
        pollfd ready{STDERR_FILENO, POLLOUT, 0};
        if (::poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT)) return;
        [[maybe_unused]] const auto n = ::write(STDERR_FILENO, bytes_.data(), used_);
    }

  private:
    std::array<char, 1024> bytes_;
    std::size_t used_ = 0;
};

void say(std::string_view prefix, std::string_view kind, std::string_view what, int error)
{
    text_line line;
    line.add(prefix).add(kind).add(what);
    if (error) line.add(": ").add(std::strerror(error));
    line.filter().write();
}

bool put(const fd& file, complaint::kind kind, std::string_view what, int error)
{
    text_line line;
    line.add(what);
    if (error) line.add(": ").add(std::strerror(error));
    return put_complaint(file, kind, line.filter().text());
}

} // namespace

std::string name_of_service(std::string_view path)
{
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    auto from = path.rfind('/');
    if (from != path.npos && from > 0 && path.substr(from + 1) == "log")
        from = path.rfind('/', from - 1);
    return std::string{from == path.npos ? path : path.substr(from + 1)};
}

complainer::complainer(std::string_view program, std::string_view subject)
    : prefix_(program)
{
    if (!subject.empty()) prefix_.append(" ").append(subject);
    prefix_ += ": ";
}

void complainer::fatal(std::string_view what, int error) const noexcept
{
    keep(what, error);
    say(prefix_, "fatal: ", what, error);
}

void complainer::warning(std::string_view what, int error) const noexcept
{
    keep(what, error);
    say(prefix_, "warning: ", what, error);
}

void complainer::remark(std::string_view what) const noexcept
{
    say(prefix_, "warning: ", what, 0);
}

void complainer::fatal_in(const fd& file, complaint::kind what,
                          std::span<const std::string> lines, bool seldom) const noexcept
{
    const bool due = !file || put(file, what, lines.front(), 0);
    if (!due && seldom) return;
    for (const auto& l : lines) say(prefix_, "fatal: ", l, 0);
}

void complainer::keep(std::string_view what, int error) const noexcept
{
    if (supervise_ < 0) return;
    if (const fd file = open_complaint(supervise_))
        put(file, complaint::kind::warning, what, error);
}

void complainer::info(std::string_view what) const noexcept
{
    say(prefix_, "info: ", what, 0);
}

} // namespace foster
