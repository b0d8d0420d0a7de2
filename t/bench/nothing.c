/* The service that does nothing, without a libc.  Its first instructions note the time in
 * RECORD, if it is compiled with one, and then it pauses, or with CRASH exits 1. */
#include <linux/fcntl.h>
#include <linux/time.h>
#include <sys/syscall.h>

static long call(long number, long a, long b, long c, long d)
{
#if defined __x86_64__
    long answer;
    register long r10 __asm__("r10") = d;
    __asm__ volatile("syscall"
                     : "=a"(answer)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                     : "rcx", "r11", "memory");
    return answer;
#elif defined __aarch64__
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
#else
#error "nothing.c knows the system calls of x86-64 and arm64 only"
#endif
}

void _start(void)
{
#ifdef RECORD
    /* One piece, so that those of a thousand services do not mix. */
    struct { struct timespec first, cpu; long pid; } line;
    call(SYS_clock_gettime, CLOCK_MONOTONIC, (long)&line.first, 0, 0);
    long fd = call(SYS_openat, AT_FDCWD, (long)RECORD, 01 | 02000 /* WRONLY, APPEND */, 0);
    line.pid = call(SYS_getpid, 0, 0, 0, 0);
    call(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, (long)&line.cpu, 0, 0);
    call(SYS_write, fd, (long)&line, sizeof line, 0);
    call(SYS_close, fd, 0, 0, 0);
#endif
#ifdef CRASH
    call(SYS_exit_group, CRASH - 1, 0, 0, 0);
#endif
    for (;;)
        call(SYS_ppoll, 0, 0, 0, 0);
}
