// Debian's update-service: links a service directory into the scan directory, or
// removes the link.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "svctl/peers/directory.h"
#include "svctl/peers/peer.h"
#include "svctl/peers/words.h"

namespace foster {

namespace {

namespace fs = std::filesystem;

constexpr const char* usage =
    "Usage: update-service --add|--remove <service-directory> [<service-name>]\n"
    "       update-service defaults| defaults-disabled [<service-name>]\n"
    "       update-service --list|--check [<service-name>]\n"
    "       update-service --auto|--noauto <service-directory>\n";

// A package must not undo what the administrator has chosen.
enum class wish { persons, packages };

using refusal = std::runtime_error;

fs::path scan_directory()
{
    const char* const given = std::getenv("SVDIR");
    if (given && *given) return given;
    return fs::is_directory("/etc/service") ? "/etc/service" : "/service";
}

// Returns the target of a link, without a slash at its end; empty if it is no link.
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

int add(const std::string& directory, const std::string& name, wish whose)
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
    if (is_link(removed) && whose == wish::packages) return 0;
    if (is_link(removed)) fs::remove(removed);
    fs::create_symlink(directory, link);
    say("Service " + name + " added.\n");
    return 0;
}

int warn(const std::string& text)
{
    say_error("update-service: warning: " + text + "\n\n");
    return 1;
}

int remove(const std::string& directory, const std::string& name, wish whose)
{
    const auto link = scan_directory() / name;
    if (!fs::exists(fs::symlink_status(link)))
        return warn(link.string() + " does not exist.");
    if (!is_link(link)) throw refusal(link.string() + " is not a symbolic link.");
    if (target_of(link) != directory)
        throw refusal(link.string() + " does not point to " + directory + ".");
    if (whose == wish::packages) return 0;
    // A link whose name begins with a dot records a removal by hand, for Debian's
    // packages.
    const auto removed = link.parent_path() / ("." + name);
    if (is_link(removed)) fs::remove(removed);
    fs::rename(link, removed);
    say("Service " + name +
        " removed, the service daemon received the TERM and CONT signals.\n");
    return 0;
}

// Sets whether the service is up when its supervise begins, by the file `down`.
int set_auto(const std::string& directory, bool up)
{
    const auto name = fs::path{directory}.filename().string();
    const auto down = fs::path{directory} / "down";
    if (fs::exists(down) != up)
        return warn("Service " + name + " is already set to " +
                    (up ? "auto" : "no-auto"));
    if (up)
        fs::remove(down);
    else if (const int error = make_file(down.string()))
        throw refusal("unable to make " + down.string() + ": " + error_in_words(error));
    say("Service " + name + " is set to " + (up ? "auto" : "no-auto") +
        ", now the wanted status of the service is " + (up ? "up" : "down") + ".\n");
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
    const auto one_of = [&](std::initializer_list<const char*> words) {
        return !first.empty() && std::ranges::count(words, option) > 0;
    };
    const auto name = [&] { return checked_name(first, second); };
    if (one_of({"--add", "-a", "enable"})) return add(first, name(), wish::persons);
    if (one_of({"defaults"})) return add(first, name(), wish::packages);
    if (one_of({"--remove", "-r", "disable"}))
        return remove(first, name(), wish::persons);
    if (one_of({"defaults-disabled"})) return remove(first, name(), wish::packages);
    if (one_of({"--auto", "-u"})) return name(), set_auto(first, true);
    if (one_of({"--noauto", "-n"})) return name(), set_auto(first, false);
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
