// The control bytes: what a byte in supervise/control asks for.
// One table; the manual, the tests and svctl are held against it.
#pragma once

#include <array>
#include <csignal>
#include <optional>
#include <string_view>

namespace foster {

enum class verb : unsigned char {
    up,       // start it, and again whenever it is dead
    down,     // stop it until told otherwise
    once,     // start it if it is dead; not again after that
    at_most,  // not again after this death; do not start it now
    exit,     // down, then supervise itself ends; on a log: end when the log does
    pause,    // STOP to main
    resume,   // CONT to main
    signal,   // another signal to main
    again,    // the stop signal to main, wanted as before
    kill_all, // KILL to the main and all kin
    stop_all, // STOP to all kin
    cont_all, // CONT to all kin
    group,    // the signals after it in the same write go to all kin
    single,   // and those after it to the main again
    renew,    // supervise goes on as the program that is installed now
    refresh,  // supervise reads the settings anew
    nothing,  // known to a peer, without meaning here
};

// What becomes of the file `down`, for the next supervise to find.
enum class mark : unsigned char { keep, write, remove };

struct command {
    char letter;
    verb does;
    int signal; // what main is sent, for pause, resume and signal; else 0
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
    {'r', verb::again, 0, "the stop signal, wanted as before"},
    {'K', verb::kill_all, SIGKILL, "KILL to every process"},
    {'P', verb::stop_all, SIGSTOP, "STOP to every process"},
    {'C', verb::cont_all, SIGCONT, "CONT to every process"},
    {'D', verb::down, 0, "down, and write the file down", mark::write},
    {'U', verb::up, 0, "up, and remove the file down", mark::remove},
    {'Q', verb::once, 0, "once, and write the file down", mark::write},
    {'+', verb::group, 0, "the next signals to every process"},
    {'=', verb::single, 0, "the next signals to the main"},
    {'e', verb::renew, 0, "supervise goes on as its newly installed program"},
    {'n', verb::refresh, 0, "supervise reads its settings anew"},
    {'l', verb::nothing, 0, "nothing (daemontools-encore: select main)"},
    {'L', verb::nothing, 0, "nothing (daemontools-encore: select log)"},
});

// Nothing for a byte that no peer sends: it is ignored.
constexpr std::optional<command> command_of(char letter)
{
    for (const auto& c : commands)
        if (c.letter == letter) return c;
    return std::nullopt;
}

// By which letter main is sent that signal; nothing: by none.
constexpr std::optional<char> letter_of_signal(int signal)
{
    for (const auto& c : commands)
        if (c.does == verb::signal && c.signal == signal) return c.letter;
    return std::nullopt;
}

// In its place stands ./check, which is no command's.
constexpr char check_script = '?';

// The letters whose script control/LETTER is run first, as runsv(8) has them.
constexpr std::string_view scripted = "tdxukpchaiq12";

constexpr bool has_script(char letter)
{
    return scripted.find(letter) != scripted.npos;
}

} // namespace foster
