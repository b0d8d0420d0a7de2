// The states of a scan directory's services, read at once: for whoever looks at
// thousands.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/status.h"
#include "svctl/names.h"

namespace foster {

class state_reader {
  public:
    // Reads them all, of services below `at`: if they are many by several threads, which
    // have ended when this returns.  Keeps a view of `services`.  Throws.
    state_reader(const fd& at, std::span<const service_name> services);

    // What supervised::find(path)->read() says of that service; nothing: nobody
    // supervises it.  Throws.
    std::optional<status> state_of(std::size_t service) const;

  private:
    struct found {
        bool nobody = false;  // supervises it
        std::size_t size = 0; // of its text; 0: it takes a closer look
        std::size_t begin = 0;
    };

    // What one thread reads.  It makes system calls, and nothing of C++ that two may not
    // do at once where its library knows of no threads (t/musl/toolchain).
    class share {
      public:
        share(const fd& at, std::span<const service_name> services);
        void read() noexcept;
        static void* read_by_thread(void* it) noexcept;

        const found& of(std::size_t service) const { return all_[service]; }
        std::string_view text_of(const found& f) const
        {
            return {texts_.get() + f.begin, f.size};
        }

      private:
        fd open(const service_name& who, std::string_view file, int flags) noexcept;
        bool is_old(const service_name& who, const fd& state) noexcept;

        const fd& at_;
        std::span<const service_name> services_;
        std::vector<found> all_;
        std::size_t room_;
        std::unique_ptr<char[]> texts_;
        std::string path_; // has room for the longest
    };

    std::span<const service_name> services_;
    std::size_t in_each_; // services in a share, but for the last
    std::vector<share> shares_;
};

} // namespace foster
