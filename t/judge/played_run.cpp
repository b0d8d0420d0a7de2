#include "t/judge/played_run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "kernel/linux/errors.h"
#include "lib/settings.h"
#include "lib/toml/read_state.h"
#include "t/judge/follower.h"

namespace foster::judge {

namespace {

constexpr auto life_limit = 45s; // times patience; less than settings::foreground
constexpr auto a_while = 3ms;    // between looks

std::vector<std::string> words_of(const settings& how)
{
    const auto word = [](const char* name, nanoseconds time) {
        return std::string{name} + '=' + std::to_string(time / 1ms);
    };
    std::vector<std::string> words{word("foreground", how.foreground),
                                   word("delay", how.delay), word("settle", how.settle),
                                   word("stop-timeout", how.stop_timeout),
                                   word("kill-timeout", how.kin_timeout)};
    if (how.end_survivors) words.emplace_back("survivors=stop");
    if (how.give_up_count)
        words.push_back("give-up-count=" + std::to_string(how.give_up_count));
    if (how.keep_sessions) words.emplace_back("keep-sessions=true");
    return words;
}

std::string make_directory()
{
    const char* tmp = std::getenv("TMPDIR");
    std::string path = std::string{tmp ? tmp : "/tmp"} + "/foster-judge-XXXXXX";
    if (!::mkdtemp(path.data())) throw_errno("unable to make a scratch directory");
    return path;
}

} // namespace

performance::performance(const story& s, const std::string& programs, std::uint64_t seed)
    : story_(s), programs_(programs), directory_(make_directory()), random_(seed),
      deadline_(gate::clock::now() + life_limit * patience_of_lives())
{
    ::setenv("ACTOR_LOG", (directory_ + "/notes").c_str(), 1);
    ::setenv("ACTOR_LINE", "", 1);
    if (story_.refusals == 0) write_run();
    std::vector<std::string> argv{programs_ + "/supervise", ".", "defaults=none"};
    for (auto& word : words_of(settings_of(s))) argv.push_back(std::move(word));
    gate_.emplace(argv, directory_, random_());
}

// The children of each process that dies become ours, so it kills until there are none.
performance::~performance()
{
    const auto nothing = [](pid_t, int) {};
    for (pid_t dead = 0; dead >= 0;) {
        for (const auto& p : all_below(::getpid()))
            if (!p.dead()) kill_if(p.who, p.start);
        gate_->attend(a_while, nothing);
        while ((dead = ::waitpid(-1, nullptr, WNOHANG | __WALL)) > 0) {
        }
    }
    std::error_code left;
    std::filesystem::remove_all(directory_, left);
}

// Writes ./run, for one instance at a time, with `then` from the second start on.
void performance::write_run()
{
    const auto fresh = directory_ + "/run.new";
    std::ofstream file{fresh};
    file << "#!" << programs_ << "/actor\nlock:lock ";
    if (story_.then.empty())
        file << story_.run << '\n';
    else
        file << "first:started{" << story_.run << " exit:0} " << story_.then << '\n';
    file.close();
    std::filesystem::permissions(fresh, std::filesystem::perms{0755});
    std::filesystem::rename(fresh, directory_ + "/run");
}

void performance::play()
{
    const auto begun = [&] {
        return !seen_.statuses().empty() && seen_.statuses().back().starts > 0;
    };
    wait_until(begun, "the first start");
    for (const char what : story_.happens)
        if (!cut_short_) happen(what);
    happen('.');
    check_rest();
    happen('x');
    end();
}

void performance::attend()
{
    gate_->attend(a_while, [&](pid_t who, int call) {
        if (who != gate_->who()) return;
        if (call == SYS_renameat || call == SYS_renameat2) hear_of_publishing();
    });
}

template<class Condition>
void performance::wait_until(Condition met, const char* what)
{
    while (!met()) {
        if (gate::clock::now() > deadline_)
            throw std::runtime_error{std::string{"waited too long for "} + what};
        attend();
    }
}

// Reads supervise/state.new, which is complete, before it lets supervise rename the
// file.
void performance::hear_of_publishing()
{
    const auto text = read_file(directory_ + "/supervise/state.new");
    if (text.empty()) return; // supervise renames another file
    const auto reading = read_state(text);
    if (!reading.read)
        throw std::runtime_error{"unable to read supervise/state: " + reading.wrong};
    seen_.add(*reading.read);
    // As many refusals as the story has: supervise cannot try again before this is
    // written.
    const auto tells_of_refusal = [](const status& s) {
        return s.starts == 0 && s.phase == phase::waiting;
    };
    if (story_.refusals > 0 &&
        std::ranges::count_if(seen_.statuses(), tells_of_refusal) == story_.refusals)
        write_run();
}

// Executes an event at a random moment after the last one, or as soon as possible.
void performance::happen(char what)
{
    if (what == '.') {
        wait_until([&] { return rested(); }, "rest");
        read_log();
        seen_.add_rest(resting_, {gate_->who()});
        return;
    }
    if (random_() % 4 != 0) linger();
    if (what == '!') {
        bool struck = false;
        wait_until([&] { return (struck = strike()) || rested(); }, "a main to kill");
        cut_short_ = !struck;
        return;
    }
    const fd control{need(::open((directory_ + "/supervise/control").c_str(),
                                 O_WRONLY | O_NONBLOCK | O_CLOEXEC),
                          "unable to open supervise/control")};
    if (::write(control.number(), &what, 1) != 1)
        throw_errno("unable to write to supervise/control");
    seen_.add_letter(what);
}

// Sends KILL to the process that noted `main` last.  Returns false if there is none, or
// if it is dead.
bool performance::strike()
{
    read_log();
    const auto* main = seen_.told_main();
    if (!main || !kill_if(main->who.number, main->start)) return false;
    seen_.add_blow();
    return true;
}

bool performance::rested()
{
    if (!gate_->idle()) return false;
    auto all = at_rest(gate_->who());
    if (!all || !gate_->idle()) return false;
    resting_ = std::move(*all);
    return true;
}

void performance::linger()
{
    const auto most = random_() % 3 == 0 ? 300ms : random_() % 2 == 0 ? 60ms : 8ms;
    const auto until =
        gate::clock::now() + most * static_cast<double>(random_() % 1000) / 1000;
    while (gate::clock::now() < until) attend();
}

// supervise exits 0; the processes that remain then are no part of the service.
void performance::end()
{
    int status = 0;
    const auto ended = [&] {
        const pid_t dead = ::waitpid(gate_->who(), &status, WNOHANG);
        return dead == gate_->who();
    };
    wait_until(ended, "supervise to end");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error{"supervise did not end well: " + std::to_string(status)};
    read_log();
    seen_.add_end(all_below(::getpid()));
}

// Checks the promises that need no model.
void performance::check_rest() const
{
    for (const auto& p : resting_)
        if (p.parent == gate_->who() && p.dead())
            throw std::runtime_error{"a zombie is left at rest:\n" + to_text(resting_)};
    const auto& now = seen_.statuses().back();
    const bool wanted = now.want == want::up && now.phase != phase::failed && !now.main &&
                        now.kin.empty();
    if (now.phase == phase::waiting || now.phase == phase::starting ||
        now.phase == phase::stopping || wanted)
        throw std::runtime_error{"at rest it is not at rest:\n" + to_state(now) +
                                 to_text(resting_)};
}

void performance::read_log()
{
    seen_.read(read_file(directory_ + "/notes"));
    if (seen_.noted("violation"))
        throw std::runtime_error{"there were two instances at once"};
}

std::string performance::log() const
{
    std::string all;
    for (const auto& s : seen_.statuses()) all += to_state(s) + '\n';
    return all + read_file(directory_ + "/notes") + read_file(directory_ + "/stderr");
}

} // namespace foster::judge
