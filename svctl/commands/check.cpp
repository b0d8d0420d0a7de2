// svctl check: finds faults in service directories before the services are started.
// Starts nothing and changes nothing.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/accounts.h"
#include "kernel/linux/environment_files.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/exec_fault.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/files.h"
#include "kernel/linux/run_as.h"
#include "kernel/linux/supervise_permissions.h"
#include "lib/file_access.h"
#include "lib/printable.h"
#include "lib/s6_files.h"
#include "lib/settings.h"
#include "lib/template_instance.h"
#include "lib/toml/read_settings.h"
#include "svctl/client/service_config.h"
#include "svctl/client/service_names.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/commands/start_check.h"
#include "svctl/exit_codes.h"
#include "svctl/terminal/print.h"
#include "svctl/text/script_faults.h"

namespace foster {

namespace {

// Returns the names in a directory, in order; empty if it cannot be read.
std::vector<std::string> names_in(const std::string& path)
{
    std::vector<std::string> all;
    DIR* const dir = ::opendir(path.c_str());
    if (!dir) return all;
    while (const dirent* entry = ::readdir(dir)) {
        std::string name{entry->d_name};
        if (name != "." && name != "..") all.push_back(std::move(name));
    }
    ::closedir(dir);
    std::ranges::sort(all);
    return all;
}

bool is_link(const std::string& path)
{
    struct stat there {};
    return ::lstat(path.c_str(), &there) == 0 && S_ISLNK(there.st_mode);
}

// Returns the target as the link states it.
std::string target_of(const std::string& link)
{
    std::error_code unknown;
    return std::filesystem::read_symlink(link, unknown).string();
}

class inspector {
  public:
    void check_scan_dir(const std::string& path)
    {
        struct stat there {};
        if (::stat(path.c_str(), &there) < 0)
            throw_errno(("unable to look at the scan directory " + path +
                         " (choose another with --scan-dir or SVDIR)")
                            .c_str());
        whole_ = true;
        const trust by{.user = ::geteuid(), .keeper = there.st_uid, .group = ::getegid()};
        for (const auto& file : relied_on_in_scan_dir()) check_writers(file, path, by);
        for (const auto& name : names_in(path)) {
            const auto entry = path + '/' + name;
            if (name[0] == '.') continue;
            if (::stat(entry.c_str(), &there) < 0)
                found(entry, unreachable(entry));
            else if (S_ISDIR(there.st_mode) && !is_template(name))
                check({.shown = name, .path = entry});
        }
    }

    void check(const service_name& who)
    {
        const auto& path = who.path;
        struct stat there {};
        if (::stat(path.c_str(), &there) < 0) return found(path, unreachable(path));
        if (!S_ISDIR(there.st_mode))
            return found(path, "not a directory: name the directory that contains ./run");
        if (!check_identity(who, there)) return;
        check_all_writers(path);
        for (const auto& name : names_in(path)) check_link(path + '/' + name, name);
        const bool commanded = check_settings(who);
        check_run(who, commanded);
        for (const auto* script : {"finish", "check"}) check_script(path, script);
        for (const auto& name : names_in(path + "/control"))
            check_script(path + "/control", name);
        check_s6_files(path);
        if (!who.log) check_log(who);
    }

    const std::string& text() const { return text_; }

  private:
    // Reports a fault once, under the name of the file to be fixed.
    void found(const std::string& where, const std::string& what)
    {
        say(where + ": " + what);
    }

    static std::string unreachable(const std::string& path)
    {
        const int error = errno;
        if (error == ENOENT && is_link(path))
            return "a link to " + target_of(path) +
                   ", which does not exist: create it, or remove the link";
        if (error == ELOOP) return "a link loop: remove it, and link to the file";
        return std::string{"unable to look at it: "} + std::strerror(error);
    }

    // Besides root, the owner of the directory that contains the service is trusted.
    static trust trusted_with(const std::string& path)
    {
        const auto above = door_of(scan_dir_of(path).c_str());
        return {
            .user = ::geteuid(), .keeper = above ? above->user : 0, .group = ::getegid()};
    }

    void check_all_writers(const std::string& path)
    {
        const auto by = trusted_with(path);
        for (const auto& file : relied_on_in_service()) check_writers(file, path, by);
    }

    void check_writers(const relied_on& file, const std::string& in, const trust& by)
    {
        const auto path = file.path.empty() ? in : in + '/' + file.path;
        if (const auto it = door_of(path.c_str()))
            check_writers_of(path, *it, file.gives, by);
    }

    void check_writers_of(const std::string& path, const door& it, power gives,
                          const trust& by)
    {
        const auto exposed = exposure_of({.path = path, .gives = gives}, path, it, by);
        if (!exposed) return;
        const auto does = words_for(gives, by.user);
        switch (exposed->to) {
        case stranger::none: return;
        case stranger::everybody:
            return found(path, "world-writable, so any user could " + does + ": " +
                                   exposed->remedy);
        case stranger::owner:
            return found(path, "of user " + name_of_user(it.user) + ", who could " +
                                   does + ": " + exposed->remedy);
        case stranger::group:
            return found(path, "writable by group " + name_of_group(it.group) +
                                   ", whose members could " + does + ": " +
                                   exposed->remedy);
        }
    }

    static std::string words_for(power gives, unsigned user)
    {
        switch (gives) {
        case power::run: break;
        case power::steer: return "choose the signals and times of the service";
        case power::answer: return "act as the supervisor of the service";
        }
        return "run code as " + (user == ::geteuid() ? "the user of svscan"
                                                     : "user " + std::to_string(user));
    }

    // Returns false if this is not a service of its own, or was checked under another
    // name.
    bool check_identity(const service_name& who, const struct stat& there)
    {
        const auto [first, is_first] =
            seen_.try_emplace({there.st_dev, there.st_ino}, who.path);
        if (!is_first) {
            if (whole_)
                found(who.path, "the same directory as " + first->second +
                                    ", so it is not started: make it a separate "
                                    "directory with links to the shared files");
            return false;
        }
        if (!is_link(who.path) || instance_of(who.shown).empty() ||
            !is_template(target_name(who.path)))
            return true;
        found(who.path,
              "a link to a template: make it a directory with links to the files in " +
                  target_of(who.path));
        return false;
    }

    static std::string target_name(const std::string& link)
    {
        auto target = target_of(link);
        while (target.ends_with('/')) target.pop_back();
        return target.substr(target.rfind('/') + 1);
    }

    // supervise/ may be a dangling link, because supervise makes its target.
    void check_link(const std::string& path, const std::string& name)
    {
        struct stat there {};
        if (name == "supervise" || !is_link(path)) return;
        if (::stat(path.c_str(), &there) == 0) return;
        const auto parent = path.substr(0, path.rfind('/'));
        const auto error = errno;
        const auto of_template =
            error == ENOENT && !instance_of(parent.substr(parent.rfind('/') + 1)).empty();
        errno = error;
        found(path, unreachable(path) + (of_template ? " (an instance has links into its "
                                                       "template, NAME@)"
                                                     : ""));
    }

    // Checks the settings in the same way as supervise-plan.  Returns true if they name
    // a command, so that ./run is not necessary.
    bool check_settings(const service_name& who)
    {
        outfit all;
        const auto follow = [&](const whole_file& file, const std::string& path,
                                std::string_view argument) {
            if (file.error == ENOENT || file.error == ENOTDIR) return;
            if (file.error == whole_file::special)
                found(path, "not a regular file: remove it");
            else if (file.error && !is_link(path))
                found(path, "unable to read it: " + file.reason());
            if (file.error) return;
            const auto read = read_settings(file.text, path, argument);
            for (const auto& c : read.complaints) say(c);
            for (const auto& w : read.warnings) say(w);
            for (const auto& o : read.outfit) put(all, o);
        };
        const auto shared = defaults_of(who);
        if (shared.exposed.empty())
            follow(shared.file, shared.path, "");
        else
            found(shared.path, "ignored, because " + shared.exposed);
        const auto own = who.path + '/' + settings_file;
        if (const auto file = newer_settings(who)) say(newer_in_words(who, *file));
        follow(read_whole(own), own, instance_of(who.shown));
        std::vector<std::string> wrong = contradictions(all, false);
        for (auto& c : number_accounts(all)) wrong.push_back(std::move(c));
        let_in_by(all, wrong);
        const auto by = trusted_with_environment(all, trusted_with(who.path));
        for (const auto& file : environment_files_in(all, who.path))
            check_writers_of(file.path, file.is, power::run, by);
        if (wrong.empty()) wrong = faults_of_start(all, who.path);
        for (const auto& c : wrong) say(c);
        return find(all, "command");
    }

    // Prints a complaint that contains its own place.
    void say(const std::string& line)
    {
        if (said_.insert(line).second) text_ += printable(line) + '\n';
    }

    void check_run(const service_name& who, bool commanded)
    {
        const auto path = who.path + "/run";
        if (::access(path.c_str(), F_OK) == 0 || is_link(path)) {
            check_script(who.path, "run");
            if (const auto line = line_left_behind(read_whole(path).text))
                found(path + ':' + std::to_string(line),
                      "its last command runs in the background: remove the &, and write "
                      "exec before the command");
        } else if (!commanded)
            found(who.path, "the directory contains no run: create one (or a new "
                            "directory with svctl new), or set command in service.toml");
    }

    // Checks a script.  A missing script is no fault, and a dangling link has been
    // reported.
    void check_script(const std::string& dir, const std::string& name)
    {
        const auto path = dir + '/' + name;
        struct stat there {};
        if (::stat(path.c_str(), &there) < 0) return;
        if (!S_ISREG(there.st_mode))
            return found(
                path,
                "not a regular file: replace it with an executable script or program");
        switch (hindrance_of(path.c_str())) {
        case hindrance::mode: found(path, "not executable: chmod +x " + path); break;
        case hindrance::noexec:
            found(path,
                  "its file system is mounted noexec: move it to another file system");
            break;
        case hindrance::none:
        case hindrance::directory:
        case hindrance::special: break;
        }
        const auto file = read_whole(path);
        if (file.error) return; // a program may be executable but not readable
        const auto faults = faults_of_script(file.text, path);
        for (const auto& f : faults)
            found(f.line ? path + ':' + std::to_string(f.line) : path, f.text);
        const auto interpreter = interpreter_of(file.text);
        if (!faults.empty() || interpreter.empty()) return;
        if (::access(interpreter.c_str(), X_OK) == 0) return;
        found(path + ":1", "its interpreter " + interpreter + " cannot be executed (" +
                               std::strerror(errno) + "): install it, or choose another");
    }

    void check_s6_files(const std::string& dir)
    {
        struct stat there {};
        const auto flag = dir + '/' + newpidns_file;
        if (::lstat(flag.c_str(), &there) == 0)
            found(flag, "supervise does not support pid namespaces: remove it, or use "
                        "unshare(1) in run");
        for (const auto& f : s6_files) {
            const auto path = dir + '/' + f.name;
            const auto file = read_whole(path);
            if (file.error ? file.error == whole_file::special : !word_of(f, file.text))
                found(path, std::string{"it must contain "} + in_words(f.takes) +
                                ": correct it, or remove it");
        }
    }

    void check_log(const service_name& who)
    {
        const auto path = who.path + "/log";
        struct stat there {};
        if (::stat(path.c_str(), &there) < 0) return;
        if (S_ISDIR(there.st_mode))
            check({.shown = who.shown + "/log", .path = path, .log = true});
        else
            found(path, "not a directory, so the service has no logger: replace it with "
                        "a directory that contains run, or remove it");
    }

    bool whole_ = false; // the operand is a scan directory, not services
    std::string text_;
    std::set<std::string> said_;
    std::map<std::pair<dev_t, ino_t>, std::string> seen_;
};

bool is_there(const service_name& who)
{
    struct stat there {};
    return ::lstat(who.path.c_str(), &there) == 0;
}

} // namespace

int run_check(const svctl_options& asked)
{
    inspector all;
    int code = exit_as_asked;
    if (asked.names.empty())
        all.check_scan_dir(asked.scan_dir);
    else
        for (const auto& who : meant(asked)) {
            if (is_there(who)) {
                all.check(who);
                continue;
            }
            complain_of(who, unknown_in_words(who));
            code = exit_unsupervised;
        }
    print(all.text());
    return std::max(code, all.text().empty() ? exit_as_asked : exit_not_reached);
}

} // namespace foster
