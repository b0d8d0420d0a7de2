// The language in which stories describe their processes.  The same words drive the model
// and the live actor (t/live/actor.cpp).
//
//   fork{ ... }   a child runs the braces; the parent continues
//   vfork{ ... }  the same, but the parent waits until the child has exec'ed or ended
//   sibling{ ... } clone(CLONE_PARENT): the child's parent is the caller's parent
//   setsid        becomes the leader of a new session
//   exec:NAME     becomes the program NAME
//   wait          waits until a child has died, and reaps it
//   nochild       ignores SIGCHLD: its dead children leave no zombie
//   ignore:N      ignores signal N
//   on:N{ ... }   runs the braces when signal N comes, then continues
//   login:N       logs user N in: its login uid, which its children inherit, and apart
//   apart         is no part of the service, nor are its children (known to judges only)
//   main          says: I am the daemon of this story (in place of an earlier one)
//   ready         says on descriptor 3, and by sd_notify(3), that the service is ready
//   lives         says by sd_notify(3) that it lives (WATCHDOG=1)
//   serve         stays until a signal ends it
//   sleep:MS      does nothing for this time, or until a handled signal comes
//   exit:N        ends with that code; the end of a text is exit:0
//   die:N         ends by that signal
#pragma once

#include <string_view>
#include <vector>

namespace foster::model {

enum class word : unsigned char {
    fork,
    vfork,
    sibling,
    setsid,
    exec,
    wait,
    nochild,
    ignore,
    on,
    login,
    apart,
    main,
    ready,
    lives,
    serve,
    sleep,
    exit,
    die,
};

struct step {
    word does = word::exit;
    // Of exit, die, ignore, on, sleep.  For exec: the program, equal for equal
    // names.
    int number = 0;
    unsigned body = 0; // the braces: an index into scripts
};

// Each pair of braces is one script.  The first is the whole text.
using script = std::vector<step>;
using scripts = std::vector<script>;

// Parses a text.  Throws std::invalid_argument, which names the word.
scripts parse(std::string_view text);

} // namespace foster::model
