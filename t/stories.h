// Lives of services, one table for all judges: the model runs each in every order, live
// Linux runs each as it comes, and what it shows must be one of the model's.
// The words are those of kernel/model/script.h.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "lib/status.h"

namespace foster {

struct story {
    std::string_view name;
    std::string_view run;          // what the service does when it is started
    std::string_view then = {};    // ... and at later starts, if that is something else
    std::string_view happens = {}; // in this order, at any moment: a control letter, or
                                   // `!`: KILL to the process that last said `main`;
                                   // `.`: the next one only when all is at rest
    std::optional<phase> ends = phase::up; // at rest; none: it depends on the order
    unsigned starts = 1;                   // at rest; 0: it depends on the order
    bool told = true;                      // at rest the main is who said `main`
    int most_pids = 64;                    // pid_max
    unsigned refusals = 0;                 // so many spawns are refused first
};

// clang-format off: a table
inline constexpr auto stories = std::to_array<story>({
    {.name = "foreground", .run = "main serve"},
    {.name = "single fork", .run = "fork{main serve}"},
    {.name = "single fork, setsid", .run = "fork{setsid main serve}"},
    {.name = "double fork", .run = "fork{setsid fork{main serve}}"},
    {.name = "double fork, the first waits", .run = "fork{setsid fork{main serve}} wait"},
    {.name = "triple fork", .run = "fork{setsid fork{fork{main serve}}}"},
    {.name = "triple fork, all wait", .run = "fork{fork{fork{main serve}} wait} wait"},
    {.name = "quadruple fork", .run = "fork{fork{fork{fork{main serve}}}}"},
    {.name = "prefork", .run = "fork{setsid main fork{serve} fork{serve} serve}"},
    {.name = "double fork, prefork",
     .run = "fork{setsid fork{main fork{serve} fork{serve} serve}}"},
    {.name = "shell that stays", .run = "main fork{serve} wait"},
    {.name = "the intermediate dies before its parent",
     .run = "fork{fork{main serve}} wait exit:0"},
    {.name = "the intermediate outlives its parent",
     .run = "fork{fork{main serve} exit:0}"},
    {.name = "helper double-forks under a living main",
     .run = "main fork{fork{serve}} wait serve"},
    {.name = "vfork and exec", .run = "vfork{setsid exec:daemon main serve}"},
    {.name = "clone with CLONE_PARENT", .run = "sibling{main serve}"},
    {.name = "ignores SIGCHLD", .run = "nochild fork{fork{main serve}}"},
    {.name = "main is killed",
     .run = "fork{setsid fork{main serve}}",
     .happens = "!",
     .starts = 2},
    {.name = "foreground is killed", .run = "main serve", .happens = "!", .starts = 2},
    {.name = "killed twice", .run = "fork{main serve}", .happens = "!!", .starts = 0},
    {.name = "down",
     .run = "fork{main serve}",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "down in a double fork",
     .run = "fork{setsid fork{main serve}}",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "down in a triple fork",
     .run = "fork{fork{fork{main serve}}}",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "down against a straggler that ignores TERM",
     .run = "fork{main fork{ignore:15 serve} serve}",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "down against one that forks when told to end",
     .run = "on:15{ignore:15 fork{serve} exit:0} main serve",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "down, up", .run = "fork{main serve}", .happens = "du", .starts = 0},
    {.name = "restart in a double fork",
     .run = "fork{fork{main serve}}",
     .happens = "du",
     .starts = 0},
    {.name = "once",
     .run = "main serve",
     .happens = "o!",
     .ends = {},
     .starts = 0,
     .told = false},
    {.name = "at most once",
     .run = "main serve",
     .happens = "O!",
     .ends = phase::down,
     .told = false},
    {.name = "crash, then well",
     .run = "exit:1",
     .then = "fork{main serve}",
     .starts = 2},
    {.name = "spawn refused twice", .run = "fork{main serve}", .refusals = 2},
    {.name = "up during the delay",
     .run = "exit:1",
     .then = "main serve",
     .happens = "u",
     .starts = 2},
    {.name = "down during the delay",
     .run = "exit:1",
     .then = "main serve",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "HUP once", .run = "on:1{} main serve", .happens = "h", .starts = 0},
    {.name = "crash while settling",
     .run = "fork{main die:11} fork{serve}",
     .ends = phase::degraded,
     .told = false},
    {.name = "the starter fails",
     .run = "fork{serve} exit:1",
     .ends = phase::degraded,
     .told = false},
    {.name = "workers outlive the main",
     .run = "fork{setsid main fork{serve} serve}",
     .happens = ".!",
     .ends = phase::degraded,
     .starts = 1,
     .told = false},
    {.name = "restart heals survivors",
     .run = "fork{main fork{serve} serve}",
     .happens = "!du",
     .starts = 0},
    {.name = "new master on USR2, the old one quits",
     .run = "fork{setsid exec:nginx on:3{exit:0} on:12{fork{exec:nginx main fork{serve} "
            "serve}} main "
            "fork{serve} serve}",
     .happens = ".2.q",
     .told = true},
    {.name = "forks itself anew on HUP",
     .run = "fork{setsid exec:sshd on:1{fork{setsid exec:sshd main serve} exit:0} main "
            "serve}",
     .happens = ".h"},
    {.name = "main exits 0 and leaves another program",
     .run = "fork{setsid exec:a on:1{exit:0} main fork{exec:b serve} serve}",
     .happens = ".h",
     .ends = phase::degraded,
     .told = false},
    {.name = "heir and helper",
     .run = "fork{fork{main fork{serve} serve}} fork{serve}", .happens = "l"},
    {.name = "several equals", .run = "fork{main serve} fork{serve} fork{serve}"},
    {.name = "zombies handed over", .run = "fork{} fork{} fork{main serve}"},
    {.name = "two orphans die at once",
     .run = "nochild on:1{fork{fork{}} fork{fork{}}} main serve", .happens = ".h"},
    {.name = "the main is not the first child",
     .run = "fork{serve} fork{main fork{serve} serve}"},
    {.name = "up after once", .run = "exit:1", .then = "main serve", .happens = "Ou",
     .starts = 2},
    {.name = "HUP at rest", .run = "on:1{} main serve", .happens = ".h"},
    {.name = "pids wrap",
     .run = "fork{fork{main serve}}",
     .happens = "!!!",
     .starts = 0,
     .most_pids = 8},
});
// clang-format on

} // namespace foster
