// svctl new: makes a service directory from a command.  svctl makes it under another
// name, which svscan ignores, and renames it when complete.  It never touches existing
// files.
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"
#include "lib/template_instance.h"
#include "svctl/command_table.h"
#include "svctl/commands/new_file.h"
#include "svctl/exit_codes.h"
#include "svctl/terminal/print.h"

namespace foster {

namespace {

namespace fs = std::filesystem;

struct logger {
    std::string_view program;
    std::string_view command;
};

// In order of preference.
constexpr auto loggers = std::to_array<logger>({
    {"svlogd", "svlogd -t ./main"},
    {"multilog", "multilog t s1000000 n10 ./main"},
    {"s6-log", "s6-log n10 s1000000 t ./main"},
    {"logger", "logger -t "}, // to syslog; the service's name follows
});

bool installed(std::string_view program)
{
    const char* const path = std::getenv("PATH");
    std::string_view rest = path ? path : "/usr/sbin:/usr/bin:/sbin:/bin";
    while (!rest.empty()) {
        const auto end = std::min(rest.find(':'), rest.size());
        const auto file = std::string{rest.substr(0, end)} + '/' + std::string{program};
        if (end > 0 && ::access(file.c_str(), X_OK) == 0) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

const logger& installed_logger()
{
    for (const auto& l : loggers)
        if (installed(l.program)) return l;
    throw std::runtime_error("unable to find a logger: install runit for svlogd, "
                             "daemontools for multilog, or s6 for s6-log");
}

bool writes_files(const logger& l)
{
    return l.program != "logger";
}

// Quotes a word for sh: plain words unchanged, others in single quotes.
std::string for_shell(std::string_view word)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                       "_-./=:,@%+";
    if (!word.empty() && word.find_first_not_of(plain) == word.npos)
        return std::string{word};
    std::string quoted{"'"};
    for (const char c : word) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return quoted += '\'';
}

std::string script(std::string_view before, const std::string& command)
{
    return "#!/bin/sh\n" + std::string{before} + "exec " + command + '\n';
}

void make_directory(const std::string& path)
{
    need(::mkdir(path.c_str(), 0755), ("unable to create " + path).c_str());
}

void make_script(const std::string& path, const std::string& text)
{
    const fd file{
        need(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755),
             ("unable to create " + path).c_str())};
    const auto put = ::write(file.number(), text.data(), text.size());
    if (put < 0) throw_errno(("unable to write " + path).c_str());
    if (put != static_cast<ssize_t>(text.size()))
        throw std::system_error(ENOSPC, std::generic_category(),
                                "unable to write " + path);
}

// A directory that is removed unless it gets its final name.
class draft {
  public:
    explicit draft(const std::string& path) : path_(path) { make_directory(path_); }
    draft(const draft&) = delete;
    draft& operator=(const draft&) = delete;
    ~draft()
    {
        std::error_code unknown;
        if (!done_) fs::remove_all(path_, unknown);
    }

    const std::string& path() const { return path_; }

    // Renames it.  Plain rename(2) would replace an empty directory.
    void become(const std::string& path)
    {
        need(static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, path_.c_str(), AT_FDCWD,
                                        path.c_str(), RENAME_NOREPLACE)),
             ("unable to create " + path).c_str());
        done_ = true;
    }

  private:
    std::string path_;
    bool done_ = false;
};

struct place {
    std::string directory; // the directory around it
    std::string name;

    std::string path() const { return directory + '/' + name; }
};

place place_of(const svctl_options& asked)
{
    std::string word = asked.names[0];
    while (word.size() > 1 && word.ends_with('/')) word.pop_back();
    const auto slash = word.rfind('/');
    place at{asked.scan_dir, word};
    if (slash != word.npos) at = {word.substr(0, slash), word.substr(slash + 1)};
    if (slash == 0) at.directory = "/";
    if (at.name.empty() || at.name[0] == '.')
        throw usage_error("unable to create a service with the name \"" + at.name +
                          "\": svscan ignores names that begin with a dot");
    if (is_template(at.name))
        throw usage_error("unable to create the template \"" + at.name +
                          "\": name an instance, " + at.name + "ARGUMENT");
    struct stat there {};
    if (::lstat(at.path().c_str(), &there) == 0)
        throw std::system_error(EEXIST, std::generic_category(),
                                "unable to create " + at.path());
    if (::stat(at.directory.c_str(), &there) < 0)
        throw_errno(("unable to find the directory " + at.directory +
                     " (create it, or choose another with --scan-dir or SVDIR)")
                        .c_str());
    return at;
}

} // namespace

int run_new(const svctl_options& asked)
{
    const auto at = place_of(asked);
    const bool logged = asked.has(option::log);
    const logger* const l = logged ? &installed_logger() : nullptr;
    std::string command;
    for (std::size_t i = 1; i < asked.names.size(); ++i)
        command += (command.empty() ? "" : " ") + for_shell(asked.names[i]);
    draft made{at.directory + '/' + draft_name()};
    make_script(made.path() + "/run", script("exec 2>&1\n", command));
    if (l) {
        make_directory(made.path() + "/log");
        const bool files = writes_files(*l);
        auto executed = std::string{l->command};
        if (!files) executed += for_shell(fs::path{at.path()}.filename().string());
        make_script(made.path() + "/log/run",
                    script(files ? "umask 022\nmkdir -p main\n" : "", executed));
    }
    made.become(at.path());
    std::string text = at.path() + "/run: executes " + command + '\n';
    if (l)
        text += at.path() + "/log/run: executes " + std::string{l->program} +
                (writes_files(*l) ? ", which writes " + at.path() + "/log/main/current\n"
                                  : ", which sends its lines to syslog\n");
    text += "svscan starts the service if it scans " + at.directory +
            " (svctl status shows the result)\n";
    print(text);
    return exit_as_asked;
}

} // namespace foster
