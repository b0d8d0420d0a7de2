#include "kernel/linux/as_user.h"

#include <grp.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

// Returns our user: setfsuid() of -1, which is no user, changes nothing.
uid_t user_now()
{
    return static_cast<uid_t>(::setfsuid(~uid_t{0}));
}

std::vector<gid_t> groups_now()
{
    std::vector<gid_t> all(64);
    int count = ::getgroups(0, nullptr);
    all.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    count = ::getgroups(count, all.data());
    all.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return all;
}

} // namespace

// With setfsuid() the kernel drops the capabilities that overrule permissions:
// cap_task_fix_setuid(), security/commoncap.c.
as_user::as_user(std::optional<uid_t> user) : user_(user_now())
{
    if (!user) return;
    ::setfsuid(*user);
    if (user_now() == *user) return;
    errno = EPERM;
    throw_errno(("unable to become user " + std::to_string(*user)).c_str());
}

as_user::as_user(std::optional<uid_t> user, std::optional<gid_t> group,
                 const std::vector<gid_t>& groups)
    : user_(user_now())
{
    if (!user || ::geteuid() != 0) return;
    groups_ = groups_now();
    group_ = static_cast<gid_t>(::setfsgid(group.value_or(~gid_t{0})));
    ::setgroups(groups.size(), groups.data());
    ::setfsuid(*user);
}

as_user::~as_user()
{
    ::setfsuid(user_);
    if (!group_) return;
    ::setfsgid(*group_);
    ::setgroups(groups_.size(), groups_.data());
}

} // namespace foster
