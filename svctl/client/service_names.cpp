#include "svctl/client/service_names.h"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>

#include "kernel/linux/errors.h"
#include "lib/nearest_words.h"
#include "lib/template_instance.h"
#include "svctl/client/service_config.h"

namespace foster {

namespace {

namespace fs = std::filesystem;

std::string_view without_end_slashes(std::string_view path)
{
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path;
}

// Returns the path with links and dots resolved, if its last component is not a name.
fs::path with_names(const fs::path& path)
{
    const auto nameless = [](const fs::path& last) {
        return last.empty() || last == "." || last == "..";
    };
    const bool log = path.filename() == "log";
    if (!nameless(path.filename()) && (!log || !nameless(path.parent_path().filename())))
        return path;
    std::error_code unknown;
    const auto whole = fs::canonical(path, unknown);
    return unknown ? path : whole;
}

service_name of_path(std::string path)
{
    const auto full = with_names(path);
    const auto last = full.filename().string();
    if (last != "log") return {.shown = last.empty() ? path : last, .path = path};
    const auto owner = full.parent_path().filename().string();
    return {.shown = owner.empty() ? last : owner + "/log",
            .path = std::move(path),
            .log = true};
}

bool directory(const fs::path& path)
{
    std::error_code unknown;
    return fs::is_directory(path, unknown); // follows links
}

// Reads a word: a name; NAME/log, if that is no path and the scan directory has it; or
// a path.
service_name named(std::string_view word, const std::string& scan_dir)
{
    std::string name{word};
    const auto slash = word.find('/');
    if (slash == word.npos && word != "." && word != "..")
        return {.shown = name, .path = scan_dir + '/' + name};
    const bool of_log = slash != 0 && word.substr(std::min(slash, word.size())) == "/log";
    if (of_log && !directory(name) && directory(scan_dir + '/' + name))
        return {.shown = name, .path = scan_dir + '/' + name, .log = true};
    return of_path(std::string{without_end_slashes(word)});
}

bool is_pattern(std::string_view word)
{
    const auto slash = word.find('/');
    return word.find_first_of("*?[") != word.npos &&
           (slash == word.npos || word.substr(slash) == "/log");
}

bool in_group(const service_name& who, std::string_view group)
{
    const auto groups = handling_of(who).groups;
    return std::ranges::count(groups, group) > 0;
}

// The services of a scan directory, read when first needed.
class catalogue {
  public:
    explicit catalogue(const std::string& scan_dir) : scan_dir_(scan_dir) {}

    std::vector<service_name> meant_by(const std::string& word)
    {
        const auto those = [&](const char* what, auto belongs) {
            std::vector<service_name> all;
            for (const auto& s : services())
                if (belongs(s)) all.push_back(s);
            if (!all.empty()) return all;
            throw nobody_meant(word + " matches no service of " + scan_dir_ + " (" +
                               what + ')');
        };
        if (word[0] == '@' && word.find('/') == word.npos)
            return those("@ARG stands for the instances NAME@ARG", [&](const auto& s) {
                return !s.log && s.shown.ends_with(word) && s.shown.size() > word.size();
            });
        if (word[0] == '+' && word.find('/') == word.npos)
            return those(
                "+GROUP stands for the services with GROUP in groups of service.toml",
                [&](const auto& s) { return !s.log && in_group(s, word.substr(1)); });
        if (is_pattern(word) && !directory(named(word, scan_dir_).path))
            return those("svctl list prints all names", [&](const auto& s) {
                return ::fnmatch(word.c_str(), s.shown.c_str(), FNM_PATHNAME) == 0;
            });
        return {named(word, scan_dir_)};
    }

  private:
    const std::vector<service_name>& services()
    {
        if (!read_) services_ = all_services(scan_dir_);
        read_ = true;
        return services_;
    }

    const std::string& scan_dir_;
    std::vector<service_name> services_;
    bool read_ = false;
};

} // namespace

std::vector<service_name> meant(const svctl_options& asked)
{
    if (asked.names.empty()) return all_services(asked.scan_dir);
    catalogue known{asked.scan_dir};
    std::vector<service_name> all;
    std::set<std::string> paths;
    for (const auto& word : asked.names)
        for (auto& who : known.meant_by(word))
            if (paths.insert(who.path).second) all.push_back(std::move(who));
    return all;
}

fd open_scan_dir(const std::string& scan_dir)
{
    fd dir{::open(scan_dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (dir) return dir;
    throw_errno(("unable to list the scan directory " + scan_dir +
                 " (choose another with --scan-dir or SVDIR)")
                    .c_str());
}

std::vector<service_name> all_services(const std::string& scan_dir)
{
    const auto dir = open_scan_dir(scan_dir);
    const auto is_directory = [&](const std::string& name) { // follows links
        struct stat there {};
        return ::fstatat(dir.number(), name.c_str(), &there, 0) == 0 &&
               S_ISDIR(there.st_mode);
    };
    DIR* const list = ::fdopendir(::fcntl(dir.number(), F_DUPFD_CLOEXEC, 0));
    if (!list) throw_errno(("unable to list the scan directory " + scan_dir).c_str());
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(list)) {
        const std::string name{entry->d_name};
        if (name.starts_with('.') || is_template(name)) continue;
        const bool plain = entry->d_type == DT_DIR;
        if (plain || (entry->d_type != DT_REG && is_directory(name)))
            names.push_back(name);
    }
    ::closedir(list);
    std::ranges::sort(names);
    std::vector<service_name> all;
    all.reserve(names.size());
    std::string log;
    for (const auto& name : names) {
        all.push_back({.shown = name, .path = scan_dir + '/' + name});
        log.assign(name).append("/log");
        if (is_directory(log))
            all.push_back({.shown = log, .path = scan_dir + '/' + log, .log = true});
    }
    return all;
}

std::vector<std::string> all_words(const std::string& scan_dir)
{
    std::set<std::string> others;
    std::vector<std::string> all;
    for (const auto& s : all_services(scan_dir)) {
        all.push_back(s.shown);
        if (s.log) continue;
        if (const auto argument = instance_of(s.shown); !argument.empty())
            others.insert('@' + std::string{argument});
        for (const auto& g : handling_of(s).groups) others.insert('+' + g);
    }
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

std::string unknown_in_words(const service_name& who)
{
    const fs::path path{who.path};
    const auto owner = who.log ? path.parent_path() : path;
    const auto dir = owner.has_parent_path() ? owner.parent_path() : fs::path{"."};
    const std::string said = "there is no " + who.path;
    if (!directory(dir))
        return said + " (no " + dir.string() +
               "; choose another with --scan-dir or SVDIR)";
    std::vector<std::string> known;
    std::error_code unknown;
    for (fs::directory_iterator at{dir, unknown};
         !unknown && at != fs::directory_iterator{}; at.increment(unknown)) {
        auto name = at->path().filename().string();
        if (!name.starts_with('.') && !is_template(name) && name != owner.filename())
            known.push_back(std::move(name));
    }
    std::ranges::sort(known);
    std::string list;
    for (const auto& n : nearest(owner.filename().string(), known, 3))
        list += (list.empty() ? "" : ", ") + n;
    return said +
           (list.empty() ? " (svctl list prints the names)" : "; the nearest is " + list);
}

} // namespace foster
