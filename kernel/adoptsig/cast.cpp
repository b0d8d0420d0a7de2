// The shared memory of a scene's processes, and the ways to make them.
#include "kernel/adoptsig/cast.h"

#include <atomic>
#include <cassert>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace foster::adoptsig {

namespace {

struct member {
    std::atomic<pid_t> pid;
    char name[28];
};

struct shared_memory {
    std::atomic<int> members;
    member cast[64];
    std::atomic<int> notices, deaths, cues;
};

shared_memory* make_shared_memory()
{
    void* at = mmap(nullptr, sizeof(shared_memory), PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert(at != MAP_FAILED);
    return new (at) shared_memory{};
}

shared_memory* const shared = make_shared_memory();

pid_t start(unsigned long flags, const std::function<void()>& part)
{
    const auto pid = static_cast<pid_t>(
        syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, 0));
    assert(pid >= 0);
    if (pid == 0) {
        part();
        _exit(0);
    }
    return pid;
}

// Reserves a place for a process that has no number yet.
member& reserve(const char* name)
{
    const int index = shared->members++;
    assert(index < 64);
    member& one = shared->cast[index];
    one.pid = 0;
    strncpy(one.name, name, sizeof one.name - 1);
    return one;
}

} // namespace

counts counted;

void say(const char* format, ...)
{
    char line[256] = "story: ";
    const size_t begins = strlen(line);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + begins, sizeof line - begins - 1, format, arguments);
    va_end(arguments);
    strcat(line, "\n");
    // One write, since other processes write there, too.
    [[maybe_unused]] const ssize_t written = write(1, line, strlen(line));
}

void clear_cast()
{
    shared->members = 0;
    shared->notices = 0;
    shared->deaths = 0;
    shared->cues = 0;
}

pid_t play(const char* name, const std::function<void()>& part)
{
    return play_cloned(0, name, part);
}

pid_t play_unnamed(const std::function<void()>& part)
{
    return start(0, part);
}

pid_t play_cloned(unsigned long flags, const char* name,
                  const std::function<void()>& part)
{
    member& self = reserve(name);
    const pid_t pid = start(flags, [&] {
        wait_until([&] { return self.pid != 0; });
        part();
    });
    self.pid = pid;
    return pid;
}

void name(pid_t pid, const char* name)
{
    reserve(name).pid = pid;
}

const char* name_of(pid_t pid)
{
    if (pid == 0) return "nobody";
    for (const auto& one : shared->cast)
        if (&one < shared->cast + shared->members && one.pid == pid) return one.name;
    return "a stranger";
}

void linger()
{
    for (;;) pause();
}

void wait_until(const std::function<bool()>& claim)
{
    while (!claim()) usleep(1000);
}

int counts::notices() const
{
    return shared->notices;
}
int counts::deaths() const
{
    return shared->deaths;
}
int counts::cues() const
{
    return shared->cues;
}
void counts::notice()
{
    shared->notices++;
}
void counts::death()
{
    shared->deaths++;
}
void counts::cue()
{
    shared->cues++;
}

} // namespace foster::adoptsig
