// The two forms in which files hold an environment: a directory with a file for each
// variable, as daemontools' envdir(8) has it, and lines of NAME=VALUE.  Text only: no
// file is opened here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foster {

struct variable {
    std::string name;
    std::string value;

    friend bool operator==(const variable&, const variable&) = default;
};

struct environment_reading {
    std::vector<variable> variables; // in the order of the file
    std::size_t line = 0;            // of what is wrong; 0: nothing is
    std::string_view complaint{};    // what is allowed there

    friend bool operator==(const environment_reading&,
                           const environment_reading&) = default;
};

// A line is NAME=VALUE, empty, or a comment that begins with #.  Blanks around name and
// value do not count.  A value may stand in '...', where all is literal, or in "...",
// where a backslash makes the next character literal.
environment_reading read_environment(std::string_view text);

// The value that a file of an environment directory holds, if it is not empty: its first
// line without the blanks at its end, each NUL a newline.
std::string directory_value(std::string_view bytes);

// Whether a file of an environment directory holds the variable of its name.
bool holds_variable(std::string_view file);

// What a variable may be called: letters, digits and _, and no digit first.
bool is_variable(std::string_view name);

} // namespace foster
