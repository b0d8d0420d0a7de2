// What can be seen in the text of a script before it is started.  Pure text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foster {

struct fault {
    std::size_t line = 0; // 0: of the whole file
    std::string text;     // what is wrong, and what to do

    friend bool operator==(const fault&, const fault&) = default;
};

// The program of its first line, #!PROGRAM; empty: it names none.
std::string interpreter_of(std::string_view text);

// What keeps it from being executed at all; `path` is for what to do.
std::vector<fault> faults_of_script(std::string_view text, const std::string& path);

// The line in which a shell script sends its last command to the background; 0: none.
std::size_t line_left_behind(std::string_view text);

} // namespace foster
