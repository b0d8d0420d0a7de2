// What the processes of a story do, as text: the same words drive the model and the live
// actor (t/live/actor.cpp).
//
//   fork{ ... }   a child does what is in the braces; the parent goes on
//   vfork{ ... }  the same, but the parent waits until the child has exec'ed or ended
//   sibling{ ... } clone(CLONE_PARENT): the child's parent is the caller's parent
//   setsid        becomes the leader of a new session
//   exec:NAME     becomes the program NAME
//   wait          waits until a child has died, and lets go of it
//   nochild       ignores SIGCHLD: its dead children leave no zombie
//   ignore:N      ignores signal N
//   on:N{ ... }   does what is in the braces when signal N comes, then goes on
//   login:N       logs user N in: its login uid, which its children inherit, and apart
//   apart         is no part of the service, nor are its children (only judges know)
//   main          says: I am the daemon of this story (in place of who said it before)
//   ready         says on descriptor 3, and by sd_notify(3), that the service is ready
//   lives         says by sd_notify(3) that it lives (WATCHDOG=1)
//   serve         stays until a signal ends it
//   sleep:MS      does nothing for so long, or until a handled signal comes
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
    int number =
        0; // of exit, die, ignore, on, sleep; exec: the program, equal for equal names
    unsigned body = 0; // of the braces: an index into scripts
};

// Every pair of braces is one script; the first is the whole text.
using script = std::vector<step>;
using scripts = std::vector<script>;

// Throws std::invalid_argument, naming the word.
scripts parse(std::string_view text);

} // namespace foster::model
