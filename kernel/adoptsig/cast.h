// The processes of a scene: each has a name, in memory that all of them share, so that
// what is told says who it was and never a number.  They end with their machine, not by
// themselves.
#pragma once

#include <sys/types.h>

#include <functional>

namespace foster::adoptsig {

// A line for the console.
[[gnu::format(printf, 1, 2)]] void say(const char* format, ...);

// Forgets all names, and counts from 0 again.
void clear_cast();

// Forks a process that plays the part, once it has its name, and then exits with 0.
pid_t play(const char* name, const std::function<void()>& part);

// As play, by nobody's name: for a multitude.
pid_t play_unnamed(const std::function<void()>& part);

// As play, by clone and with these flags (CLONE_PARENT, CLONE_NEWPID).
pid_t play_cloned(unsigned long flags, const char* name,
                  const std::function<void()>& part);

// Names a process, by the number that the audience knows it by.
void name(pid_t pid, const char* name);
const char* name_of(pid_t pid);

// Does nothing, until it is killed.
[[noreturn]] void linger();

// Returns once it is true; the scene has a deadline.
void wait_until(const std::function<bool()>& claim);

// Counted by the audience, waited for by the cast, and the other way round.
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
