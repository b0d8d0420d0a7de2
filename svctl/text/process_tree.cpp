#include "svctl/text/process_tree.h"

#include <algorithm>

#include "lib/printable.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

bool has(const std::vector<pid>& all, int who)
{
    return std::ranges::count(all, pid{who}) > 0;
}

// Returns "main, adopted, 5m 12s"; empty for a process below these.
std::string marks_of(const status& s, const branch& b)
{
    std::string text;
    if (s.main.number == b.one.who) text = "main, ";
    for (const auto& k : s.kin)
        if (k.who.number == b.one.who)
            text.append(to_text(k.how)).append(", ").append(in_words(b.age));
    return text;
}

class writer {
  public:
    writer(const status& s, std::size_t most) : status_(s), most_(most) {}

    void line(const branch& b, std::size_t depth)
    {
        auto text = std::string(2 * depth, ' ') + std::to_string(b.one.who) + ' ' +
                    printable(b.command);
        if (const auto marks = marks_of(status_, b); !marks.empty())
            text += "  (" + marks + ')';
        text_ += shortened(text, most_) + '\n';
    }

    void below(const std::vector<branch>& all, int parent, std::size_t depth)
    {
        for (const auto& b : all) {
            if (b.one.parent != parent) continue;
            line(b, depth);
            below(all, b.one.who, depth + 1);
        }
    }

    // Adds the processes whose parents are not in the list, and all below them.
    template<class Which>
    void roots(const std::vector<branch>& all, std::size_t depth, Which which)
    {
        for (const auto& b : all) {
            const auto is_parent = [&](const branch& p) {
                return p.one.who == b.one.parent;
            };
            if (std::ranges::any_of(all, is_parent) || !which(b)) continue;
            line(b, depth);
            below(all, b.one.who, depth + 1);
        }
    }

    void heading(const char* text) { text_ += text; }
    std::string done() { return std::move(text_); }

  private:
    const status& status_;
    std::size_t most_;
    std::string text_;
};

} // namespace

std::string tree_of(const status& s, const grove& all, std::size_t most)
{
    writer w{s, most};
    const auto attends = [&](const branch& b) { return has(s.attendants, b.one.who); };
    for (const auto& k : all.keeper) w.line(k, 1);
    // An inherited main process may have been the run process.
    const bool run_is_gone = !s.kin.empty() && std::ranges::none_of(s.kin, [&](auto& k) {
        return k.how == came::spawned || (k.how == came::taken_back && k.who == s.main);
    });
    if (run_is_gone) w.heading("    (run has exited; these processes remain)\n");
    w.roots(all.service, 2, [&](const branch& b) { return !attends(b); });
    if (std::ranges::any_of(all.service, attends)) {
        w.heading("  script processes of the service:\n");
        w.roots(all.service, 2, attends);
    }
    if (!all.bystanders.empty()) {
        w.heading("  bystanders, which do not belong to the service:\n");
        w.roots(all.bystanders, 2, [](const branch&) { return true; });
    }
    return w.done();
}

} // namespace foster
