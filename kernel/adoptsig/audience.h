// Who asks for the adoption signal and hears it: the prctl()s of adoptsig.patch, the
// notice, and the way to read it that loses nothing: look who is dead, take the notices,
// then reap.
#pragma once

#include <sys/types.h>

#include <optional>

namespace foster::adoptsig {

// As in adoptsig.patch: no header of a system has them.
constexpr int pr_set_adoptsig = 0x41445053;
constexpr int pr_get_adoptsig = 0x41445047;
constexpr int si_adopted = 0x41;

int adopt_signal(); // of ours, real-time

struct notice {
    int code;
    pid_t adopted, parent, branch;
    uid_t uid;

    bool operator==(const notice&) const = default;
};

// prctl(PR_SET_ADOPTSIG): 0 or the error.
int ask_for(int signal);
// prctl(PR_GET_ADOPTSIG): the signal, or the error as a negative number.
int asked_for();
// How many notices found no room.
unsigned lost();

// Blocks the signals, is a subreaper, and asks for notices.
void attend();

// What is pending, at once.
std::optional<notice> take_notice();

void tell(const char* how, const notice& heard);

// Tells notices and deaths until there were so many of each; in a scene, each number
// grows.
void follow(int deaths, int notices);

// Says so if no notice is pending.
void tell_silence(const char* when);

} // namespace foster::adoptsig
