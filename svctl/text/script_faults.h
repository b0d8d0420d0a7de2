// Faults of a script that its text shows before it is started.  Pure text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foster {

struct fault {
    std::size_t line = 0; // 0 if the fault concerns the whole file
    std::string text;     // the fault and a remedy

    friend bool operator==(const fault&, const fault&) = default;
};

// Returns the program in the first line, #!PROGRAM; empty if there is none.
std::string interpreter_of(std::string_view text);

// Returns the faults that keep the script from being executed; `path` is for remedies.
std::vector<fault> faults_of_script(std::string_view text, const std::string& path);

// Returns the line in which a shell script runs its last command in the background; 0
// if there is none.
std::size_t line_left_behind(std::string_view text);

} // namespace foster
