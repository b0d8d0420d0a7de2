#include "lib/toml/read_settings.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "lib/environment_file.h"
#include "lib/nearest_words.h"
#include "lib/renamed.h"
#include "lib/template_instance.h"
#include "lib/toml/keys.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

namespace {

std::string unknown_in_words(const std::string& name)
{
    std::vector<std::string> known;
    for (const auto& k : all_keys()) known.emplace_back(k.name);
    const auto near = nearest(name, known, 1);
    return "there is no key \"" + name + "\"" +
           (near.empty() ? " (service.toml(5) lists them)"
                         : "; the nearest is \"" + near[0] + "\"");
}

bool is_table(std::string_view name)
{
    return std::ranges::any_of(all_keys(), [&](const key& k) {
        return k.name.starts_with(name) && k.name.substr(name.size()).starts_with('.');
    });
}

class reader {
  public:
    explicit reader(std::string_view file) : file_(file) {}

    void read(const toml::table& in, const std::string& prefix)
    {
        for (const auto& [name, value] : in) {
            const auto whole = prefix + std::string{name.str()};
            const auto known =
                std::ranges::find(all_keys(), present_word(whole), &key::name);
            if (known != all_keys().end() && known->name == whole)
                take(*known, value);
            else if (known != all_keys().end())
                take_renamed(in, prefix, whole, *known, value);
            else if (const auto* table = value.as_table(); table && is_table(whole))
                read(*table, whole + ".");
            else if (is_table(whole))
                complain(value, "\"" + whole + "\" must be a table: [" + whole + "]");
            else
                complain(value, unknown_in_words(whole));
        }
    }

    // In all strings; keys are as they are.
    void expand(toml::node& in, std::string_view argument)
    {
        if (auto* const text = in.as_string()) {
            if (auto whole = expanded(text->get(), argument))
                text->get() = std::move(*whole);
            else
                complain(
                    in,
                    "a % in the settings of an instance must be %i (its argument) or %%");
        } else if (auto* const array = in.as_array()) {
            for (auto& element : *array) expand(element, argument);
        } else if (auto* const table = in.as_table()) {
            for (auto&& [name, value] : *table) expand(value, argument);
        }
    }

    void complain(std::size_t line, std::string_view what)
    {
        done.complaints.push_back(place(line).append(": ").append(what));
    }

    settings_reading done;

  private:
    // Takes the value of a key of the table `in` that the file calls by its old name
    // `was`.  Both names in one file are an error.
    void take_renamed(const toml::table& in, const std::string& prefix,
                      const std::string& was, const key& k, const toml::node& value)
    {
        const std::string named = was + " is called " + std::string{k.name} + " now";
        if (k.name.starts_with(prefix) && in.contains(k.name.substr(prefix.size()))) {
            complain(value, named + ": the file has both keys (remove " + was + ")");
            return;
        }
        done.warnings.push_back(place(value) + ": " + named);
        take(k, value);
    }

    void take(const key& k, const toml::node& value)
    {
        if (k.takes.to == destination::variables && value.is_table()) {
            for (const auto& [name, content] : *value.as_table())
                take_variable(k, name.str(), content);
            return;
        }
        if (auto words = k.takes.read(k.word, {value}))
            put_words(k, std::move(*words), value);
        else
            complain(value, "\"" + std::string{k.name} + "\" must be " +
                                std::string{k.takes.allowed});
    }

    void put_words(const key& k, std::vector<std::string> words, const toml::node& value)
    {
        switch (k.takes.to) {
        case destination::words:
            std::ranges::move(words, std::back_inserter(done.words));
            return;
        case destination::exec_words:
        case destination::variables:
            put(done.outfit, {std::string{k.name}, std::move(words), place(value)});
            return;
        case destination::groups: done.groups = std::move(words); return;
        case destination::reload_signal:
            done.reload_signal = std::stoi(words.front());
            return;
        }
    }

    void take_variable(const key& k, std::string_view name, const toml::node& value)
    {
        const auto text = value.value_exact<std::string>();
        const auto truth = value.value_exact<bool>();
        const std::string subject = std::string{k.word} + ":" + std::string{name};
        if (!is_variable(name))
            complain(value,
                     "the name of a variable must consist of letters, digits and _");
        else if (truth && !*truth)
            put(done.outfit, {subject, {"unset=" + std::string{name}}, place(value)});
        else if (text && text->find('\0') == text->npos)
            put(done.outfit, {subject, {subject + "=" + *text}, place(value)});
        else
            complain(value, "\"environment." + std::string{name} +
                                "\" must be a string, or false to remove it");
    }

    std::string place(const toml::node& value) const
    {
        return place(value.source().begin.line);
    }
    std::string place(std::size_t line) const
    {
        return file_ + ":" + std::to_string(line);
    }

    void complain(const toml::node& where, std::string_view what)
    {
        complain(where.source().begin.line, what);
    }

    std::string file_;
};

} // namespace

settings_reading read_settings(std::string_view text, std::string_view file,
                               std::string_view argument)
{
    reader r{file};
    auto parsed = toml::parse(text);
    if (parsed) {
        if (!argument.empty()) r.expand(parsed.table(), argument);
        r.read(parsed.table(), "");
    } else {
        r.complain(parsed.error().source().begin.line,
                   "this is not valid TOML: " +
                       std::string{parsed.error().description()});
    }
    return std::move(r.done);
}

} // namespace foster
