// What is executed or obeyed for a service, and who may change it besides those who are
// trusted with it: one table and one ruling, for svscan, supervise and svctl check.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/reach.h"

namespace foster {

// Trusted are root and these: the user who runs svscan, and the owner of its directory.
struct trust {
    unsigned user = 0;
    unsigned keeper = 0;
    unsigned group = 0; // of the user who runs svscan; and root's

    friend bool operator==(const trust&, const trust&) = default;
};

enum class stranger : unsigned char { none, owner, group, everybody };

// Returns the most that may change the file or the directory.  The sticky bit is no help:
// a new service.toml is as good as another run.
stranger who_may_change(const door& it, const trust& by);

// What is gained by changing a file.
enum class power : unsigned char {
    run,    // any program runs with the power of svscan
    steer,  // signals and times of the service change
    answer, // clients are answered in place of supervise, or no supervise can start
};

// A file or directory that is executed or obeyed.
struct relied_on {
    std::string path; // in the directory that has it; empty: that directory
    power gives = power::run;
};

// Every one of a service directory.  Its log/ is a service directory itself.
std::vector<relied_on> relied_on_in_service();

// What svscan executes besides supervise, seen from the scan directory.
constexpr const char* finish_hook = ".svscan/finish";
constexpr const char* crash_hook = ".svscan/crash";

// Every one of a scan directory; and those on the way to one of its files, with that.
std::vector<relied_on> relied_on_in_scan_dir();
std::vector<relied_on> relied_on_for(std::string_view file);

// Somebody who is not trusted may change a file.
struct exposure {
    stranger to = stranger::none;
    bool refused =
        false; // nothing that relies on it is started, unless everybody is trusted
    std::string text{}; // what is wrong
    std::string remedy{};
};

// Rules on one file; nullopt if only the trusted may change it.  `path` is how messages
// name it.
std::optional<exposure> exposure_of(const relied_on& file, const std::string& path,
                                    const door& it, const trust& by);

// The scan directory of a service directory that is named so: the path without its last
// component, without following a link; or with /.. if that is no name.
std::string scan_dir_of(std::string_view service);

} // namespace foster
