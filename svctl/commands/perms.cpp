// svctl perms: shows which users may command services and read their states, by the
// modes of supervise/, and admits a group.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/accounts.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/supervise_permissions.h"
#include "lib/client_access.h"
#include "lib/printable.h"
#include "svctl/client/service_config.h"
#include "svctl/client/service_names.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/terminal/print.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

struct perms_row {
    std::string name, commands, reads;
};

// Returns "root, tux, group adm".
std::string in_words(const admitted& all)
{
    if (all.everybody) return everyone;
    std::string text = "root";
    for (const auto user : all.users) text += ", " + name_of_user(user);
    for (const auto group : all.groups) text += ", group " + name_of_group(group);
    if (all.in_both)
        text += ", members of both groups " + name_of_group(all.in_both->first) +
                " and " + name_of_group(all.in_both->second);
    return text;
}

// Opens supervise/.  Returns nullopt if it does not exist; throws if it cannot be
// opened.
std::optional<fd> open_supervise(const service_name& who)
{
    const auto path = who.path + "/supervise";
    constexpr int flags = O_DIRECTORY | O_CLOEXEC;
    fd dir{::open(path.c_str(), O_RDONLY | flags)};
    if (!dir && errno == EACCES) dir = fd{::open(path.c_str(), O_PATH | flags)};
    if (!dir && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    struct stat inside {};
    if (dir && (::fstatat(dir.number(), "ok", &inside, AT_SYMLINK_NOFOLLOW) == 0 ||
                errno != EACCES))
        return dir;
    const int error = errno;
    struct stat there {};
    std::string of;
    if (::stat(path.c_str(), &there) == 0)
        of = " (owner " + name_of_user(there.st_uid) + ", group " +
             name_of_group(there.st_gid) + ')';
    errno = error;
    throw_errno(("unable to look into " + path + of).c_str());
}

perms_row row_of(const service_name& who)
{
    const auto dir = open_supervise(who);
    if (!dir) return {who.shown, "-", "-"};
    const auto all = doors_of(*dir);
    return {who.shown, in_words(who_may_command(all)), in_words(who_may_read(all))};
}

std::string to_table(const std::vector<perms_row>& rows)
{
    const auto widest = [&](auto member) {
        std::size_t most = 0;
        for (const auto& r : rows) most = std::max(most, width(printable(r.*member)));
        return most + 2;
    };
    const auto names = widest(&perms_row::name);
    const auto commands = widest(&perms_row::commands);
    std::string text;
    for (const auto& r : rows) {
        const auto name = printable(r.name);
        text += name + std::string(names - width(name), ' ') + r.commands +
                std::string(commands - width(r.commands), ' ') + r.reads + '\n';
    }
    return text;
}

int show(const svctl_options& asked)
{
    int code = exit_as_asked;
    std::vector<perms_row> rows{{"NAME", "COMMANDS", "READS"}};
    for (const auto& who : meant(asked)) try {
            rows.push_back(row_of(who));
        } catch (const std::exception& e) {
            complain_of(who, e.what());
            code = exit_trouble;
        }
    print(to_table(rows));
    return code;
}

// The admitted users: a group, everyone, or neither.
struct party {
    std::optional<gid_t> group{};
    bool all = false;

    friend bool operator==(const party&, const party&) = default;
};

// The requested change; nullopt leaves the permission as it is.
struct change {
    std::optional<party> commanders{}, readers{};
};

std::string in_words(const party& p)
{
    if (p.all) return everyone;
    return p.group ? "group " + name_of_group(*p.group) : "no group";
}

std::optional<party> party_of(const std::optional<std::string>& word)
{
    if (!word) return std::nullopt;
    if (*word == everyone) return party{.all = true};
    const auto group = find_group(*word);
    return group ? std::optional{party{.group = group}} : std::nullopt;
}

// Returns what the next start of supervise does to the change.  `theirs` are the users
// that its settings admit, by [control] KEY.
std::string for_how_long(const service_name& who, const std::string& key,
                         const std::optional<party>& theirs, const party& now)
{
    if (theirs == now) return ", as in its settings";
    if (theirs)
        return ", until the next start of its supervisor, whose settings admit " +
               in_words(*theirs) + " (change " + who.path + "/service.toml)";
    if (now == party{}) return "";
    return ", as long as " + who.path + "/supervise exists (permanently with [control] " +
           key + " in service.toml)";
}

std::string in_words(const service_name& who, const change& made, const entry& now)
{
    const auto said = handling_of(who);
    const auto begin = printable(who.shown) + ": ";
    std::string text;
    if (made.commanders)
        text +=
            begin + in_words(*made.commanders) + " may command and read it" +
            for_how_long(who, "group", party_of(said.control_group), *made.commanders) +
            '\n';
    if (made.readers)
        text +=
            begin +
            (*made.readers == party{} ? "no other users may"
                                      : in_words(*made.readers) + " may") +
            " read it" +
            for_how_long(who, "readers", party_of(said.control_readers), *made.readers) +
            '\n';
    if (now.commanders && now.readers && now.commanders != now.readers)
        text += begin + "commands require membership in both groups, " +
                name_of_group(*now.commanders) + " and " + name_of_group(*now.readers) +
                '\n';
    return text;
}

void apply(const service_name& who, const fd& dir, const entry& now)
{
    errno = let_in(dir, now);
    if (!errno) return;
    const auto* const advice = errno == EPERM || errno == EBADF
                                   ? " (only for root, and for the user of its "
                                     "supervisor as a member of that group)"
                                   : "";
    throw_errno(
        ("unable to change the permissions of " + who.path + "/supervise" + advice)
            .c_str());
}

int set(const service_name& who, const change& asked)
try {
    const auto dir = open_supervise(who);
    if (!dir) {
        complain_of(who, unsupervised_in_words(who));
        return exit_unsupervised;
    }
    auto now = entry_of(doors_of(*dir));
    now.everyone = std::nullopt;
    if (asked.commanders) now.commanders = asked.commanders->group;
    if (asked.readers) {
        now.readers = asked.readers->group;
        now.everyone = asked.readers->all;
    }
    apply(who, *dir, now);
    print(in_words(who, asked, now));
    return exit_as_asked;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

gid_t group_of(const std::string& name)
{
    if (const auto group = find_group(name)) return *group;
    throw usage_error("unable to admit group \"" + name +
                      "\": /etc/group has no such group");
}

change read_change(const svctl_options& asked)
{
    const auto both = [&](option in, option out) {
        if (asked.has(in) && asked.has(out))
            throw usage_error(std::string{in == option::group
                                              ? "--group and --no-group"
                                              : "--readers and --no-readers"} +
                              " exclude each other");
        return asked.has(in) || asked.has(out);
    };
    change all;
    if (both(option::group, option::no_group)) {
        all.commanders.emplace();
        if (asked.has(option::group))
            all.commanders->group = group_of(asked.value(option::group));
    }
    if (both(option::readers, option::no_readers)) {
        const auto word = asked.value(option::readers);
        all.readers.emplace();
        all.readers->all = word == everyone;
        if (!word.empty() && word != everyone) all.readers->group = group_of(word);
    }
    return all;
}

} // namespace

int run_perms(const svctl_options& asked)
{
    const auto change = read_change(asked);
    if (!change.commanders && !change.readers) return show(asked);
    if (asked.names.empty())
        throw usage_error("missing service name (see svctl perms --help)");
    int code = exit_as_asked;
    for (const auto& who : meant(asked)) code = std::max(code, set(who, change));
    return code;
}

} // namespace foster
