#include "lib/toml/read_written.h"

#include <charconv>
#include <cstdint>
#include <limits>

#include "lib/enum_word.h"
#include "lib/renamed.h"
#include "lib/utf8.h"

namespace foster {

namespace {

// Takes pieces from the front of the text.  If a piece does not fit, write_state() did
// not write the text.
class reader {
  public:
    explicit reader(std::string_view text) : rest_(text) {}

    bool good() const { return good_; }
    bool done() const { return good_ && rest_.empty(); }

    // Takes the piece if it comes next.  Returns whether it did.
    bool comes(std::string_view piece)
    {
        if (!rest_.starts_with(piece)) return false;
        rest_.remove_prefix(piece.size());
        return true;
    }
    void take(std::string_view piece) { good_ = comes(piece) && good_; }

    // Takes the version in the first line, which decides about the names of the keys.
    void version()
    {
        take("version = ");
        old_ = number(state_version, old_state_version) == old_state_version;
        take("\n");
    }

    // Takes the end of a line and `KEY = ` if they come next, as comes() does.  KEY may
    // be a renamed word.
    bool key_comes(std::string_view key)
    {
        const auto before = rest_;
        if (comes("\n") && comes(old_ ? old_word(key) : key) && comes(" = ")) return true;
        rest_ = before;
        return false;
    }
    void take_key(std::string_view key) { good_ = key_comes(key) && good_; }

    // Takes a number without a sign and without leading zeros.
    std::int64_t number(std::int64_t most, std::int64_t least = 0)
    {
        std::int64_t found = -1;
        const char* const begin = rest_.data();
        const auto [end, error] = std::from_chars(begin, begin + rest_.size(), found);
        const auto length = static_cast<std::size_t>(end - begin);
        if (error != std::errc{} || found < least || found > most || *begin == '-' ||
            (*begin == '0' && length > 1)) {
            good_ = false;
            return least;
        }
        rest_.remove_prefix(length);
        return found;
    }
    std::uint64_t count()
    {
        return static_cast<std::uint64_t>(
            number(std::numeric_limits<std::int64_t>::max()));
    }
    int natural(int least = 0)
    {
        return static_cast<int>(number(std::numeric_limits<int>::max(), least));
    }

    // Takes a number of `width` digits, with leading zeros.
    int digits(std::size_t width, int least, int most)
    {
        int found = 0;
        good_ = good_ && rest_.size() >= width;
        for (std::size_t i = 0; good_ && i < width; ++i) {
            good_ = rest_[i] >= '0' && rest_[i] <= '9';
            found = found * 10 + (rest_[i] - '0');
        }
        good_ = good_ && found >= least && found <= most;
        if (good_) rest_.remove_prefix(width);
        return good_ ? found : least;
    }

    template<class Enum>
    Enum word()
    {
        const auto text = rest_.substr(0, rest_.find('"'));
        const auto found = from_text<Enum>(text);
        rest_.remove_prefix(text.size());
        good_ = good_ && found.has_value();
        return found.value_or(Enum{});
    }
    template<class Enum>
    Enum quoted()
    {
        take("\"");
        const auto found = word<Enum>();
        take("\"");
        return found;
    }

    // Takes the kernel's name of a boot, and the end of its line.
    std::string_view name()
    {
        const auto text = rest_.substr(0, rest_.find_first_not_of("0123456789abcdef-"));
        rest_.remove_prefix(text.size());
        take("\"\n");
        return text;
    }

    // Takes a text in the form of escaped_line() of lib/status.
    std::string text()
    {
        std::string found;
        take("\"");
        while (good_ && !comes("\"")) {
            const bool escaped = comes("\\");
            const char c = rest_.empty() ? '\0' : rest_.front();
            const auto size = rest_.empty() ? 0 : character(rest_);
            const bool special = c == '"' || c == '\\';
            good_ = size > 0 && escaped == special &&
                    static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
            found += rest_.substr(0, size);
            rest_.remove_prefix(size);
        }
        return found;
    }

    bool truth()
    {
        if (comes("true")) return true;
        take("false");
        return false;
    }

    stamp time()
    {
        using namespace std::chrono;
        const year y{digits(4, 1970, 2261)}; // a stamp counts nanoseconds in 64 bits
        take("-");
        const month m{static_cast<unsigned>(digits(2, 1, 12))};
        take("-");
        const day d{static_cast<unsigned>(digits(2, 1, 31))};
        take("T");
        const hours h{digits(2, 0, 23)};
        take(":");
        const minutes min{digits(2, 0, 59)};
        take(":");
        const seconds s{digits(2, 0, 59)};
        take(".");
        const microseconds us{digits(6, 0, 999999)};
        take("Z");
        const year_month_day date{y, m, d};
        good_ = good_ && date.ok();
        return good_ ? stamp{sys_days{date}} + h + min + s + us : stamp{};
    }

    // Takes a list in brackets, with `one` for each element.
    template<class One>
    auto list(One one)
    {
        std::vector<decltype(one())> all;
        take("[");
        if (comes("]")) return all;
        do all.push_back(one());
        while (good_ && comes(", "));
        take("]");
        return all;
    }
    std::vector<pid> pids()
    {
        return list([this] { return pid{natural(1)}; });
    }
    member one_of_kin()
    {
        take("{pid = ");
        const pid who{natural()};
        take(", start = ");
        const auto start = count();
        const pid session{comes(", session = ") ? natural(1) : 0};
        take(", came = ");
        const auto how = quoted<came>();
        take("}");
        return {who, start, how, session};
    }
    last_death one_death()
    {
        last_death d;
        take("{pid = ");
        d.of.who = {natural()};
        take(", how = ");
        d.of.how = quoted<manner>();
        take(", status = ");
        d.of.status = natural();
        take(", when = ");
        d.when = time();
        if (comes(", oom = ")) d.of.oom = quoted<oom_kill>();
        take("}");
        return d;
    }

    act one_act()
    {
        act a{};
        take("{what = ");
        a.what = quoted<deed>();
        take(", signal = ");
        a.signal = static_cast<short>(natural());
        take(", when = ");
        a.when = time();
        if (comes(", ended = ")) a.ended = truth();
        take("}");
        return a;
    }

  private:
    std::string_view rest_;
    bool good_ = true;
    bool old_ = false; // the keys have their old names
};

} // namespace

std::optional<status> read_written(std::string_view text, std::string_view& boot)
{
    reader r{text};
    status s;
    r.version();
    if (r.comes("boot = \"")) boot = r.name();
    r.take("phase = ");
    s.phase = r.quoted<phase>();
    r.take("\nwant = ");
    s.want = r.quoted<want>();
    r.take("\nmain = ");
    s.main = {r.natural()};
    r.take("\nready = ");
    s.ready = r.truth();
    r.take("\npaused = ");
    s.paused = r.truth();
    if (r.comes("\nessential = ")) s.essential = r.truth();
    r.take("\nsince = ");
    s.since = r.time();
    r.take("\nstarts = ");
    s.starts = r.count();
    r.take_key("children");
    s.kin = r.list([&] { return r.one_of_kin(); });
    r.take("\nbystanders = ");
    s.bystanders = r.pids();
    if (r.comes("\nattendants = ")) s.attendants = r.pids();
    if (r.comes("\nkilled = ")) s.killed = r.pids();
    if (r.key_comes("status-text")) s.says = r.text();
    if (r.comes("\nretry = ")) s.retry = r.time();
    if (r.key_comes("upgraded-at")) s.renewed = r.time();
    if (r.comes("\nlast-act = ")) s.last_act = r.one_act();
    if (r.comes("\nearlier-deaths = "))
        for (const auto& d : r.list([&] { return r.one_death(); }))
            s.earlier.add_older(d);
    if (r.comes("\n[last-death]\npid = ")) {
        last_death& last = s.last.emplace();
        last.of.who = {r.natural()};
        r.take("\nhow = ");
        last.of.how = r.quoted<manner>();
        r.take("\nstatus = ");
        last.of.status = r.natural();
        r.take("\nwhen = ");
        last.when = r.time();
        if (r.comes("\noom = ")) last.of.oom = r.quoted<oom_kill>();
    }
    r.take("\n");
    if (!r.done()) return std::nullopt;
    return s;
}

} // namespace foster
