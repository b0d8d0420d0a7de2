// The exit codes of svctl, by severity: svctl(1), EXIT STATUS.
#pragma once

namespace foster {

// The highest of several counts.
constexpr int exit_as_asked = 0;
constexpr int exit_not_reached = 1;
constexpr int exit_usage = 2;
constexpr int exit_timed_out = 99;
constexpr int exit_unsupervised = 100;
constexpr int exit_trouble = 111;

} // namespace foster
