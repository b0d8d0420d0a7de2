// The pipes through which svscan notifies supervise processes of their orphans
// (lib/orphan_report.h).  If a supervise does not read, svscan writes later; nothing here
// blocks.
#pragma once

#include <map>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/orphan_owners.h"

namespace foster {

class orphan_report_pipes {
  public:
    // Makes a pipe for a new supervise, and writes these notes first.  Returns the
    // reading end; if there can be no pipe, returns no descriptor and sets errno.
    fd open(const orphan_owners::post& to, std::vector<ward_note> notes) noexcept;

    void tell(const orphan_owners::post& to, std::vector<ward_note> notes);
    void close(const orphan_owners::post& to) { pipes_.erase(to); }

    // Returns every supervise that has a pipe.
    std::vector<orphan_owners::post> all() const;

    // Sends the remaining notes.  Returns false if some wait for their reader.
    bool flush() noexcept;
    // Returns whether no note waits for this supervise.
    bool said(const orphan_owners::post& to) const;

  private:
    struct writer {
        fd end;
        std::vector<ward_note> unsent{};
        bool flush() noexcept;
    };
    std::map<orphan_owners::post, writer> pipes_;
};

} // namespace foster
