// The tools of the peers that svctl replaces under their names: one table from name to
// function.  See peers(7).
#pragma once

#include <string_view>

namespace foster {

struct peer {
    std::string_view name;
    int (*run)(int argc, char** argv); // returns the exit code; may throw
};

// Finds the tool by the last part of argv[0].  Returns nullptr for svctl itself.
const peer* peer_of(std::string_view program);

// Tools of daemontools, and svup of daemontools-encore.
int run_svc(int argc, char** argv);
int run_svstat(int argc, char** argv);
int run_svok(int argc, char** argv);
int run_svup(int argc, char** argv);

// runit's sv.  Under any other name it is the LSB script of the service of that name.
int run_sv(int argc, char** argv);

// Debian's update-service.
int run_update_service(int argc, char** argv);

} // namespace foster
