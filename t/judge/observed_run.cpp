#include "t/judge/observed_run.h"

#include <algorithm>

namespace foster::judge {

namespace {

std::string joined(const std::vector<line>& all)
{
    std::string text;
    for (const auto& each : all) text += (text.empty() ? "" : " ") + each;
    return text.empty() ? nobody : text;
}

bool may_be(const line& seen, const line& other)
{
    return seen == other || (seen == unknown && other != nobody);
}

bool may_be(const std::vector<line>& seen, const std::vector<line>& other)
{
    auto known = seen;
    std::erase(known, unknown);
    return seen.size() == other.size() && std::ranges::includes(other, known);
}

// Returns how a process died.  A core dump counts as the same death, because it depends
// on the machine.
std::string how(const death& d)
{
    const auto m = d.how == manner::dumped ? manner::signalled : d.how;
    return std::string{to_text(m)} + ' ' + std::to_string(d.status);
}

} // namespace

shown shown_by(const status& s, const std::function<line(pid)>& who)
{
    shown out{.phase = s.phase, .want = s.want, .paused = s.paused, .starts = s.starts};
    if (s.main) out.main = who(s.main);
    for (const auto& k : s.kin) out.kin.push_back(who(k.who));
    for (const auto b : s.bystanders) out.bystanders.push_back(who(b));
    std::ranges::sort(out.kin);
    std::ranges::sort(out.bystanders);
    out.killed = s.killed.size();
    if (s.last) out.loss = how(s.last->of);
    return out;
}

std::string to_text(const shown& s)
{
    std::string text{to_text(s.phase)};
    text.append(" want=").append(to_text(s.want)) += " main=" + s.main;
    text += " kin=" + joined(s.kin) + " starts=" + std::to_string(s.starts);
    if (!s.bystanders.empty()) text += " bystanders=" + joined(s.bystanders);
    if (s.paused) text += " paused";
    if (s.killed) text += " killed=" + std::to_string(s.killed);
    if (!s.loss.empty()) text += " loss=" + s.loss;
    return text;
}

bool may_be(const shown& seen, const shown& other)
{
    return seen.phase == other.phase && seen.want == other.want &&
           may_be(seen.main, other.main) && seen.paused == other.paused &&
           seen.starts == other.starts && may_be(seen.kin, other.kin) &&
           may_be(seen.bystanders, other.bystanders) && seen.killed == other.killed &&
           seen.loss == other.loss;
}

std::string to_text(const picture& p)
{
    return "living=" + joined(p.living) + " main=" + p.main;
}

bool may_be(const picture& seen, const picture& other)
{
    return may_be(seen.living, other.living) && may_be(seen.main, other.main);
}

std::string to_text(const account& a)
{
    std::string text;
    std::size_t done = 0;
    const auto tell_deeds = [&](std::size_t after) {
        for (; done < a.deeds.size() && a.deeds[done].after <= after; ++done) {
            const auto& d = a.deeds[done];
            text += std::string{"       "} + d.what + ' ' + d.whom;
            if (d.what == '.') text += to_text(d.rest);
            text += '\n';
        }
    };
    for (std::size_t i = 0; i < a.statuses.size(); ++i) {
        text += std::to_string(i) + ": " + to_text(a.statuses[i]) + '\n';
        tell_deeds(i + 1);
    }
    return text + "end: " + to_text(a.end) + '\n';
}

} // namespace foster::judge
