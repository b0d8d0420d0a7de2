#include "kernel/linux/event_loop.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstdio>
#include <list>
#include <string_view>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"

namespace foster {

namespace {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

// Returns how many descriptors that descriptor watches; 0 if it is no epoll descriptor.
int watched_by(int number)
{
    char text[256];
    std::snprintf(text, sizeof text, "/proc/self/fdinfo/%d", number);
    const fd file = opened(text);
    const auto got = file ? ::read(file.number(), text, sizeof text) : 0;
    std::string_view rest{text, got > 0 ? static_cast<std::size_t>(got) : 0};
    int watched = 0;
    for (auto at = rest.find("tfd:"); at != rest.npos; at = rest.find("tfd:")) {
        rest.remove_prefix(at + 1);
        ++watched;
    }
    return watched;
}

} // namespace

struct loop::inside {
    boost::asio::io_context context{1};
    boost::asio::steady_timer timer{context};
    std::list<stream_descriptor> watched;
    sleeper* who = nullptr;
    bool armed = false;

    ~inside()
    {
        for (auto& w : watched) w.release(); // the caller owns them
    }

    void wake()
    {
        const auto plan = who->wake();
        if (!plan.go_on) {
            context.stop();
            return;
        }
        if (armed) timer.cancel();
        armed = plan.after.has_value();
        if (!armed) return;
        timer.expires_after(*plan.after);
        timer.async_wait([this](error_code cancelled) {
            if (cancelled) return;
            armed = false;
            wake();
        });
    }

    void wait(stream_descriptor& on)
    {
        on.async_wait(stream_descriptor::wait_read, [this, &on](error_code failed) {
            if (failed) return;
            wake();
            if (!context.stopped()) wait(on);
        });
    }
};

// Asio ignores it when epoll(7) refuses its eventfd or its timer, which then never wakes
// us.  proc(5) lists what an epoll descriptor watches; without /proc we believe it.
loop::loop()
{
    fd next{::dup(STDIN_FILENO)}; // its number is the first that Asio gets
    const int first = next.number();
    next.close();
    inside_ = std::make_unique<inside>();
    constexpr int opened_by_asio = 3;
    for (int i = first; first >= 0 && i < first + opened_by_asio; ++i) {
        if (watched_by(i) != 1) continue; // two: Asio's eventfd and its timer
        errno = ENOSPC; // epoll_ctl(2) gives this or ENOMEM, and Asio keeps neither
        throw_errno("unable to watch a timer");
    }
}
loop::~loop() = default;

void loop::watch(int fd)
{
    inside_->watched.emplace_back(inside_->context, fd);
}

void loop::run(sleeper& who) noexcept
{
    inside_->who = &who;
    for (auto& w : inside_->watched) inside_->wait(w);
    inside_->wake();
    inside_->context.run();
}

} // namespace foster
