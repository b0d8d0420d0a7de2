// actor: plays the life of a daemon from its arguments, for the live tests.  It
// understands the words of kernel/model/story_language.h, so that one story drives both:
//
//   fork{ ... }     a child does what is in the braces, and exits 0 at their end
//   vfork{ ... }    the same; the parent waits until the child has exec'ed or ended
//   sibling{ ... }  the same by clone(CLONE_PARENT): our parent is the child's, too
//   setsid          becomes the leader of a new session
//   exec:NAME       becomes the program NAME, a copy of this one in the directory
//   wait            waits until a child has died, and reaps it
//   nochild         ignores SIGCHLD: its dead children leave no zombie
//   ignore:N        ignores signal N
//   on:N{ ... }     does what is in the braces when signal N comes: after the current
//                   word (but within `wait` and `serve`), then continues
//   login:N         logs user N in: its login uid, which its children inherit (root only)
//   apart           is no part of the service: it and its children do not count for
//                   `lock`, and `login` implies this
//   lives           sends WATCHDOG=1 as `say` does
//   main            notes that it is the daemon of this story
//   serve           stays until a signal ends it
//   exit:N          ends with that code; the end of a text is exit:0
//   die:N           ends by that signal
//
// and some of its own, which the model tries in every order or does not need:
//
//   times:N{ ... }  does what is in the braces N times
//   first:FILE{ ... } does what is in the braces if FILE does not exist, and makes it
//   orphaned        waits until its parent is dead
//   until:FILE      waits until FILE exists
//   note:EVENT      appends "EVENT PID START" to $ACTOR_LOG; START: birth in clock ticks
//   print:TEXT      writes TEXT and a newline on standard output
//   say:TEXT        sends TEXT to $NOTIFY_SOCKET as sd_notify(3) does; | is a newline
//   terminal:FILE   makes a terminal without a session, and FILE a link to it
//   drain           reads standard input to its end
//   lock:FILE       takes the lock on FILE, for itself and its later children;
//                   notes `violation` if another process has it
//
// The actor reads all words before the first one takes effect, and exits 100 if the
// text is wrong.  Every process of it dies after five minutes.  A file whose first line
// is "#!PATH-TO-ACTOR" contains a story: then ./FILE is the argument.
//
// If $ACTOR_LINE is set (to nothing), every process first notes its line of descent:
// `born:7.1.3` is the third child of the first child of the run process 7.  The judge
// (t/judge) names processes by it.
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr unsigned last_resort = 300; // seconds
constexpr int lock_file = 100;        // the same number after an exec

class player;
struct verb;

// One word with its text, number and braces.
struct step {
    const verb* does;
    std::string text; // after the colon
    int number = 0;   // the text as a number
    std::vector<step> body;
    std::string rest; // for exec: the words of the new program
};
using story = std::vector<step>;

enum class operand { none, text, number };

struct verb {
    std::string_view name;
    operand takes;
    bool braces;
    void (player::*act)(const step&);
};

// One process of the story.
class player {
  public:
    player();

    void act(const story& s)
    {
        for (const auto& each : s) {
            let_in();
            (this->*each.does->act)(each);
        }
    }

    void fork(const step& s) { clone(s, 0); }
    void vfork(const step& s) { clone(s, CLONE_VFORK); }
    void sibling(const step& s) { clone(s, CLONE_PARENT); }
    void setsid(const step&);
    void exec(const step& s);
    void wait(const step&);
    void nochild(const step&);
    void ignore(const step& s);
    void on(const step& s);
    void login(const step& s);
    void apart(const step&);
    void main(const step&);
    void ready(const step&);
    void say(const step&);
    void lives(const step&);
    void serve(const step&);
    void sleep(const step& s);
    void exit(const step& s);
    void die(const step& s);
    void times(const step& s);
    void first(const step& s);
    void orphaned(const step&);
    void until(const step& s);
    void note(const step& s);
    void print(const step& s);
    void terminal(const step& s);
    void drain(const step&);
    void lock(const step& s);

  private:
    void clone(const step& s, long flags);
    void be_born(const std::string& line);
    void let_in();
    static void came(int signal);

    inline static player* self_ = nullptr; // for came()

    pid_t parent_ = ::getppid();
    sigset_t held_{};
    std::map<int, const story*> on_;
    std::string line_; // of descent; empty if not wanted
    int forks_ = 0;
};

constexpr auto verbs = std::to_array<verb>({
    {"fork", operand::none, true, &player::fork},
    {"vfork", operand::none, true, &player::vfork},
    {"sibling", operand::none, true, &player::sibling},
    {"setsid", operand::none, false, &player::setsid},
    {"exec", operand::text, false, &player::exec},
    {"wait", operand::none, false, &player::wait},
    {"nochild", operand::none, false, &player::nochild},
    {"ignore", operand::number, false, &player::ignore},
    {"on", operand::number, true, &player::on},
    {"login", operand::number, false, &player::login},
    {"apart", operand::none, false, &player::apart},
    {"main", operand::none, false, &player::main},
    {"ready", operand::none, false, &player::ready},
    {"say", operand::text, false, &player::say},
    {"lives", operand::none, false, &player::lives},
    {"serve", operand::none, false, &player::serve},
    {"sleep", operand::number, false, &player::sleep},
    {"exit", operand::number, false, &player::exit},
    {"die", operand::number, false, &player::die},
    {"times", operand::number, true, &player::times},
    {"first", operand::text, true, &player::first},
    {"orphaned", operand::none, false, &player::orphaned},
    {"until", operand::text, false, &player::until},
    {"note", operand::text, false, &player::note},
    {"print", operand::text, false, &player::print},
    {"terminal", operand::text, false, &player::terminal},
    {"drain", operand::none, false, &player::drain},
    {"lock", operand::text, false, &player::lock},
});

[[noreturn]] void give_up(const char* what)
{
    std::perror(what);
    ::_exit(100);
}

// Returns the process's birth, /proc/PID/stat field 22.  With the pid it is unique.
std::string start_of_self()
{
    char bytes[1024];
    const int file = ::open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    const auto got = file < 0 ? -1 : ::read(file, bytes, sizeof bytes);
    if (got <= 0) give_up("actor: unable to read /proc/self/stat");
    ::close(file);
    std::string_view text{bytes, static_cast<std::size_t>(got)};
    text.remove_prefix(text.rfind(')') + 2); // the name may contain anything
    for (int field = 3; field < 22; ++field) text.remove_prefix(text.find(' ') + 1);
    return std::string{text.substr(0, text.find(' '))};
}

// Writes once, so that lines of several processes never mix.
void write_line(int file, const std::string& line)
{
    if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        give_up("actor: unable to write a line");
}

void append_event(std::string_view event)
{
    const char* name = std::getenv("ACTOR_LOG");
    const int log = name ? ::open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)
                         : ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (log < 0) give_up("actor: unable to open $ACTOR_LOG");
    write_line(log, std::string{event} + ' ' + std::to_string(::getpid()) + ' ' +
                        start_of_self() + '\n');
    ::close(log);
}

// After an exec, $ACTOR_LINE is "LINE/FORKS".
player::player()
{
    sigemptyset(&held_);
    self_ = this;
    const char* const line = std::getenv("ACTOR_LINE");
    if (!line) return;
    const std::string_view text{line};
    if (const auto slash = text.find('/'); slash != text.npos) {
        line_ = text.substr(0, slash);
        forks_ = std::atoi(line + slash + 1);
    } else {
        be_born(std::to_string(::getpid()));
    }
}

void player::be_born(const std::string& line)
{
    line_ = line;
    forks_ = 0;
    append_event("born:" + line);
}

// Lets the signals of `on` in; they interrupt only here.
void player::let_in()
{
    if (on_.empty()) return;
    ::sigprocmask(SIG_UNBLOCK, &held_, nullptr);
    ::sigprocmask(SIG_BLOCK, &held_, nullptr);
}

void player::came(int signal)
{
    self_->act(*self_->on_.at(signal));
}

// Does fork(2) and the like.  CLONE_VFORK alone shares no memory, so the child may do
// anything.
void player::clone(const step& s, long flags)
{
    const pid_t self = ::getpid();
    ++forks_;
    const auto child = ::syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (child < 0) give_up("actor: unable to fork");
    if (child > 0) return;
    ::alarm(last_resort); // fork(2) clears it
    // getppid() may already be another process.
    if (!(flags & CLONE_PARENT)) parent_ = self;
    if (!line_.empty()) be_born(line_ + '.' + std::to_string(forks_));
    act(s.body);
    ::_exit(0);
}

void player::setsid(const step&)
{
    if (::setsid() < 0) give_up("actor: unable to begin a session");
}

// A program is known by its file, so a link would count as the same program.
void player::exec(const step& s)
{
    namespace fs = std::filesystem;
    const auto fresh = s.text + '.' + std::to_string(::getpid());
    if (!fs::exists(s.text)) {
        fs::copy_file("/proc/self/exe", fresh);
        fs::rename(fresh, s.text);
    }
    if (!line_.empty())
        ::setenv("ACTOR_LINE", (line_ + '/' + std::to_string(forks_)).c_str(), 1);
    ::sigprocmask(SIG_UNBLOCK, &held_, nullptr);
    ::execl(s.text.c_str(), s.text.c_str(), s.rest.c_str(), nullptr);
    give_up("actor: unable to exec");
}

void player::wait(const step&)
{
    ::sigprocmask(SIG_UNBLOCK, &held_, nullptr);
    while (::wait(nullptr) < 0 && errno == EINTR) {
    }
    ::sigprocmask(SIG_BLOCK, &held_, nullptr);
}

void player::nochild(const step&)
{
    std::signal(SIGCHLD, SIG_IGN);
}

void player::ignore(const step& s)
{
    if (std::signal(s.number, SIG_IGN) == SIG_ERR) give_up("actor: unable to ignore");
}

void player::on(const step& s)
{
    on_[s.number] = &s.body;
    sigaddset(&held_, s.number);
    ::sigprocmask(SIG_BLOCK, &held_, nullptr);
    struct sigaction act_on_it {};
    act_on_it.sa_handler = came;
    act_on_it.sa_mask = held_;
    if (::sigaction(s.number, &act_on_it, nullptr) < 0)
        give_up("actor: unable to listen for a signal");
}

void player::login(const step& s)
{
    const int file = ::open("/proc/self/loginuid", O_WRONLY | O_CLOEXEC);
    if (file < 0) give_up("actor: unable to open /proc/self/loginuid");
    write_line(file, std::to_string(s.number));
    ::close(file);
    apart(s);
}

void player::apart(const step&)
{
    ::close(lock_file);
}

void player::main(const step&)
{
    append_event("main");
}

void player::ready(const step&)
{
    if (::write(3, "\n", 1) != 1) give_up("write to descriptor 3");
}

// Sends a notice like sd_notify(3), whose result daemons ignore.
void player::say(const step& s)
{
    const char* const name = std::getenv("NOTIFY_SOCKET");
    if (!name || std::strlen(name) != 6) give_up("find NOTIFY_SOCKET");
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path + 1, name + 1, 5);
    std::string text{s.text};
    std::ranges::replace(text, '|', '\n');
    const int out = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (::sendto(out, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&to),
                 sizeof to.sun_family + 6) < 0 &&
        errno != ECONNREFUSED) // no supervise has the socket
        give_up("say it");
    ::close(out);
}

void player::lives(const step& s)
{
    step says = s;
    says.text = "WATCHDOG=1";
    say(says);
}

void player::serve(const step&)
{
    sigset_t none;
    sigemptyset(&none);
    for (;;) ::sigsuspend(&none);
}

// Sleeps until a handled signal, which also ends clock_nanosleep(2).
void player::sleep(const step& s)
{
    const timespec time{s.number / 1000, s.number % 1000 * 1'000'000};
    ::sigprocmask(SIG_UNBLOCK, &held_, nullptr);
    ::clock_nanosleep(CLOCK_BOOTTIME, 0, &time, nullptr);
    ::sigprocmask(SIG_BLOCK, &held_, nullptr);
}

void player::exit(const step& s)
{
    ::_exit(s.number);
}

void player::die(const step& s)
{
    const rlimit no_core{};
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::signal(s.number, SIG_DFL);
    sigset_t all;
    sigfillset(&all);
    ::sigprocmask(SIG_UNBLOCK, &all, nullptr);
    std::raise(s.number);
    ::_exit(100); // that signal does not kill
}

void player::times(const step& s)
{
    for (int i = 0; i < s.number; ++i) act(s.body);
}

void player::first(const step& s)
{
    const int file =
        ::open(s.text.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) return;
    ::close(file);
    act(s.body);
}

void player::orphaned(const step&)
{
    const auto parent = static_cast<int>(::syscall(SYS_pidfd_open, parent_, 0));
    // It is still the parent, so the pid belongs to no other process.
    if (parent >= 0 && ::getppid() == parent_) {
        pollfd death{parent, POLLIN, 0};
        while (::poll(&death, 1, -1) < 0 && errno == EINTR) {
        }
    }
    if (parent >= 0) ::close(parent);
    while (::getppid() == parent_) ::usleep(1000); // no pidfd here (Linux 5.3)
}

void player::until(const step& s)
{
    while (::access(s.text.c_str(), F_OK) < 0) ::usleep(2000);
}

void player::note(const step& s)
{
    append_event(s.text);
}

void player::print(const step& s)
{
    write_line(STDOUT_FILENO, s.text + '\n');
}

// Makes a terminal.  It lives as long as this process, which holds the other end.
void player::terminal(const step& s)
{
    const int keeper = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    const char* const name = keeper < 0 || ::grantpt(keeper) < 0 || ::unlockpt(keeper) < 0
                                 ? nullptr
                                 : ::ptsname(keeper);
    if (!name) give_up("actor: unable to make a terminal");
    const auto link = s.text + ".new";
    if (::symlink(name, link.c_str()) < 0 || ::rename(link.c_str(), s.text.c_str()) < 0)
        give_up("actor: unable to make a link to the terminal");
}

void player::drain(const step&)
{
    char bytes[4096];
    for (;;) {
        const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (got == 0 || (got < 0 && errno != EINTR)) return;
    }
}

// Takes the lock.  The descriptor is never closed, not even by an exec: all later
// children hold it while they live.
void player::lock(const step& s)
{
    const int file = ::open(s.text.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0 || ::dup2(file, lock_file) < 0)
        give_up("actor: unable to open the lock");
    ::close(file);
    if (::flock(lock_file, LOCK_EX | LOCK_NB) < 0) append_event("violation");
}

const verb& read_verb(std::string_view text)
{
    for (const auto& v : verbs)
        if (v.name == text) return v;
    throw std::invalid_argument("no such word: " + std::string{text});
}

int read_number(std::string_view text)
{
    int value = 0;
    const auto* const end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || read_to != end)
        throw std::invalid_argument("no such number: " + std::string{text});
    return value;
}

class parser {
  public:
    explicit parser(std::string_view text) : text_(text) {}

    story all()
    {
        story s = body();
        if (at_ < text_.size()) throw std::invalid_argument("} without {");
        return s;
    }

  private:
    story body()
    {
        story s;
        std::vector<std::size_t> ends; // of each step, in the text
        for (skip(); at_ < text_.size() && text_[at_] != '}'; skip()) {
            s.push_back(one());
            ends.push_back(at_);
        }
        for (std::size_t i = 0; i < s.size(); ++i)
            if (s[i].does->act == &player::exec)
                s[i].rest = text_.substr(ends[i], at_ - ends[i]);
        return s;
    }

    step one()
    {
        const auto end = std::min(text_.find_first_of(" \n{}", at_), text_.size());
        const auto whole = text_.substr(at_, end - at_);
        at_ = end;
        const auto colon = std::min(whole.find(':'), whole.size());
        const auto& v = read_verb(whole.substr(0, colon));
        const auto value = whole.substr(std::min(colon + 1, whole.size()));
        if ((v.takes == operand::none) != value.empty())
            throw std::invalid_argument("too little or too much: " + std::string{whole});
        step s{.does = &v, .text = std::string{value}, .body = {}, .rest = {}};
        if (v.takes == operand::number) s.number = read_number(value);
        if (!v.braces) return s;
        if (!take('{')) throw std::invalid_argument("no { after " + std::string{whole});
        s.body = body();
        if (!take('}')) throw std::invalid_argument("{ without }");
        return s;
    }

    bool take(char which)
    {
        if (at_ == text_.size() || text_[at_] != which) return false;
        ++at_;
        return true;
    }

    void skip() { at_ = std::min(text_.find_first_not_of(" \n", at_), text_.size()); }

    std::string_view text_;
    std::size_t at_ = 0;
};

// Returns the story in the arguments, or in the file that they name.
std::string read_text(int argc, char** argv)
{
    std::string text;
    if (argc == 2 && std::string_view{argv[1]}.starts_with("./")) {
        std::ifstream file{argv[1]};
        std::getline(file, text);
        text.assign(std::istreambuf_iterator<char>{file}, {});
        if (file.bad() || text.empty()) throw std::invalid_argument("nothing is in it");
        return text;
    }
    for (int i = 1; i < argc; ++i) text.append(argv[i]) += ' ';
    return text;
}

} // namespace

int main(int argc, char** argv)
try {
    const auto text = read_text(argc, argv);
    const story all = parser{text}.all();
    ::alarm(last_resort);
    player{}.act(all);
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "actor: unable to act: %s\n", e.what());
    return 100;
}
