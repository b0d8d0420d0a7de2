#include "svctl/client/look.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "svctl/client/all_states_reader.h"
#include "svctl/client/other_supervisor.h"
#include "svctl/client/supervise_client.h"
#include "svctl/client/with_supervise.h"
#include "svctl/exit_codes.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

// Fills in why no supervisor of ours runs: another one does, as "runsv (sv)", or
// supervise is unable to begin.
void explain_absence(account& of, const service_name& who)
{
    if (const auto other = other_keeper_of(who.path)) of.kept_by = in_words(*other);
    of.complaint = supervise_client::unable_to_begin(who.path);
}

// Looks at one service.  Returns nullopt if its state is unknown, and prints why.
std::optional<seen> look_at(const service_name& who, bool was_named, bool processes)
try {
    seen s{{{who.shown, std::nullopt, {}}, who.path}};
    s.who = who;
    const auto there = supervise_client::find(who.path);
    if (!there && was_named) complain_of(who, unsupervised_in_words(who));
    if (!there) {
        explain_absence(s.view.said, who);
        return s;
    }
    s.view.said.state = there->read();
    s.view.said.complaint = there->last_complaint();
    if (processes) s.keeper = there->keeper();
    return s;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return std::nullopt;
}

int code_of(const account& a)
{
    if (!a.state) return exit_unsupervised;
    return as_wanted(*a.state) ? exit_as_asked : exit_not_reached;
}

} // namespace

looked look_at_all(const svctl_options& asked, bool processes)
{
    looked l;
    const auto services = meant(asked);
    l.all.reserve(services.size());
    for (const auto& who : services) {
        auto s = look_at(who, !asked.names.empty(), processes);
        l.code = std::max(l.code, s ? code_of(s->view.said) : exit_trouble);
        if (s) l.all.push_back(*std::move(s));
    }
    if (!processes) return l;
    process_table table; // after the states, so that no child is missing
    for (auto& [view, keeper, theirs, who] : l.all) {
        if (!view.said.state) continue;
        theirs = table.all_of(*view.said.state, keeper);
        view.uses = sum_of(theirs);
        for (const auto& p : theirs) view.said.processes.push_back({p.who});
    }
    return l;
}

views views_of(looked&& l)
{
    views v{.all = {}, .code = l.code};
    v.all.reserve(l.all.size());
    for (auto& s : l.all) v.all.push_back(std::move(s.view));
    return v;
}

int glance_at_all(const std::string& scan,
                  const std::function<void(service_view&&)>& take)
{
    int worst = exit_as_asked;
    const auto services = all_services(scan);
    const all_states_reader states{open_scan_dir(scan), services};
    for (std::size_t i = 0; i < services.size(); ++i) {
        const auto& who = services[i];
        int code = exit_trouble;
        try {
            service_view v{{who.shown, states.state_of(i), {}}, who.path};
            if (!v.said.state) explain_absence(v.said, who);
            code = code_of(v.said);
            take(std::move(v));
        } catch (const std::exception& e) {
            complain_of(who, e.what());
        }
        worst = std::max(worst, code);
    }
    return worst;
}

views views_of(const svctl_options& asked, bool processes)
{
    if (!asked.names.empty() || processes) return views_of(look_at_all(asked, processes));
    views v;
    v.code = glance_at_all(asked.scan_dir,
                           [&](service_view&& s) { v.all.push_back(std::move(s)); });
    return v;
}

} // namespace foster
