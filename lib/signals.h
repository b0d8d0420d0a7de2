// The names of signals, in one table for all readers and writers.
#pragma once

#include <array>
#include <csignal>
#include <optional>
#include <string_view>

namespace foster {

struct signal_name {
    int number;
    std::string_view name; // without SIG
};

constexpr auto signal_names = std::to_array<signal_name>({
    {SIGHUP, "HUP"},       {SIGINT, "INT"},   {SIGQUIT, "QUIT"},   {SIGILL, "ILL"},
    {SIGTRAP, "TRAP"},     {SIGABRT, "ABRT"}, {SIGBUS, "BUS"},     {SIGFPE, "FPE"},
    {SIGKILL, "KILL"},     {SIGUSR1, "USR1"}, {SIGSEGV, "SEGV"},   {SIGUSR2, "USR2"},
    {SIGPIPE, "PIPE"},     {SIGALRM, "ALRM"}, {SIGTERM, "TERM"},   {SIGCHLD, "CHLD"},
    {SIGCONT, "CONT"},     {SIGSTOP, "STOP"}, {SIGTSTP, "TSTP"},   {SIGTTIN, "TTIN"},
    {SIGTTOU, "TTOU"},     {SIGURG, "URG"},   {SIGXCPU, "XCPU"},   {SIGXFSZ, "XFSZ"},
    {SIGVTALRM, "VTALRM"}, {SIGPROF, "PROF"}, {SIGWINCH, "WINCH"}, {SIGIO, "IO"},
    {SIGPWR, "PWR"},       {SIGSYS, "SYS"},
});

// Returns the number of "TERM" or "SIGTERM"; nullopt for an unknown name.
constexpr std::optional<int> signal_number(std::string_view name)
{
    if (name.starts_with("SIG")) name.remove_prefix(3);
    for (const auto& s : signal_names)
        if (s.name == name) return s.number;
    return std::nullopt;
}

} // namespace foster
