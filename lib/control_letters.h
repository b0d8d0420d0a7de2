// Defines the control letters: the bytes that clients write into supervise/control.
// There is one table.  Tests compare it with the manual and with svctl.
#pragma once

#include <array>
#include <csignal>
#include <optional>
#include <string_view>

namespace foster {

enum class verb : unsigned char {
    up,       // start the service, and start it again after each death
    down,     // stop the service, and keep it down until another command
    once,     // start the service if it is dead, but not again after that
    at_most,  // do not start the service now, nor again after its death
    exit,     // down, then supervise exits; a logger ends with its input
    pause,    // STOP to the main process
    resume,   // CONT to the main process
    signal,   // another signal to the main process
    again,    // the stop signal to the main process; the wanted state stays
    kill_all, // KILL to the main process and all kin
    stop_all, // STOP to all kin
    cont_all, // CONT to all kin
    group,    // later signals of the same write go to all kin
    single,   // later signals of the same write go to the main process
    renew,    // supervise continues as the program that is installed now
    refresh,  // supervise reads its settings again
    nothing,  // a letter of a peer without meaning here
};

// Tells how a command changes the file `down`, which the next supervise reads.
enum class mark : unsigned char { keep, write, remove };

struct command {
    char letter;
    verb does;
    int signal; // the signal to the main process for pause, resume and signal; else 0
    std::string_view text;
    mark down = mark::keep;

    friend constexpr bool operator==(const command&, const command&) = default;
};

constexpr auto commands = std::to_array<command>({
    {'u', verb::up, 0, "up"},
    {'d', verb::down, 0, "down"},
    {'o', verb::once, 0, "once"},
    {'O', verb::at_most, 0, "at most once: do not start again"},
    {'x', verb::exit, 0, "down, then supervise exits"},
    {'p', verb::pause, SIGSTOP, "pause"},
    {'c', verb::resume, SIGCONT, "continue"},
    {'h', verb::signal, SIGHUP, "HUP"},
    {'a', verb::signal, SIGALRM, "ALRM"},
    {'i', verb::signal, SIGINT, "INT"},
    {'t', verb::signal, SIGTERM, "TERM"},
    {'k', verb::signal, SIGKILL, "KILL"},
    {'q', verb::signal, SIGQUIT, "QUIT"},
    {'1', verb::signal, SIGUSR1, "USR1"},
    {'2', verb::signal, SIGUSR2, "USR2"},
    {'w', verb::signal, SIGWINCH, "WINCH"},
    {'y', verb::signal, SIGWINCH, "WINCH"},
    {'b', verb::signal, SIGABRT, "ABRT"},
    {'r', verb::again, 0, "the stop signal, with the same wanted state"},
    {'K', verb::kill_all, SIGKILL, "KILL to every process"},
    {'P', verb::stop_all, SIGSTOP, "STOP to every process"},
    {'C', verb::cont_all, SIGCONT, "CONT to every process"},
    {'D', verb::down, 0, "down, and write the file down", mark::write},
    {'U', verb::up, 0, "up, and remove the file down", mark::remove},
    {'Q', verb::once, 0, "once, and write the file down", mark::write},
    {'+', verb::group, 0, "the next signals to every process"},
    {'=', verb::single, 0, "the next signals to the main process"},
    {'e', verb::renew, 0, "supervise upgrades in place to the installed program"},
    {'n', verb::refresh, 0, "supervise reads its settings again"},
    {'l', verb::nothing, 0, "nothing (daemontools-encore: select main)"},
    {'L', verb::nothing, 0, "nothing (daemontools-encore: select log)"},
});

// Returns nullopt for a byte that no peer sends.  supervise ignores such a byte.
constexpr std::optional<command> command_of(char letter)
{
    for (const auto& c : commands)
        if (c.letter == letter) return c;
    return std::nullopt;
}

// Returns the letter that sends the signal to the main process; nullopt if none does.
constexpr std::optional<char> letter_of_signal(int signal)
{
    for (const auto& c : commands)
        if (c.does == verb::signal && c.signal == signal) return c.letter;
    return std::nullopt;
}

// Stands for ./check in place of a letter.  No command has this letter.
constexpr char check_script = '?';

// Lists the letters whose script control/LETTER runs first, as in runsv(8).
constexpr std::string_view scripted = "tdxukpchaiq12";

constexpr bool has_script(char letter)
{
    return scripted.find(letter) != scripted.npos;
}

} // namespace foster
