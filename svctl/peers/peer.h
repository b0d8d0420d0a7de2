// What svctl is when it is started by the name of a peer's tool: one table, name to
// function.  See peers(7).
#pragma once

#include <string_view>

namespace foster {

struct peer {
    std::string_view name;
    int (*run)(int argc, char** argv); // the exit code; may throw
};

// By the last part of argv[0].  Nothing: it is svctl itself.
const peer* peer_of(std::string_view program);

// daemontools', and daemontools-encore's svup.
int run_svc(int argc, char** argv);
int run_svstat(int argc, char** argv);
int run_svok(int argc, char** argv);
int run_svup(int argc, char** argv);

// runit's.  By any name but `sv` it is the LSB script of the service of that name.
int run_sv(int argc, char** argv);

// Debian's.
int run_update_service(int argc, char** argv);

} // namespace foster
