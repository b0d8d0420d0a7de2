#include "kernel/model/story_language.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string>

namespace foster::model {

namespace {

struct spelling {
    std::string_view text;
    word does;
};

constexpr auto spellings = std::to_array<spelling>({
    {"fork", word::fork},
    {"vfork", word::vfork},
    {"sibling", word::sibling},
    {"setsid", word::setsid},
    {"exec", word::exec},
    {"wait", word::wait},
    {"nochild", word::nochild},
    {"ignore", word::ignore},
    {"on", word::on},
    {"login", word::login},
    {"apart", word::apart},
    {"main", word::main},
    {"ready", word::ready},
    {"lives", word::lives},
    {"serve", word::serve},
    {"sleep", word::sleep},
    {"exit", word::exit},
    {"die", word::die},
});

// Returns the name of a program as a number: FNV-1a.
int name_number(std::string_view name)
{
    unsigned hash = 0x811c9dc5;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
    return static_cast<int>(hash >> 1);
}

class parser {
  public:
    explicit parser(std::string_view text) : text_(text) {}

    scripts all()
    {
        body();
        if (at_ != text_.size()) throw std::invalid_argument("} without {");
        return std::move(all_);
    }

  private:
    unsigned body()
    {
        const auto index = static_cast<unsigned>(all_.size());
        all_.emplace_back();
        for (skip(); at_ < text_.size() && text_[at_] != '}'; skip()) {
            const step s = one();
            all_[index].push_back(s);
        }
        all_[index].push_back({.does = word::exit});
        return index;
    }

    step one()
    {
        const auto end = std::min(text_.find_first_of(" \n{}", at_), text_.size());
        const auto whole = text_.substr(at_, end - at_);
        at_ = end;
        const auto colon = whole.find(':');
        const auto* const known =
            std::ranges::find(spellings, whole.substr(0, colon), &spelling::text);
        if (known == spellings.end())
            throw std::invalid_argument("no such word: " + std::string{whole});
        step s{.does = known->does};
        if (colon != whole.npos) {
            const auto value = whole.substr(colon + 1);
            if (s.does == word::exec)
                s.number = name_number(value);
            else
                std::from_chars(value.data(), value.data() + value.size(), s.number);
        }
        if (at_ < text_.size() && text_[at_] == '{') {
            ++at_;
            s.body = body();
            if (at_ == text_.size()) throw std::invalid_argument("{ without }");
            ++at_;
        }
        return s;
    }

    void skip() { at_ = std::min(text_.find_first_not_of(" \n", at_), text_.size()); }

    std::string_view text_;
    std::size_t at_ = 0;
    scripts all_;
};

} // namespace

scripts parse(std::string_view text)
{
    return parser{text}.all();
}

} // namespace foster::model
