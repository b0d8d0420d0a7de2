#include "kernel/linux/loop.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <list>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

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

// Asio ignores it when epoll(7) refuses its timer, which then never wakes us.
loop::loop() : inside_(std::make_unique<inside>())
{
    bool woken = false;
    inside_->timer.expires_after(std::chrono::nanoseconds{0});
    inside_->timer.async_wait([&](error_code) { woken = true; });
    inside_->context.run_one_for(std::chrono::seconds{5}); // a slow machine is late
    inside_->context.restart();
    errno = ENOSPC; // epoll_ctl(2) gives this or ENOMEM, and Asio keeps neither
    if (!woken) throw_errno("unable to watch a timer");
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
