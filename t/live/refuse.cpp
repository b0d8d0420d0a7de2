// refuse CALL... -- PROGRAM...: runs a program for which the kernel seems to lack these
// calls (ENOSYS), also for its descendants.  Old kernels and filters of old containers
// do this.
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

struct named_call {
    std::string_view name;
    unsigned number;
};

// A number, if the system's headers are older than the call.
constexpr named_call calls[] = {
    {"clone3", 435},
    {"close_range", 436},
    {"faccessat2", 439},
    {"pidfd_open", 434},
};

int refused(const char* what)
{
    std::fprintf(stderr, "refuse: %s: %s\n", what, std::strerror(errno));
    return 77;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<sock_filter> code{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
    int at = 1;
    for (; at < argc && std::strcmp(argv[at], "--") != 0; ++at)
        for (const auto& c : calls)
            if (c.name == argv[at]) {
                code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, c.number, 0, 1));
                code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
            }
    code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
        return refused("unable to set up a filter");
    if (at + 1 >= argc) return 0;
    ::execvp(argv[at + 1], argv + at + 1);
    return refused(argv[at + 1]);
}
