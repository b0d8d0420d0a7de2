// Files are opened, and directories entered, as another user, while this lives.
#pragma once

#include <sys/types.h>

#include <optional>
#include <vector>

namespace foster {

// Only root becomes another.  Not for a program with threads.
class as_user {
  public:
    // With our groups; nullopt: as ourselves.  Throws.
    explicit as_user(std::optional<uid_t> user);

    // With these.  What root's program would be refused we do not refuse: where we are
    // not root, we stay ourselves.
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
