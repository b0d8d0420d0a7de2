#include "svscan/orphan_report_pipes.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace foster {

fd orphan_report_pipes::open(const orphan_owners::post& to,
                             std::vector<ward_note> notes) noexcept
try {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0) return {};
    fd reading{ends[0]};
    writer w{.end = fd{ends[1]}, .unsent = std::move(notes)};
    ::fcntl(ends[1], F_SETFL, O_WRONLY | O_NONBLOCK);
    w.flush();
    pipes_.insert_or_assign(to, std::move(w));
    return reading;
} catch (const std::bad_alloc&) {
    errno = ENOMEM;
    return {};
}

void orphan_report_pipes::tell(const orphan_owners::post& to,
                               std::vector<ward_note> notes)
{
    auto& unsent = pipes_.at(to).unsent;
    unsent.insert(unsent.end(), notes.begin(), notes.end());
}

std::vector<orphan_owners::post> orphan_report_pipes::all() const
{
    std::vector<orphan_owners::post> those;
    for (const auto& [to, w] : pipes_) those.push_back(to);
    return those;
}

bool orphan_report_pipes::flush() noexcept
{
    bool all = true;
    for (auto& [to, w] : pipes_) all = w.flush() && all;
    return all;
}

bool orphan_report_pipes::said(const orphan_owners::post& to) const
{
    const auto known = pipes_.find(to);
    return known == pipes_.end() || known->second.unsent.empty();
}

// A write that fails with EPIPE counts as done: that supervise is dying, and the next
// one gets all notes again.
bool orphan_report_pipes::writer::flush() noexcept
{
    std::size_t sent = 0;
    bool full = false;
    while (sent < unsent.size() && !full) {
        if (::write(end.number(), &unsent[sent], sizeof unsent[sent]) > 0 ||
            (errno != EAGAIN && errno != EINTR))
            ++sent;
        else
            full = errno == EAGAIN;
    }
    unsent.erase(unsent.begin(), unsent.begin() + static_cast<std::ptrdiff_t>(sent));
    return unsent.empty();
}

} // namespace foster
