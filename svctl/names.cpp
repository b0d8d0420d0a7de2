#include "svctl/names.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "kernel/linux/errors.h"
#include "lib/instance.h"

namespace foster {

namespace {

namespace fs = std::filesystem;

std::string_view without_end_slashes(std::string_view path)
{
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path;
}

// A path that does not end in names says them once its links and dots are resolved.
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

} // namespace

service_name named(std::string_view word, const std::string& scan_dir)
{
    if (word.find('/') != word.npos || word == "." || word == "..")
        return of_path(std::string{without_end_slashes(word)});
    std::string name{word};
    return {.shown = name, .path = scan_dir + '/' + name};
}

std::vector<service_name> meant(const svctl_options& asked)
{
    if (asked.names.empty()) return all_services(asked.scan_dir);
    std::vector<service_name> all;
    for (const auto& word : asked.names) all.push_back(named(word, asked.scan_dir));
    return all;
}

std::vector<service_name> all_services(const std::string& scan_dir)
{
    const auto unable = [&](const std::error_code& why) {
        return std::system_error(why, "unable to list the scan directory " + scan_dir +
                                          " (--scan-dir or SVDIR names another)");
    };
    std::error_code error;
    std::vector<std::string> names;
    fs::directory_iterator entry{scan_dir, error};
    for (; !error && entry != fs::directory_iterator{}; entry.increment(error)) {
        auto name = entry->path().filename().string();
        if (!name.starts_with('.') && !is_template(name) && directory(entry->path()))
            names.push_back(std::move(name));
    }
    if (error) throw unable(error);
    std::ranges::sort(names);
    std::vector<service_name> all;
    for (const auto& name : names) {
        all.push_back(named(name, scan_dir));
        const auto log = all.back().path + "/log";
        if (directory(log))
            all.push_back({.shown = name + "/log", .path = log, .log = true});
    }
    return all;
}

} // namespace foster
