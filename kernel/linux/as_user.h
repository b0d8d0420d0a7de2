// Opens files and enters directories as another user, during its life.
#pragma once

#include <sys/types.h>

#include <optional>
#include <vector>

namespace foster {

// Only root can do so.  Not for a program with threads.
class as_user {
  public:
    // Keeps our groups; nullopt: keeps our user.  Throws.
    explicit as_user(std::optional<uid_t> user);

    // Takes these groups, too.  If we are not root, keeps our user and groups, without
    // an error.
    as_user(std::optional<uid_t> user, std::optional<gid_t> group,
            const std::vector<gid_t>& groups);
    ~as_user();
    as_user(const as_user&) = delete;
    as_user& operator=(const as_user&) = delete;

  private:
    uid_t user_;
    std::optional<gid_t> group_{};
    std::vector<gid_t> groups_{};
};

} // namespace foster
