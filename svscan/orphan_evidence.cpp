#include "svscan/orphan_evidence.h"

#include <new>
#include <optional>

#include "kernel/linux/children.h"
#include "kernel/linux/files.h"
#include "kernel/linux/supervise_dir.h"
#include "lib/launch_record.h"
#include "lib/state_summary.h"

namespace foster {

namespace {

// The files that a dead supervise has left.
struct files {
    orphan_owners::post of;
    std::string state;
    launch_records records;

    // Returns whether the service was starting.  Then supervise may have adopted
    // processes that no file names.
    bool was_starting() const
    {
        return records.run && !settled_in(state, records.run->number);
    }
    bool names(const child& c) const
    {
        if (!c.start) return false;
        for (const auto& r : {records.run, records.script})
            if (r && r->who == c.who && could_write(*r, c.start)) return true;
        return start_in(state, c.who) == c.start;
    }
};

files read_files(const orphan_evidence::bereft& of)
{
    files all{.of = of.of, .state = {}, .records = {}};
    const auto place = of.directory + "/supervise/";
    all.records = read_records(read_published(place + "lock").text, this_run());
    if (!all.records.of_this_run) return all;
    all.state = read_published(place + "state")
                    .text; // a state of an earlier boot names no living process
    return all;
}

// Returns the only dead supervise that can have adopted this process; nullptr if
// several can.
const files* starter_of(const child& c, std::span<const files> all)
{
    const files* only = nullptr;
    for (const auto& f : all) {
        if (!f.was_starting() || c.start < first_tick(*f.records.run)) continue;
        if (only) return nullptr;
        only = &f;
    }
    return only;
}

} // namespace

std::vector<orphan_owners::claim>
orphan_evidence::claims(std::span<const bereft> dead, std::span<const child> there) const
{
    std::vector<orphan_owners::claim> all;
    std::vector<files> read;
    for (const auto& d : dead) read.push_back(read_files(d));
    for (const auto& c : there) {
        const auto known = below_.find(c.who);
        std::optional<post> of;
        if (known != below_.end() && known->second.start == c.start)
            of = known->second.of;
        for (const auto& f : read)
            if (!of && f.names(c)) of = f.of;
        if (const auto* const f = of ? nullptr : starter_of(c, read)) of = f->of;
        if (of) all.push_back({c.who, c.start, *of});
    }
    return all;
}

void orphan_evidence::look(const orphan_owners& of) noexcept
try {
    below_.clear();
    for (const auto& top : of.certain()) {
        std::vector<child> all;
        add_descendants(all, top.who);
        for (const auto& c : all) below_.insert_or_assign(c.who, seen{c.start, top.of});
    }
} catch (const std::bad_alloc&) { // the next look tries again
}

} // namespace foster
