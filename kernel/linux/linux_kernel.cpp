#include "kernel/linux/linux_kernel.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/exec_fault.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/notify_socket.h"
#include "kernel/linux/program_paths.h"
#include "kernel/linux/ready_pipe.h"
#include "kernel/linux/reap.h"
#include "kernel/linux/safe_open.h"
#include "kernel/linux/spawn.h"
#include "lib/control_letters.h"

namespace foster {

namespace {

nanoseconds read_clock(clockid_t which)
{
    timespec t{};
    ::clock_gettime(which, &t);
    return std::chrono::seconds{t.tv_sec} + nanoseconds{t.tv_nsec};
}

// Makes text on this pipe wake us by SIGIO, so that the loop need not watch it: each
// turn reads it.
void wake_by(const fd& pipe)
{
    if (!pipe) return;
    ::fcntl(pipe.number(), F_SETOWN, ::getpid());
    ::fcntl(pipe.number(), F_SETFL, O_NONBLOCK | O_ASYNC);
}

// Returns whether the first line of the file names execline's interpreter.
bool is_execline(const char* file)
{
    const auto open = open_regular(file);
    char text[64];
    const auto got = open.error ? 0 : ::read(open.file.number(), text, sizeof text);
    const std::string_view all{text, got > 0 ? static_cast<std::size_t>(got) : 0};
    const auto line = all.substr(0, all.find('\n'));
    return line.starts_with("#!") && line.find("execlineb") != line.npos;
}

// Returns whether finish expects the arguments of s6.
bool made_for_s6()
{
    for (const char* file : {"notification-fd", "timeout-finish", "timeout-kill", "type"})
        if (present(file)) return true;
    return is_execline("run") || is_execline("finish");
}

std::string_view in_words(remark what)
{
    switch (what) {
    case remark::late: return "not ready in time ([ready] timeout): stopping the service";
    case remark::silent:
        return "no watchdog message in time ([ready] watchdog): sending ABRT";
    case remark::ignored:
        return "the main process ignores the stop signal: sending TERM to all processes";
    case remark::cut:
        return "the main process is still alive after [stop] timeout: sending TERM to "
               "all processes";
    case remark::killed:
        return "processes are still alive after [stop] kill-timeout: sending KILL to all "
               "processes";
    case remark::finish_killed:
        return "./finish is still running after [finish] timeout: sending KILL";
    case remark::scripts_killed:
        return "scripts of control/ are still running after [stop] kill-timeout: sending "
               "KILL";
    }
    return {};
}

} // namespace

moment linux_now() noexcept
{
    const auto since_boot = read_clock(CLOCK_BOOTTIME);
    return {instant{since_boot}, stamp{read_clock(CLOCK_REALTIME)},
            since_boot - read_clock(CLOCK_MONOTONIC)};
}

moment linux_kernel::now() noexcept
{
    return linux_now();
}

inherited_processes& linux_kernel::have_others()
{
    if (!wards_) wards_ = std::make_unique<inherited_processes>();
    return *wards_;
}

kernel::spawned linux_kernel::spawn(std::uint64_t number) noexcept
{
    number_ = number;
    record_text text;
    oom_.begin();
    sent_kill_ = false;
    ready_.close();
    const fd ready_end = ready_fd_ < 0 ? fd{} : listen();
    const auto [who, error] =
        foster::spawn({.file = command_[0],
                       .argv = command_,
                       .own_session = !present("no-setsid"),
                       .ignores = false,
                       .ready = ready_end.number(),
                       .ready_as = ready_fd_,
                       .record = place_for(launch_record::kind::run, text)});
    const int cause = cause_of(command_[0], error);
    if (cause && cause != spawn_cause_ && !is_removed())
        complain_of_start(complain_, command_[0], error);
    spawn_cause_ = cause;
    if (who) run_ = who;
    return {who, error};
}

// Passes the two arguments of runit, then the last two of s6.  Without an exit code
// runit passes -1 and s6 256.  Their signal has no bit for the core.
kernel::spawned linux_kernel::finish(const death& of) noexcept
{
    if (!present("finish")) return {.run = {}, .error = ENOENT};
    const bool exited = of.how == manner::exited;
    const int core = of.how == manner::dumped ? 0x80 : 0;
    const bool s6 = made_for_s6();
    const int words[] = {exited ? of.status
                         : s6   ? 256
                                : -1,
                         exited ? 0 : of.status | (s6 ? 0 : core)};
    char file[] = "./finish";
    char text[3][12];
    const auto write = [&](int which, int value) {
        *std::to_chars(text[which], text[which] + 11, value).ptr = '\0';
        return text[which];
    };
    char* argv[] = {file,
                    write(0, words[0]),
                    write(1, words[1]),
                    const_cast<char*>(name_.c_str()),
                    write(2, run_.number),
                    nullptr};
    record_text record;
    const auto [who, error] =
        foster::spawn({.file = file,
                       .argv = argv,
                       .record = place_for(launch_record::kind::finish, record)});
    const int cause = cause_of(file, error);
    if (cause && cause != finish_cause_) complain_of_start(complain_, file, error);
    finish_cause_ = cause;
    return {who, error};
}

launch::place linux_kernel::place_for(launch_record::kind what,
                                      record_text& text) const noexcept
{
    if (dir_.records() < 0) return {};
    text = to_text({.what = what, .at = linux_now().at, .number = number_});
    return {dir_.records(), static_cast<off_t>(place_of(what)), &text};
}

// Makes the pipe of one launch.  Returns the end of the service.
fd linux_kernel::listen() noexcept
{
    auto made = make_ready_pipe(dir_.directory());
    if (!made.of_service)
        complain_.warning("unable to create a pipe for readiness", errno);
    ready_ = std::move(made.reading);
    wake_by(ready_);
    return std::move(made.of_service);
}

// Reads the pipe to its end, whatever the service writes, since a full pipe would block
// the service.
std::optional<notice> linux_kernel::hear_ready() noexcept
{
    char text[256];
    const auto got = ready_ ? ::read(ready_.number(), text, sizeof text) : -1;
    if (got == 0) ready_.close();
    if (got <= 0) return std::nullopt;
    notice heard;
    if (std::memchr(text, '\n', static_cast<std::size_t>(got))) heard.ready = true;
    return heard;
}

std::optional<notice> linux_kernel::hear() noexcept
{
    return notify_ ? next_notice(notify_) : hear_ready();
}

void linux_kernel::mute(bool quiet) noexcept
{
    for (const fd* heard : {&notify_, &ready_})
        if (*heard)
            ::fcntl(heard->number(), F_SETFL, quiet ? O_NONBLOCK : O_NONBLOCK | O_ASYNC);
}

void linux_kernel::say(remark what) noexcept
{
    complain_.remark(in_words(what));
}

// Runs the script by supervise-attend.
kernel::spawned linux_kernel::consult(char letter) noexcept
{
    const bool checks = letter == check_script;
    if (!checks && !has_script(letter)) return {.run = {}, .error = ENOENT};
    char control[] = "control/?";
    char check[] = "./check";
    control[sizeof control - 2] = letter;
    char* const script = checks ? check : control;
    struct stat there;
    if (::fstatat(AT_FDCWD, script, &there, 0) < 0 || !(there.st_mode & S_IXUSR))
        return {.run = {}, .error = ENOENT};
    auto program = own_program();
    find_helper(program, "supervise-attend"); // if it is nowhere, its start is refused
    char* argv[] = {program.data(), const_cast<char*>(name_.c_str()), script, nullptr};
    record_text record;
    const auto [who, error] =
        foster::spawn({.file = program.data(),
                       .argv = argv,
                       .record = place_for(launch_record::kind::script, record)});
    if (error && error != consult_error_)
        complain_.warning("unable to run a script of control/ (by supervise-attend)",
                          error);
    consult_error_ = error;
    return {who, error};
}

std::optional<death> linux_kernel::reap() noexcept
{
    auto d = reap_one();
    if (d && d->how == manner::signalled && d->status == SIGKILL && !sent_kill_)
        d->oom = oom_.grown();
    return d;
}

// If adoptions are reported: finds a dead child, reads the notices, which come before
// its death, and only then reaps it.  Until then no number in them can belong to
// another process.
std::optional<death> linux_kernel::reap_one() noexcept
{
    std::optional<death> d;
    if (adoptions_.told()) {
        const pid dead = next_dead();
        adoptions_.drain();
        if (dead) d = reap_this(dead);
    } else {
        d = reap_any();
    }
    if (d) return d;
    return wards_ ? wards_->reap() : std::nullopt;
}

bool linux_kernel::death_waits() noexcept
{
    const bool waits = any_death_waits() || (wards_ && wards_->death_waits());
    adoptions_.drain();
    return waits;
}

bool linux_kernel::alone() noexcept
{
    return no_child_left() && !(wards_ && wards_->any());
}

bool linux_kernel::children(std::vector<child>& into, std::span<const pid> known,
                            bool count) noexcept
{
    // Not earlier: the first look comes after the start, which need not wait for this
    // file of /proc.
    if (!login_) login_ = login_of({});
    const bool complete = list_children(
        into, {.known = known,
               .oldest = run_,
               .login = *login_,
               .count = count,
               .besides = wards_ ? wards_->list() : std::span<const pid>{}});
    if (!wards_) return complete;
    wards_->correct(into);
    return complete && !wards_->unwatched();
}

pid linux_kernel::branch(pid who) noexcept
{
    if (!wards_) return branch_of(who);
    const pid above = branch_of(who, wards_->list());
    return wards_->is_another(above) ? pid{} : above;
}

// The user of the service may change the file and its path.  A path with links is
// normal, as /var/run is a link.
pid linux_kernel::claimed() noexcept
{
    const auto file = open_regular(pidfile_.c_str());
    char text[64];
    const auto got = file.error ? 0 : ::read(file.file.number(), text, sizeof text);
    std::string_view rest{text, got > 0 ? static_cast<std::size_t>(got) : 0};
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    pid named;
    std::from_chars(rest.data(), rest.data() + rest.size(), named.number);
    return named ? branch(named) : pid{};
}

void linux_kernel::signal_group(pid to, pid session, int signal) noexcept
{
    const bool member =
        ::getpgid(to.number) == session.number && !(wards_ && wards_->is_another(to));
    this->signal({member ? -session.number : to.number}, signal);
}

void linux_kernel::signal(pid to, int signal) noexcept
{
    if (signal == SIGKILL) sent_kill_ = true;
    const auto refused = wards_ ? wards_->signal(to, signal) : std::nullopt;
    if (refused == 0 || (!refused && ::kill(to.number, signal) == 0)) return;
    const int error = refused.value_or(errno);
    char text[48];
    std::snprintf(text, sizeof text, "unable to send signal %d to pid %d", signal,
                  to.number);
    complain_.warning(text, error);
}

// Keeps the content of an existing `down`, which belongs to its writer.
void linux_kernel::mark_down(bool down) noexcept
{
    if (down == present("down")) return;
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const fd made{down ? ::open("down", flags, 0666) : -1};
    if (down && !made)
        complain_.warning("unable to create the file down", errno);
    else if (!down && ::unlink("down") < 0)
        complain_.warning("unable to remove the file down", errno);
}

bool linux_kernel::publish(const status& s) noexcept
{
    const int error = dir_.write(s);
    if (error && error != write_error_)
        complain_.warning("unable to write the status to supervise/ (trying again every "
                          "second)",
                          error);
    else if (!error && write_error_)
        complain_.info("the status is written to supervise/ again");
    write_error_ = error;
    // Only now, so that clients that find us find a status, which is that of the first
    // start.
    const int hidden = dir_.open_ok();
    if (hidden && hidden != hidden_error_)
        complain_.warning("unable to create supervise/ok, by which clients find this "
                          "supervisor (trying again every second)",
                          hidden);
    hidden_error_ = hidden;
    return !error && !hidden;
}

void linux_kernel::resumed()
{
    oom_.begin();
    if (ready_fd_ < 0) return;
    ready_ = reopen_ready_pipe(dir_.directory());
    wake_by(ready_);
}

void linux_kernel::hand_on(renewal::descriptors& to) const
{
    dir_.hand_on(to);
    if (notify_) to.notify = notify_.number();
    if (ready_) to.ready = ready_.number();
}

void linux_kernel::renewed(const renewal::descriptors& kept)
{
    oom_.begin();
    if (kept.notify) notify_ = fd{kept.notify};
    if (kept.ready) ready_ = fd{kept.ready};
    mute(false); // the earlier program may have muted it
}

void become_subreaper()
{
    need(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0),
         "unable to become a subreaper (Linux 3.4 or later is required)");
}

void tidy_descriptors()
{
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; ++i)
        if (::fcntl(i, F_GETFD) < 0) // the lowest closed one, so it becomes i
            need(::open("/dev/null", O_RDWR), "unable to open /dev/null");
    constexpr unsigned cloexec = 1U << 2; // CLOSE_RANGE_CLOEXEC, Linux 5.11
#ifdef SYS_close_range
    if (::syscall(SYS_close_range, 3U, ~0U, cloexec) == 0) return;
#endif
    const long most = ::sysconf(_SC_OPEN_MAX);
    for (int i = 3; i < (most > 0 && most < 65536 ? most : 65536); ++i)
        ::fcntl(i, F_SETFD, FD_CLOEXEC);
}

} // namespace foster
