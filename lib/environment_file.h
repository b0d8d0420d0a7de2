// Reads the two forms of an environment in files: a directory with a file for each
// variable, as daemontools' envdir(8) reads it, and lines of NAME=VALUE.  It takes text
// and opens no file.
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
    std::size_t line = 0;            // the first wrong line; 0: all are right
    std::string_view complaint{};    // the allowed form of that line

    friend bool operator==(const environment_reading&,
                           const environment_reading&) = default;
};

// Reads lines of NAME=VALUE, empty lines, and comments that begin with #.  Blanks
// around name and value do not count.  In '...' a value is literal.  In "..." a
// backslash makes the next character literal.
environment_reading read_environment(std::string_view text);

// Returns the value in a file of an environment directory, if the file is not empty:
// its first line without the blanks at its end, with a newline for each NUL.
std::string directory_value(std::string_view bytes);

// Returns whether a file of an environment directory holds the variable of its name.
bool holds_variable(std::string_view file);

// Returns whether a variable may have the name: letters, digits and _, and no digit
// first.
bool is_variable(std::string_view name);

} // namespace foster
