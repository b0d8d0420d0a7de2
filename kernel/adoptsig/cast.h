// The processes of a scene.  Each has a name in shared memory, so that the output has
// names and no numbers.  They end with their machine, not by themselves.
#pragma once

#include <sys/types.h>

#include <functional>

namespace foster::adoptsig {

// Prints a line on the console.
[[gnu::format(printf, 1, 2)]] void say(const char* format, ...);

// Forgets all names, and counts from 0 again.
void clear_cast();

// Forks a process that gets its name, plays the part, and then exits with 0.
pid_t play(const char* name, const std::function<void()>& part);

// As play(), without a name: for many processes.
pid_t play_unnamed(const std::function<void()>& part);

// As play(), by clone with these flags (CLONE_PARENT, CLONE_NEWPID).
pid_t play_cloned(unsigned long flags, const char* name,
                  const std::function<void()>& part);

// Names a process by the number that the audience sees.
void name(pid_t pid, const char* name);
const char* name_of(pid_t pid);

// Does nothing until it is killed.
[[noreturn]] void linger();

// Returns once the claim is true.  The scene has a deadline.
void wait_until(const std::function<bool()>& claim);

// Numbers that the audience counts and the cast waits for, and the other way round.
struct counts {
    int notices() const;
    int deaths() const;
    int cues() const;
    void notice();
    void death();
    void cue();
};
extern counts counted;

} // namespace foster::adoptsig
