// The pipes through which supervises are told of the processes that others have left to
// them (lib/ward.h).  A supervise that does not read is told later: nothing blocks here.
#pragma once

#include <map>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/warden.h"

namespace foster {

class tidings {
  public:
    // A pipe for a new supervise, which begins with these notes: its reading end; none,
    // and errno, if there can be none.
    fd open(const warden::post& to, std::vector<ward_note> notes) noexcept;

    void tell(const warden::post& to, std::vector<ward_note> notes);
    void close(const warden::post& to) { pipes_.erase(to); }

    // Those who are told of somebody.
    std::vector<warden::post> all() const;

    // Writes what is not written yet; false: some of it waits for its reader.
    bool flush() noexcept;
    // Whether nothing of it waits for this one.
    bool said(const warden::post& to) const;

  private:
    struct writer {
        fd end;
        std::vector<ward_note> unsent{};
        bool flush() noexcept;
    };
    std::map<warden::post, writer> pipes_;
};

} // namespace foster
