#include "kernel/linux/proc_namespace.h"

#include <unistd.h>

#include <charconv>

namespace foster {

// /proc/self names the reader in the namespace of that /proc: proc_self_get_link(),
// fs/proc/self.c.
bool proc_is_ours() noexcept
{
    static bool ours = false; // it stays ours; before that it may still be mounted
    if (ours) return true;
    char name[16];
    const auto length = ::readlink("/proc/self", name, sizeof name);
    int self = 0;
    if (length > 0) std::from_chars(name, name + length, self);
    ours = self == ::getpid();
    return ours;
}

std::string path_in_proc(pid who, const char* name)
{
    if (!proc_is_ours()) return {};
    return "/proc/" + std::to_string(who.number) + '/' + name;
}

} // namespace foster
