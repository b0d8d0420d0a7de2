// svctl perms: who may command services and who may read what is known of them, by the
// modes of supervise/; and letting a group in.
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
#include "kernel/linux/permissions.h"
#include "lib/printable.h"
#include "lib/reach.h"
#include "svctl/commands.h"
#include "svctl/handling.h"
#include "svctl/names.h"
#include "svctl/print.h"
#include "svctl/report.h"
#include "svctl/wait.h"

namespace foster {

namespace {

struct perms_row {
    std::string name, commands, reads;
};

// "root, tux, group adm"
std::string in_words(const admitted& all)
{
    if (all.everybody) return "everybody";
    std::string text = "root";
    for (const auto user : all.users) text += ", " + name_of_user(user);
    for (const auto group : all.groups) text += ", group " + name_of_group(group);
    return text;
}

// None: there is no supervise/.  Throws where it cannot be looked into.
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
        of = " (it is of " + name_of_user(there.st_uid) + " and group " +
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

// What becomes of it when its supervise begins anew.
std::string for_how_long(const service_name& who, std::optional<gid_t> group)
{
    const auto file = who.path + "/service.toml";
    const auto said = handling_of(who).control_group;
    const auto theirs = said ? find_group(*said) : std::nullopt;
    if (theirs && theirs == group) return ", as its settings say";
    if (theirs)
        return ", until its supervise is started again, whose settings let in group " +
               *said + " (mend " + file + ')';
    if (!group) return "";
    return ", as long as " + who.path +
           "/supervise is there ([control] group in service.toml lasts longer)";
}

int set(const service_name& who, std::optional<gid_t> group)
try {
    const auto dir = open_supervise(who);
    if (!dir) {
        complain_of(who, unsupervised_in_words(who));
        return exit_unsupervised;
    }
    errno = let_in(*dir, group);
    if (errno) {
        const auto* const advice =
            errno == EPERM || errno == EBADF
                ? " (be root, or the user who runs its supervise and in that group)"
                : "";
        throw_errno(("unable to change who may enter " + who.path + "/supervise" + advice)
                        .c_str());
    }
    const auto whom = group ? "group " + name_of_group(*group) : "no group";
    print(printable(who.shown) + ": " + whom + " may command and read it" +
          for_how_long(who, group) + '\n');
    return exit_as_asked;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

} // namespace

int run_perms(const svctl_options& asked)
{
    const bool shut = asked.has(option::no_group);
    if (!shut && !asked.has(option::group)) return show(asked);
    if (shut && asked.has(option::group))
        throw usage_error("unable to let a group in and none: give one of --group and "
                          "--no-group");
    if (asked.names.empty())
        throw usage_error("unable to tell which service is meant: name one (see svctl "
                          "perms --help)");
    std::optional<gid_t> group;
    if (!shut) group = find_group(asked.value(option::group));
    if (!shut && !group)
        throw usage_error("unable to let in group \"" + asked.value(option::group) +
                          "\": there is none in /etc/group");
    int code = exit_as_asked;
    for (const auto& who : meant(asked)) code = std::max(code, set(who, group));
    return code;
}

} // namespace foster
