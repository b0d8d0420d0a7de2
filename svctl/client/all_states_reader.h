// Reads the states of all services of a scan directory at once, for thousands of
// services.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/status.h"
#include "svctl/client/service_names.h"

namespace foster {

class all_states_reader {
  public:
    // Reads the states of the services below `at`.  For many services it uses several
    // threads, which have ended when this returns.  Refers to `services` afterwards.
    // Throws.
    all_states_reader(const fd& at, std::span<const service_name> services);

    // Returns the same as supervised::find(path)->read() for that service; nullopt if
    // it is not supervised.  Throws.
    std::optional<status> state_of(std::size_t service) const;

  private:
    struct found {
        bool nobody = false;  // the service is not supervised
        std::size_t size = 0; // of its text; 0 if state_of() must read it again
        std::size_t begin = 0;
    };

    // The share of one thread.  It makes system calls, and uses only parts of C++ that
    // two threads may use at once even where the library knows no threads
    // (t/musl/toolchain).
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
        std::string path_; // has room for the longest path
    };

    std::span<const service_name> services_;
    std::size_t in_each_; // services in each share but the last
    std::vector<share> shares_;
};

} // namespace foster
