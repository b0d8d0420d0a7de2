#include "lib/toml/read_state.h"

#include <limits>

#include "lib/enum_word.h"
#include "lib/renamed.h"
#include "lib/toml/read_written.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

namespace {

stamp to_stamp(const toml::date_time& t)
{
    using namespace std::chrono;
    const year_month_day date{year{t.date.year}, month{t.date.month}, day{t.date.day}};
    const minutes offset{t.offset ? t.offset->minutes : 0};
    return stamp{sys_days{date}} + hours{t.time.hour} + minutes{t.time.minute} +
           seconds{t.time.second} + nanoseconds{t.time.nanosecond} - offset;
}

// Reads the whole file in any case, and keeps the first error.
class reader {
  public:
    status read(const toml::table& all);
    const std::string& wrong() const { return wrong_; }

  private:
    template<class T>
    T value(const toml::table& in, std::string_view key, std::string_view kind);
    std::uint64_t number(const toml::table& in, std::string_view key,
                         std::int64_t most = std::numeric_limits<std::int64_t>::max());
    pid process(const toml::table& in, std::string_view key);
    stamp time(const toml::table& in, std::string_view key);
    template<class Enum>
    Enum word(const toml::table& in, std::string_view key);
    template<class One>
    auto tables(const toml::table& in, std::string_view key, One one);
    std::vector<member> members(const toml::table& in, std::string_view key);
    std::vector<pid> pids(const toml::table& in, std::string_view key);
    std::vector<last_death> deaths(const toml::table& in, std::string_view key);
    last_death death_of_main(const toml::table& in);
    act last_act(const toml::table& in);
    void complain(std::string text);

    std::string wrong_;
};

status reader::read(const toml::table& all)
{
    status s;
    const auto version = number(all, "version");
    if (version != state_version && version != old_state_version)
        complain("the file has version " + std::to_string(version) +
                 ", but this program reads versions " +
                 std::to_string(old_state_version) + " and " +
                 std::to_string(state_version));
    const auto key = [&](std::string_view word) {
        return version == old_state_version ? old_word(word) : word;
    };
    s.phase = word<phase>(all, "phase");
    s.want = word<want>(all, "want");
    s.main = process(all, "main");
    s.ready = value<bool>(all, "ready", "true or false");
    s.paused = value<bool>(all, "paused", "true or false");
    if (all.contains("essential"))
        s.essential = value<bool>(all, "essential", "true or false");
    s.since = time(all, "since");
    s.starts = number(all, "starts");
    s.kin = members(all, key("children"));
    s.bystanders = pids(all, "bystanders");
    if (all.contains("attendants")) s.attendants = pids(all, "attendants");
    if (all.contains("killed")) s.killed = pids(all, "killed");
    if (const auto text = key("status-text"); all.contains(text))
        s.says = value<std::string>(all, text, "a text");
    if (all.contains("retry")) s.retry = time(all, "retry");
    if (const auto when = key("upgraded-at"); all.contains(when))
        s.renewed = time(all, when);
    if (const auto* last = all["last-act"].as_table())
        s.last_act = last_act(*last);
    else if (all.contains("last-act"))
        complain("\"last-act\" must be a table");
    if (all.contains("earlier-deaths"))
        for (const auto& d : deaths(all, "earlier-deaths")) s.earlier.add_older(d);
    if (const auto* last = all["last-death"].as_table())
        s.last = death_of_main(*last);
    else if (all.contains("last-death"))
        complain("\"last-death\" must be a table");
    return s;
}

template<class T>
T reader::value(const toml::table& in, std::string_view key, std::string_view kind)
{
    if (const auto found = in[key].value_exact<T>()) return *found;
    complain(std::string{"\""}.append(key).append("\" must be ").append(kind));
    return {};
}

std::uint64_t reader::number(const toml::table& in, std::string_view key,
                             std::int64_t most)
{
    const auto found = value<std::int64_t>(in, key, "a whole number");
    if (found >= 0 && found <= most) return static_cast<std::uint64_t>(found);
    complain(std::string{"\""}.append(key).append("\" is out of range"));
    return 0;
}

pid reader::process(const toml::table& in, std::string_view key)
{
    return {static_cast<int>(number(in, key, std::numeric_limits<int>::max()))};
}

stamp reader::time(const toml::table& in, std::string_view key)
{
    const auto found = value<toml::date_time>(in, key, "a date and time");
    // A stamp counts nanoseconds in 64 bits.
    if (found.date.year >= 1970 && found.date.year <= 2261) return to_stamp(found);
    complain(std::string{"\""}.append(key).append("\" is out of range"));
    return {};
}

template<class Enum>
Enum reader::word(const toml::table& in, std::string_view key)
{
    const auto text = value<std::string>(in, key, "a word");
    if (const auto found = from_text<Enum>(text)) return *found;
    complain(std::string{"\""}.append(key) + "\" is \"" + text + "\", which is unknown");
    return {};
}

template<class One>
auto reader::tables(const toml::table& in, std::string_view key, One one)
{
    std::vector<decltype(one(in))> all;
    const auto* const list = in[key].as_array();
    if (!list) complain(std::string{"\""}.append(key) + "\" must be a list");
    for (std::size_t i = 0; list && i < list->size(); ++i)
        if (const auto* table = list->get_as<toml::table>(i))
            all.push_back(one(*table));
        else
            complain(std::string{"\""}.append(key) + "\" must be a list of tables");
    return all;
}

std::vector<member> reader::members(const toml::table& in, std::string_view key)
{
    return tables(in, key, [&](const toml::table& m) {
        return member{process(m, "pid"), number(m, "start"), word<came>(m, "came"),
                      m.contains("session") ? process(m, "session") : pid{}};
    });
}

std::vector<pid> reader::pids(const toml::table& in, std::string_view key)
{
    std::vector<pid> all;
    const auto* const list = in[key].as_array();
    if (!list) complain(std::string{"\""}.append(key) + "\" must be a list");
    for (std::size_t i = 0; list && i < list->size(); ++i)
        if (const auto* one = list->get_as<std::int64_t>(i);
            one && one->get() > 0 && one->get() <= std::numeric_limits<int>::max())
            all.push_back({static_cast<int>(one->get())});
        else
            complain(std::string{"\""}.append(key) + "\" must be a list of pids");
    return all;
}

std::vector<last_death> reader::deaths(const toml::table& in, std::string_view key)
{
    return tables(in, key, [&](const toml::table& d) { return death_of_main(d); });
}

last_death reader::death_of_main(const toml::table& in)
{
    return {{process(in, "pid"), word<manner>(in, "how"),
             static_cast<int>(number(in, "status", std::numeric_limits<int>::max())),
             in.contains("oom") ? word<oom_kill>(in, "oom") : oom_kill::no},
            time(in, "when")};
}

act reader::last_act(const toml::table& in)
{
    return {.what = word<deed>(in, "what"),
            .signal = static_cast<short>(
                number(in, "signal", std::numeric_limits<short>::max())),
            .ended = in.contains("ended") && value<bool>(in, "ended", "true or false"),
            .when = time(in, "when")};
}

void reader::complain(std::string text)
{
    if (wrong_.empty()) wrong_ = std::move(text);
}

} // namespace

state_reading read_state(std::string_view text)
{
    std::string_view boot;
    if (auto written = read_written(text, boot))
        return {.read = std::move(written), .boot = std::string{boot}, .wrong = {}};
    return read_any_state(text);
}

state_reading read_any_state(std::string_view text)
{
    const auto parsed = toml::parse(text);
    if (!parsed) {
        const auto& e = parsed.error();
        return {.read = std::nullopt,
                .wrong = "line " + std::to_string(e.source().begin.line) + ": " +
                         std::string{e.description()}};
    }
    reader r;
    auto s = r.read(parsed.table());
    if (!r.wrong().empty()) return {.read = std::nullopt, .wrong = r.wrong()};
    return {.read = std::move(s),
            .boot = parsed.table()["boot"].value_or<std::string>(""),
            .wrong = {}};
}

} // namespace foster
