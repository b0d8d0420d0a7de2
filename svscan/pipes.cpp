#include "svscan/pipes.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "svscan/foreign.h"

namespace foster {

const pipes::ends* pipes::of(place service)
{
    const auto known = all_.find(service);
    if (known != all_.end()) return &known->second;
    int two[2];
    if (::pipe2(two, O_CLOEXEC) < 0) return nullptr;
    return &all_.emplace(service, ends{fd{two[0]}, fd{two[1]}}).first->second;
}

void pipes::take(place of, half which, pid who)
{
    const int number = which == half::log ? STDIN_FILENO : STDOUT_FILENO;
    ends both{pipe_of(who, number, O_RDONLY), pipe_of(who, number, O_WRONLY)};
    if (both.read && both.write) all_.try_emplace(of, std::move(both));
}

} // namespace foster
