// Asks for the adoption signal and reads it: the prctl()s of adoptsig.patch, the
// notice, and the order of reading that loses nothing: find a dead child, take the
// notices, then reap.
#pragma once

#include <sys/types.h>

#include <optional>

namespace foster::adoptsig {

// As in adoptsig.patch: no header of a system has them.
constexpr int pr_set_adoptsig = 0x41445053;
constexpr int pr_get_adoptsig = 0x41445047;
constexpr int si_adopted = 0x41;

int adopt_signal(); // our choice, real-time

struct notice {
    int code;
    pid_t adopted, parent, branch;
    uid_t uid;

    bool operator==(const notice&) const = default;
};

// Calls prctl(PR_SET_ADOPTSIG).  Returns 0 or the error.
int ask_for(int signal);
// Calls prctl(PR_GET_ADOPTSIG).  Returns the signal, or the error as a negative number.
int asked_for();
// Returns the number of notices that found no room.
unsigned lost();

// Blocks the signals, becomes a subreaper, and asks for notices.
void attend();

// Returns the next pending notice at once.
std::optional<notice> take_notice();

void tell(const char* how, const notice& heard);

// Prints notices and deaths until there were so many of each.  Within a scene the
// numbers only grow.
void follow(int deaths, int notices);

// Prints a line if no notice is pending.
void tell_silence(const char* when);

} // namespace foster::adoptsig
