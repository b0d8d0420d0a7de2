// A 32-bit program that asks for adoption signals and must get the same notices, by
// rt_sigtimedwait and by a handler.  It has no library, since a 64-bit system need not
// have one for it.
extern "C" [[noreturn]] void _start();

namespace {

enum call {
    call_exit = 1,
    call_fork = 2,
    call_write = 4,
    call_pause = 29,
    call_prctl = 172,
    call_rt_sigaction = 174,
    call_rt_sigprocmask = 175,
    call_rt_sigtimedwait = 177,
    call_mmap2 = 192,
    call_waitid = 284,
};

constexpr int sigchld = 17, adopt_signal = 35;

long ask(int number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0)
{
    long result;
    asm volatile("int $0x80"
                 : "=a"(result)
                 : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
                 : "memory");
    return result;
}

template<class T>
long at(T* object)
{
    return reinterpret_cast<long>(object);
}

// The kernel's compat_siginfo and compat_sigaction.
struct info32 {
    int signo, error, code, pid;
    unsigned uid;
    int status, rest[26];
};
struct action32 {
    void (*handler)(int, info32*, void*);
    unsigned long flags;
    void (*restorer)();
    unsigned long long mask;
};
struct time32 {
    int seconds, nanoseconds;
};

unsigned long long mask_of(int signal)
{
    return 1ULL << (signal - 1);
}

void say(const char* text)
{
    int length = 0;
    while (text[length]) length++;
    ask(call_write, 1, at(text), length);
}

void wait_for(long pid)
{
    info32 dead{};
    ask(call_waitid, 1, pid, at(&dead), 4);
}

struct family {
    int process, child;
};

// Starts a process that leaves a child, writes the child's number into shared memory,
// and exits.
family start()
{
    // mmap2(): readable and writable, shared, without a file.
    auto* child = reinterpret_cast<volatile int*>(ask(call_mmap2, 0, 4096, 3, 0x21, -1));
    const long process = ask(call_fork);
    if (process == 0) {
        const long orphan = ask(call_fork);
        if (orphan == 0)
            for (;;) ask(call_pause);
        *child = static_cast<int>(orphan);
        ask(call_exit, 0);
    }
    wait_for(process);
    return {static_cast<int>(process), *child};
}

void tell(const char* how, const info32& heard, family of)
{
    say(how);
    const bool right = heard.signo == adopt_signal && heard.code == 0x41 &&
                       heard.pid == of.child && heard.status == of.process &&
                       heard.error == of.process;
    say(right ? "child, left by process\n" : "something else\n");
}

info32 by_handler;
void handle(int, info32* info, void*)
{
    by_handler = *info;
}

[[gnu::naked]] void restore()
{
    asm("mov $173, %eax\n\tint $0x80");
}

} // namespace

void _start()
{
    unsigned long long both = mask_of(sigchld) | mask_of(adopt_signal);
    ask(call_rt_sigprocmask, 0, at(&both), 0, 8);
    ask(call_prctl, 36, 1);
    ask(call_prctl, 0x41445053, adopt_signal);

    family of = start();
    unsigned long long one = mask_of(adopt_signal);
    const time32 at_once{0, 0};
    info32 heard{};
    ask(call_rt_sigtimedwait, at(&one), at(&heard), at(&at_once), 8);
    tell("story: rt_sigtimedwait: ", heard, of);

    action32 action{handle, 4 | 0x04000000, restore, 0};
    ask(call_rt_sigaction, adopt_signal, at(&action), 0, 8);
    of = start();
    ask(call_rt_sigprocmask, 1, at(&one), 0, 8);
    tell("story: handler: ", by_handler, of);
    ask(call_exit, 0);
    for (;;) {
    }
}
