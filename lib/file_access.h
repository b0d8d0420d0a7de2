// Lists the files that are executed or obeyed for a service, and decides who may change
// them.  svscan, supervise and svctl check share this table and this ruling.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/client_access.h"

namespace foster {

// The trusted users: root, the user that runs svscan, and the owner of its directory.
struct trust {
    unsigned user = 0;
    unsigned keeper = 0;
    unsigned group = 0; // of the user that runs svscan; root's group is trusted, too

    friend bool operator==(const trust&, const trust&) = default;
};

enum class stranger : unsigned char { none, owner, group, everybody };

// Returns the largest set of untrusted users that may change the file or the directory.
// The sticky bit is no help: a new service.toml is as good as another run.
stranger who_may_change(const door& it, const trust& by);

// The power that a change of the file gives.
enum class power : unsigned char {
    run,    // run any program with the power of svscan
    steer,  // change signals and times of the service
    answer, // answer clients in place of supervise, or prevent its start
};

// A file or directory that is executed or obeyed.
struct relied_on {
    std::string path; // relative to its directory; empty: that directory
    power gives = power::run;
};

// Returns all files of a service directory.  Its log/ is a service directory itself.
std::vector<relied_on> relied_on_in_service();

// The files that svscan executes besides supervise, relative to the scan directory.
constexpr const char* finish_hook = ".svscan/finish";
constexpr const char* crash_hook = ".svscan/crash";

// Returns all files of a scan directory.
// relied_on_for() returns the directories on the way to one of its files, and that file.
std::vector<relied_on> relied_on_in_scan_dir();
std::vector<relied_on> relied_on_for(std::string_view file);

// A file that an untrusted user may change.
struct exposure {
    stranger to = stranger::none;
    // No program that relies on it is started, unless all users are trusted.
    bool refused = false;
    std::string text{}; // the error
    std::string remedy{};
};

// Judges one file; nullopt if only trusted users may change it.  `path` is its name in
// messages.
std::optional<exposure> exposure_of(const relied_on& file, const std::string& path,
                                    const door& it, const trust& by);

// Returns the scan directory of a service directory with that path: the path without
// its last component, without following a link, or with /.. if the last component is no
// name.
std::string scan_dir_of(std::string_view service);

} // namespace foster
