// svctl log: prints the logs of services, and follows them.
#include <poll.h>
#include <regex.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <exception>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "lib/duration.h"
#include "lib/printable.h"
#include "svctl/client/service_names.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/log/log_dir.h"
#include "svctl/log/log_reader.h"
#include "svctl/log/log_watch.h"
#include "svctl/terminal/print.h"
#include "svctl/terminal/screen.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

// A POSIX extended regular expression.
class pattern {
  public:
    explicit pattern(const std::string& text)
    {
        const int error = ::regcomp(&compiled_, text.c_str(), REG_EXTENDED | REG_NOSUB);
        if (error == 0) return;
        std::array<char, 128> why{};
        ::regerror(error, &compiled_, why.data(), why.size());
        throw usage_error("unable to read --grep=" + text + ": " + why.data() +
                          " (it must be an extended regular expression, regex(7))");
    }
    pattern(const pattern&) = delete;
    pattern& operator=(const pattern&) = delete;
    ~pattern() { ::regfree(&compiled_); }

    bool fits(const std::string& text) const
    {
        return ::regexec(&compiled_, text.c_str(), 0, nullptr, 0) == 0;
    }

  private:
    regex_t compiled_{};
};

std::size_t read_count(const std::string& text)
{
    std::size_t count = 0;
    const auto* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, count);
    if (at == end && error == std::errc{}) return count;
    throw usage_error("unable to read --lines=" + text + ": it must be a whole number");
}

log_wish wish_of(const svctl_options& asked, const std::optional<pattern>& wanted)
{
    constexpr std::size_t otherwise = 10;
    log_wish wish;
    if (asked.has(option::lines))
        wish.most = read_count(asked.value(option::lines));
    else if (!asked.has(option::since))
        wish.most = otherwise;
    if (asked.has(option::since)) {
        const auto text = asked.value(option::since);
        const auto time = parse_duration(text, longest_look_back);
        if (!time)
            throw usage_error("unable to read --since=" + text + ": it must be " +
                              duration_grammar(longest_look_back));
        wish.since = linux_now().wall - *time;
    }
    wish.more = asked.has(option::follow);
    if (wanted) wish.fits = [&](const std::string& text) { return wanted->fits(text); };
    return wish;
}

struct source {
    service_name who;
    std::string name; // for display
    log_reader reader;
    bool gone = false;
};

// Returns the name of the service: "web" for "web/log".
std::string owner_of(const service_name& who)
{
    constexpr std::string_view last = "/log";
    if (!who.log || !who.shown.ends_with(last)) return who.shown;
    return who.shown.substr(0, who.shown.size() - last.size());
}

// Returns the log directory; nullopt if there is no log to show.  For a named service
// the reason has been printed.
std::optional<std::string> find_log(const service_name& who, bool was_named, int& code)
try {
    std::error_code unknown;
    if (!std::filesystem::exists(who.path, unknown) && !unknown) {
        complain_of(who, unknown_in_words(who));
        code = std::max(code, exit_unsupervised);
        return {};
    }
    return log_dir_of(who);
} catch (const no_log& e) {
    if (was_named) {
        complain_of(who, e.what());
        code = std::max(code, exit_not_reached);
    }
    return {};
} catch (const std::exception& e) {
    complain_of(who, e.what());
    code = std::max(code, exit_trouble);
    return {};
}

std::vector<source> find_logs(const svctl_options& asked, const log_wish& wish, int& code)
{
    const bool named = !asked.names.empty();
    std::vector<source> all;
    std::set<std::string> known;
    for (const auto& who : meant(asked)) {
        if (who.log && !named) continue; // the service itself stands for it
        auto dir = find_log(who, named, code);
        if (dir && known.insert(*dir).second)
            all.push_back({who, printable(owner_of(who)), {*std::move(dir), wish}});
    }
    return all;
}

// Prints why no more lines of a log are shown.
void give_up(source& s, const std::string& why, int& code)
{
    const bool gone = s.reader.gone();
    complain_of(s.who, gone ? s.reader.dir() + " is gone: no more lines are shown" : why);
    code = std::max(code, exit_trouble);
    s.gone = true;
}

// Returns the new lines of a log; none if it cannot be read, and prints why.
log_part look_into(source& s, log_part (log_reader::*look)(), int& code)
try {
    return (s.reader.*look)();
} catch (const std::exception& e) {
    give_up(s, e.what(), code);
    return {};
}

class teller {
  public:
    explicit teller(const std::vector<source>& all)
        : all_(all), terminal_(::isatty(STDOUT_FILENO) == 1),
          colours_(standard_output().colours)
    {
        for (const auto& s : all) longest_ = std::max(longest_, width(s.name));
    }

    // Prints the lines.  Returns false if the output has no reader any more.
    bool tell(const std::vector<log_part>& parts)
    {
        constexpr std::size_t much = 65536;
        std::string text;
        for (const auto& [part, line] : in_order_of_time(parts)) {
            told_ = true;
            text += in_front_of(part);
            const auto& one = parts[part].lines[line];
            text += (terminal_ ? shown(to_text(one)) : to_text(one)) + '\n';
            if (text.size() < much) continue;
            if (!print_to_reader(text)) return false;
            text.clear();
        }
        return text.empty() || print_to_reader(text);
    }

    bool told() const { return told_; } // whether any line was printed

  private:
    // Returns the line with tabs unchanged, and other control characters made visible.
    static std::string shown(const std::string& text)
    {
        std::string all;
        for (std::size_t from = 0; from <= text.size();) {
            const auto tab = std::min(text.find('\t', from), text.size());
            all += (from ? "\t" : "") + printable(text.substr(from, tab - from));
            from = tab + 1;
        }
        return all;
    }

    // Returns the name before each line, if there are several logs.
    std::string in_front_of(std::size_t one) const
    {
        if (all_.size() == 1) return {};
        const auto& name = all_[one].name;
        if (!terminal_) return name + ": ";
        const std::string blanks(longest_ - width(name) + 1, ' ');
        if (!colours_) return name + ':' + blanks;
        constexpr auto colours = std::to_array({"36", "33", "32", "35", "34", "31"});
        return std::string{"\x1b["} + colours[one % colours.size()] + 'm' + name +
               ":\x1b[0m" + blanks;
    }

    const std::vector<source>& all_;
    bool terminal_;
    bool colours_;
    std::size_t longest_ = 0;
    bool told_ = false;
};

// Warns of wanted lines in compressed files.
void warn_of_compressed(std::vector<source>& all)
{
    for (auto& s : all)
        if (const auto file = s.reader.take_passed_over(); !file.empty())
            complainer{"svctl", s.who.shown}.warning("lines are not shown: " + file +
                                                     " is compressed");
}

int follow(std::vector<source>& all, teller& to, log_watch& watch, int code)
{
    while (!std::ranges::all_of(all, &source::gone)) {
        // The reader of standard output may end before the next line.
        pollfd heard[]{watch.source(), {STDOUT_FILENO, 0, 0}};
        if (::poll(heard, 2, -1) < 0 && errno != EINTR) throw_errno("unable to wait");
        if (heard[1].revents & (POLLERR | POLLHUP)) return code;
        std::vector<log_part> parts(all.size());
        const auto changed = watch.take();
        for (const auto i : changed)
            if (!all[i].gone) parts[i] = look_into(all[i], &log_reader::more, code);
        if (!to.tell(parts)) return code;
        warn_of_compressed(all);
        for (const auto i : changed)
            if (!all[i].gone && all[i].reader.gone()) give_up(all[i], "", code);
    }
    return code;
}

// Raises the limit of open files: each followed log needs a descriptor.
void allow_many_files()
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files); // on failure, opening a log reports it
}

} // namespace

int run_log(const svctl_options& asked)
{
    std::optional<pattern> wanted;
    if (asked.has(option::grep)) wanted.emplace(asked.value(option::grep));
    const auto wish = wish_of(asked, wanted);
    int code = exit_as_asked;
    auto all = find_logs(asked, wish, code);
    if (all.empty()) return code;
    std::optional<log_watch> watch;
    if (wish.more) {
        allow_many_files();
        watch.emplace(); // before the first look, so that no line is missed
        for (std::size_t i = 0; i < all.size(); ++i) watch->add(all[i].reader.dir(), i);
    }
    teller to{all};
    std::vector<log_part> parts;
    for (auto& s : all) parts.push_back(look_into(s, &log_reader::last, code));
    if (!to.tell(parts)) return code;
    warn_of_compressed(all);
    if (watch) return follow(all, to, *watch, code);
    if (wanted && !to.told()) code = std::max(code, exit_not_reached);
    return code;
}

} // namespace foster
