#include "svctl/commands/start_check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include "kernel/linux/as_user.h"
#include "kernel/linux/exec_fault.h"
#include "kernel/linux/safe_open.h"

namespace foster {

namespace {

std::string value_of(const std::string& word)
{
    return word.substr(word.find('=') + 1);
}

// Returns whether the current file system user may execute or search the file.  Returns
// true if the kernel cannot tell (before Linux 5.8).
bool may_execute(const fd& file)
{
#ifdef SYS_faccessat2
    constexpr int flags = AT_EMPTY_PATH | AT_EACCESS;
    return ::syscall(SYS_faccessat2, file.number(), "", X_OK, flags) == 0 ||
           errno != EACCES;
#else
    return file.number() >= 0;
#endif
}

// Opens a file by the path that it has inside that root.  Fails with ENOSYS if the
// kernel cannot do that (before Linux 5.6).
fd hold_inside(const fd& root, const std::string& path)
{
    struct {
        std::uint64_t flags, mode, resolve;
    } const how{O_PATH | O_CLOEXEC, 0,
                0x10}; // open_how, RESOLVE_IN_ROOT: linux/openat2.h
    constexpr long openat2 = 437;
    return fd{static_cast<int>(
        ::syscall(openat2, root.number(), path.c_str(), &how, sizeof how))};
}

fd hold(const fd& from, const std::string& path)
{
    return fd{::openat(from.number(), path.c_str(), O_PATH | O_CLOEXEC)};
}

class rehearsal {
  public:
    rehearsal(const outfit& all, const std::string& directory)
        : all_(all), directory_(directory), who_(identity_in(all)), user_(who_.user),
          service_(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))
    {
    }

    std::vector<std::string> faults()
    {
        const as_user user{user_, who_.group, who_.groups};
        check_environment();
        const auto* const root = find(all_, "run-as.root");
        const auto* const directory = find(all_, "run-as.directory");
        const auto* const command = find(all_, "command");
        const bool there = (!root || enter(*root, root_)) &&
                           (!directory || enter(*directory, directory_fd_));
        if (there && command) check_command(*command, command->words[0]);
        if (!command) check_run();
        return std::move(faults_);
    }

  private:
    void found(const outfit_setting& s, const std::string& what)
    {
        faults_.push_back(s.where + ": " + what);
    }

    std::string unable(const char* verb, const std::string& path) const
    {
        return std::string{"unable to "} + verb + ' ' + path +
               (user_ ? " as user " + std::to_string(*user_) : "") + ": ";
    }

    void check_environment()
    {
        const auto* const files = find(all_, "environment-files");
        for (const auto& word : files ? files->words : std::vector<std::string>{}) {
            const auto path = value_of(word);
            const fd dir{::openat(service_.number(), path.c_str(),
                                  O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
            int error = dir ? 0 : errno;
            if (error == ENOTDIR)
                error = open_regular(path.c_str(), 0, service_.number()).error;
            if (error)
                found(*files,
                      unable("read", path) +
                          (error == not_regular ? "it is not a regular file"
                                                : std::strerror(error)) +
                          (error == EACCES ? " (give the user read permission)"
                                           : " (choose another, or remove the setting)"));
        }
    }

    // Opens a path of the start.  The directories before it in the order of the start
    // must have been entered.
    fd look(const std::string& path) const
    {
        if (!root_) return hold(directory_fd_ ? directory_fd_ : service_, path);
        return hold_inside(root_, path[0] == '/' ? path : inside_ + '/' + path);
    }

    // Enters a directory.  Returns false if the following files cannot be checked.
    bool enter(const outfit_setting& s, fd& into)
    {
        const auto path = value_of(s.words[0]);
        fd there = look(path);
        int error = there ? 0 : errno;
        if (error == ENOSYS) return false;
        if (there && hindrance_of(there) != hindrance::directory)
            error = ENOTDIR;
        else if (there && !may_execute(there))
            error = EACCES;
        if (error)
            found(s, unable("enter", path) + std::strerror(error) +
                         (error == EACCES ? " (give the user search permission)"
                                          : " (create it, or choose another)"));
        if (root_) inside_ = path[0] == '/' ? path : '/' + path;
        into = std::move(there);
        return error == 0;
    }

    void check_command(const outfit_setting& s, const std::string& file)
    {
        if (file.find('/') == file.npos) return look_in_path(s, file);
        const fd there = look(file);
        const int error = there ? 0 : errno;
        if (error == ENOSYS) return;
        const std::string why = there ? hindrance_to(there) : std::strerror(error);
        if (!why.empty()) found(s, unable("run", file) + why);
    }

    static std::string hindrance_to(const fd& file)
    {
        const auto h = hindrance_of(file);
        if (h != hindrance::none) return std::string{in_words(h)};
        return may_execute(file) ? "" : std::strerror(EACCES);
    }

    // Looks for the program in the PATH of the service.  Environment files may set
    // another PATH, so then nothing is checked.
    void look_in_path(const outfit_setting& s, const std::string& file)
    {
        if (find(all_, "environment-files")) return;
        const auto path = path_of_start();
        for (std::string_view rest = path;;) {
            const auto end = std::min(rest.find(':'), rest.size());
            const std::string in{end ? rest.substr(0, end) : "."};
            if (const fd there = look(in + '/' + file);
                there ? hindrance_to(there).empty() : errno == ENOSYS)
                return;
            if (end == rest.size()) break;
            rest.remove_prefix(end + 1);
        }
        found(s, "there is no program " + file + " in PATH (" + path +
                     "): install it, or give its path");
    }

    // Returns the PATH of the service.  Without PATH, execvp(3) uses its own default.
    std::string path_of_start() const
    {
        if (const auto* const own = find(all_, "env:PATH"))
            return own->words[0].starts_with("unset") ? "/bin:/usr/bin"
                                                      : value_of(own->words[0]);
        const char* const ours = std::getenv("PATH");
        const auto* const clears = find(all_, "clear-environment");
        return ours && !(clears && !clears->words.empty()) ? ours : "/bin:/usr/bin";
    }

    // Checks only whether the user may execute ./run.  Other faults are found without
    // the settings.
    void check_run()
    {
        const fd run = hold(service_, "run");
        if (run && user_ && hindrance_of(run) == hindrance::none && !may_execute(run))
            faults_.push_back(directory_ + "/run: user " + std::to_string(*user_) +
                              " may not execute it: chmod a+rx " + directory_ + "/run");
    }

    const outfit& all_;
    const std::string& directory_;
    identity who_;
    std::optional<unsigned> user_;
    fd service_;
    fd root_;            // of run-as.root
    fd directory_fd_;    // of run-as.directory
    std::string inside_; // path of run-as.directory inside the root
    std::vector<std::string> faults_;
};

} // namespace

std::vector<std::string> faults_of_start(const outfit& all, const std::string& directory)
{
    return rehearsal{all, directory}.faults();
}

} // namespace foster
