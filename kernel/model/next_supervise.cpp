// Models svscan/svscan.cpp and kernel/linux/inherited_processes.cpp: a supervise is
// killed, svscan is notified, and the next supervise recovers the service.  The steps are
// those between which other processes can run.
#include <algorithm>

#include "kernel/model/model_kernel.h"
#include "lib/predecessor.h"

namespace foster::model {

namespace {

const orphan_owners::post post{{1, 1}, half::service};

} // namespace

bool svscan_may_act(const world& w)
{
    const auto& a = w.after;
    return a.reads_list || a.bereft ||
           !w.table.dead_children(process_table::init).empty();
}

// Reaps all, then reads the list.  svscan sleeps again if no process has died since.
void svscan_acts(world& w)
{
    auto& a = w.after;
    for (const pid who : w.table.dead_children(process_table::init))
        a.reaped.push_back(w.table.reap(who));
    if (!a.reads_list) {
        a.reads_list = true;
        return;
    }
    std::vector<child> there;
    for (const auto* p : w.table.children(process_table::init))
        there.push_back({.who = p->self, .start = p->start, .session = p->session});
    const std::vector<orphan_owners::post> bereft(a.bereft ? 1 : 0, post);
    a.keeper.heard(bereft, a.reaped, there, false);
    a.bereft = a.reads_list = false;
    a.reaped.clear();
    if (a.killed) return;
    for (const auto& n : a.keeper.take(post)) a.pipe.push_back(n);
}

void kill_supervise(world& w)
{
    auto& a = w.after;
    w.table.bereave();
    w.table.hear(false);
    a.killed = a.bereft = true;
    ++a.count;
    a.pipe.clear();
    a.wards = {};
}

std::pair<predecessor, bool> succeed(world& w)
{
    auto& a = w.after;
    a.killed = false;
    w.table.hear(true); // the name is the same
    w.table.ask_for_adoptions(w.room);
    auto was = recovered(a.published, a.records);
    const bool told = a.keeper.has(post);
    if (!told) was.said.bystanders.clear();
    a.wards.begin(was, told);
    if (told)
        for (const auto& n : a.keeper.beginning(post)) a.wards.heard(n, false);
    else
        for (const auto& m : everybody(was.said))
            a.wards.died({.who = m.who}); // by pidfds
    a.number = was.said.starts;
    return {was, a.wards.renewed()};
}

service renewed(const service& before, const settings& how, const status& told,
                moment now)
{
    status was;
    renewal more;
    for (const auto& word : to_words(told)) read_word(was, word);
    for (const auto& word : to_words(before.hand_on())) read_word(more, word);
    service after{how, want::up};
    after.renewed(was, more, now);
    return after;
}

} // namespace foster::model
