// Debian's update-service: links a service directory into the scan directory, or takes
// the link away.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "svctl/peers/directory.h"
#include "svctl/peers/peer.h"

namespace foster {

namespace {

namespace fs = std::filesystem;

constexpr const char* usage =
    "Usage: update-service --add|--remove <service-directory> [<service-name>]\n"
    "       update-service --list|--check [<service-name>]\n";

using refusal = std::runtime_error;

fs::path scan_directory()
{
    const char* const given = std::getenv("SVDIR");
    if (given && *given) return given;
    return fs::is_directory("/etc/service") ? "/etc/service" : "/service";
}

// What a link says, without the slash at its end; empty: it is none.
std::string target_of(const fs::path& link)
{
    std::error_code none;
    auto target = fs::read_symlink(link, none).string();
    if (target.size() > 1 && target.ends_with('/')) target.pop_back();
    return target;
}

bool is_link(const fs::path& path)
{
    std::error_code none;
    return fs::is_symlink(fs::symlink_status(path, none));
}

int list(const std::string& name, bool quietly)
{
    const auto all = scan_directory();
    if (name.empty()) {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{all}) {
            auto file = entry.path().filename().string();
            if (!file.starts_with('.')) names.push_back(std::move(file));
        }
        std::ranges::sort(names);
        for (const auto& n : names)
            if (!quietly) say(n + '\n');
        return 0;
    }
    if (!is_link(all / name)) {
        if (!quietly) say_error("Service " + name + " not registered.\n\n");
        return 1;
    }
    if (!quietly) say(name + " -> " + fs::read_symlink(all / name).string() + '\n');
    return 0;
}

int add(const std::string& directory, const std::string& name)
{
    const auto link = scan_directory() / name;
    if (fs::exists(fs::symlink_status(link))) {
        if (!is_link(link))
            throw refusal(link.string() + " exists, but is not a symbolic link.");
        if (target_of(link) != directory)
            throw refusal(link.string() + " exists, but doesn't point to " + directory +
                          ".");
        say("Service " + name + " already added.\n");
        return 0;
    }
    if (enter(directory) == 0 && ask_ok() == 0)
        throw refusal(directory + " is currently controlled by a supervise(8) process.");
    const auto removed = link.parent_path() / ("." + name);
    if (is_link(removed)) fs::remove(removed);
    fs::create_symlink(directory, link);
    say("Service " + name + " added.\n");
    return 0;
}

int remove(const std::string& directory, const std::string& name)
{
    const auto link = scan_directory() / name;
    if (!fs::exists(fs::symlink_status(link))) {
        say_error("update-service: warning: " + link.string() + " does not exist.\n\n");
        return 1;
    }
    if (!is_link(link)) throw refusal(link.string() + " is not a symbolic link.");
    if (target_of(link) != directory)
        throw refusal(link.string() + " does not point to " + directory + ".");
    // A link with a dot remembers what was removed by hand, as Debian's packages ask.
    const auto removed = link.parent_path() / ("." + name);
    if (is_link(removed)) fs::remove(removed);
    fs::rename(link, removed);
    say("Service " + name +
        " removed, the service daemon received the TERM and CONT signals.\n");
    return 0;
}

std::string checked_name(const std::string& directory, std::string name)
{
    if (!fs::is_directory(directory))
        throw refusal(directory + " does not exist, or is not a directory.");
    if (!directory.starts_with('/'))
        throw refusal("The <service-directory> must start with a slash.");
    if (name.empty()) name = fs::path{directory}.filename().string();
    if (name.starts_with('.'))
        throw refusal("The <service-name> must not start with a dot.");
    if (name.find('/') != std::string::npos)
        throw refusal("The <service-name> must not contain a slash.");
    return name;
}

int run(const std::string& option, std::string first, const std::string& second)
{
    if (first.size() > 1 && first.ends_with('/')) first.pop_back();
    if (option == "--list" || option == "-l") return list(first, false);
    if (option == "--check" || option == "-c") return list(first, true);
    const bool adds = option == "--add" || option == "-a";
    if ((adds || option == "--remove" || option == "-r") && !first.empty()) {
        const auto name = checked_name(first, second);
        return adds ? add(first, name) : remove(first, name);
    }
    say_error(std::string{usage} + '\n');
    return 1;
}

} // namespace

int run_update_service(int argc, char** argv)
try {
    const auto word = [&](int i) { return std::string{i < argc ? argv[i] : ""}; };
    return run(word(1), word(2), word(3));
} catch (const std::exception& e) {
    say_error(std::string{"update-service: fatal: "} + e.what() + "\n\n");
    return 1;
}

} // namespace foster
