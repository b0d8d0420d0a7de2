#include "kernel/linux/environment_files.h"

#include <dirent.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "kernel/linux/as_user.h"
#include "kernel/linux/supervise_permissions.h"
#include "lib/environment_file.h"

namespace foster {

namespace {

void add(std::vector<environment_file>& to, const std::string& path)
{
    if (const auto it = door_of(path.c_str())) to.push_back({path, *it});
}

void add_files_of(std::vector<environment_file>& to, const std::string& directory)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> dir{::opendir(directory.c_str()),
                                                  ::closedir};
    std::vector<std::string> names;
    while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr)
        if (holds_variable(entry->d_name)) names.emplace_back(entry->d_name);
    std::ranges::sort(names);
    for (const auto& name : names) add(to, directory + '/' + name);
}

} // namespace

std::vector<environment_file> environment_files_in(const outfit& all,
                                                   const std::string& directory)
{
    std::vector<environment_file> found;
    const auto* const files = find(all, "environment-files");
    if (!files) return found;
    const auto who = identity_in(all);
    const as_user user{who.user, who.group, who.groups};
    for (const auto& word : files->words) {
        auto path = word.substr(word.find('=') + 1);
        if (!path.starts_with('/')) path.insert(0, directory + '/');
        add(found, path);
        add_files_of(found, path);
    }
    return found;
}

trust trusted_with_environment(const outfit& all, const trust& by)
{
    const auto who = identity_in(all);
    return {.user = who.user.value_or(by.user),
            .keeper = by.keeper,
            .group = who.group.value_or(by.group)};
}

} // namespace foster
