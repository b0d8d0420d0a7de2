#include "svctl/client/all_states_reader.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "lib/toml/read_written.h"
#include "svctl/client/supervise_client.h"

namespace foster {

namespace {

constexpr std::string_view ok_file = "/supervise/ok", state_file = "/supervise/state",
                           bytes_file = "/supervise/status";

// A longer state is left to state_of(), as are the last states if they are long on
// average.
constexpr std::size_t longest = 4096, average = 1024;

// The time to start a thread is enough to read this many.
constexpr std::size_t worth_a_thread = 128;

nanoseconds time_of(const timespec& t)
{
    return std::chrono::seconds{t.tv_sec} + nanoseconds{t.tv_nsec};
}

std::size_t threads_for(std::size_t services)
{
    const auto most = services / worth_a_thread;
    cpu_set_t processors;
    if (most <= 1 || ::sched_getaffinity(0, sizeof processors, &processors) < 0) return 1;
    return std::min(most, static_cast<std::size_t>(CPU_COUNT(&processors)));
}

} // namespace

all_states_reader::all_states_reader(const fd& at, std::span<const service_name> services)
    : services_(services)
{
    const auto count = threads_for(services.size());
    in_each_ = (services.size() + count - 1) / count;
    for (auto rest = services; !rest.empty();) {
        const auto part = rest.first(std::min(in_each_, rest.size()));
        shares_.emplace_back(at, part);
        rest = rest.subspan(part.size());
    }
    if (shares_.empty()) return;
    std::vector<pthread_t> threads;
    threads.reserve(shares_.size());
    for (auto& s : std::span{shares_}.subspan(1)) {
        pthread_t thread{};
        if (::pthread_create(&thread, nullptr, share::read_by_thread, &s) == 0)
            threads.push_back(thread);
        else // no thread could be started
            s.read();
    }
    shares_.front().read();
    for (const auto thread : threads) ::pthread_join(thread, nullptr);
}

std::optional<status> all_states_reader::state_of(std::size_t service) const
{
    const auto& read = shares_[service / in_each_];
    const auto& f = read.of(service % in_each_);
    if (f.nobody) return std::nullopt;
    std::string_view boot;
    if (f.size > 0)
        if (auto s = read_written(read.text_of(f), boot)) return s;
    const auto there = supervise_client::find(services_[service].path);
    if (!there) return std::nullopt;
    return there->read();
}

all_states_reader::share::share(const fd& at, std::span<const service_name> services)
    : at_(at), services_(services), all_(services.size()),
      room_(services.size() * average + longest),
      texts_(std::make_unique_for_overwrite<char[]>(room_))
{
    std::size_t name = 0;
    for (const auto& who : services) name = std::max(name, who.shown.size());
    path_.reserve(name + bytes_file.size());
}

void all_states_reader::share::read() noexcept
{
    std::size_t used = 0;
    for (std::size_t i = 0; i < services_.size(); ++i) {
        const auto ok = open(services_[i], ok_file, O_WRONLY);
        all_[i].nobody = !ok && (errno == ENXIO || errno == ENOENT || errno == ENOTDIR);
        if (!ok || room_ - used < longest) continue;
        const auto state = open(services_[i], state_file, O_RDONLY);
        const auto got = state ? ::read(state.number(), &texts_[used], longest) : -1;
        // A short read is complete: a state file appears by a rename and is never
        // written to.
        if (got <= 0 || static_cast<std::size_t>(got) == longest) continue;
        if (is_old(services_[i], state)) continue;
        all_[i].begin = used;
        all_[i].size = static_cast<std::size_t>(got);
        used += all_[i].size;
    }
}

// Returns whether the supervisor of a peer has written its 20 bytes later.  Then
// state_of() must read them.
bool all_states_reader::share::is_old(const service_name& who, const fd& state) noexcept
{
    struct stat text {};
    struct stat bytes {};
    path_.assign(who.shown).append(bytes_file);
    return ::fstat(state.number(), &text) == 0 &&
           ::fstatat(at_.number(), path_.c_str(), &bytes, AT_SYMLINK_NOFOLLOW) == 0 &&
           time_of(bytes.st_mtim) - time_of(text.st_mtim) > 5ms;
}

void* all_states_reader::share::read_by_thread(void* it) noexcept
{
    ::unshare(CLONE_FILES); // else opens and closes wait for each other
    static_cast<share*>(it)->read();
    return nullptr;
}

fd all_states_reader::share::open(const service_name& who, std::string_view file,
                                  int flags) noexcept
{
    path_.assign(who.shown).append(file);
    return fd{::openat(at_.number(), path_.c_str(), flags | supervise_client::always)};
}

} // namespace foster
