#include "t/model/refused_calls.h"

#include <cerrno>

#include "t/model/passer.h"

namespace foster::model {

namespace {

// Each step of a process, each letter and each death can wake supervise once.  Many
// more turns at one time are a busy loop.
constexpr unsigned most_turns = 300;

} // namespace

class refuser final : public passer {
  public:
    refuser(kernel& k, refused_life& l) : passer(k), life_(l) {}

    spawned spawn(std::uint64_t n) noexcept override
    {
        return refuses(call::spawn) ? no() : inner.spawn(n);
    }
    spawned finish(const death& of) noexcept override
    {
        return refuses(call::finish) ? no() : inner.finish(of);
    }
    spawned consult(char letter) noexcept override
    {
        return refuses(call::consult) ? no() : inner.consult(letter);
    }
    std::optional<notice> hear() noexcept override
    {
        return refuses(call::hear) ? std::nullopt : inner.hear();
    }
    pid branch(pid who) noexcept override
    {
        return refuses(call::branch) ? pid{} : inner.branch(who);
    }
    pid claimed() noexcept override
    {
        return refuses(call::claimed) ? pid{} : inner.claimed();
    }
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        life_.unseen_ = refuses(call::children);
        if (!life_.unseen_) return inner.children(into, known, count);
        into.clear();
        return false;
    }
    bool publish(const status& s) noexcept override
    {
        life_.unwritten_ = refuses(call::publish);
        if (life_.unwritten_) return false;
        life_.published_ = s;
        // A process that a refused look did not show cannot be named, but the status is
        // not `down`.
        if (life_.unseen_ && s.phase != phase::down) return true;
        return inner.publish(s);
    }

  private:
    bool refuses(call what) { return life_.refuses(what, now().at); }
    spawned no() const { return {.run = {}, .error = life_.refusal_.error}; }

    refused_life& life_;
};

bool refused_life::refuses(call what, instant now)
{
    if (what != refusal_.what || ++seen_ < refusal_.from) return false;
    if (!since_) since_ = now;
    if (refusal_.lasts > 0s) return now < *since_ + refusal_.lasts;
    return refused_++ < refusal_.times;
}

void refused_life::break_promise(const char* what)
{
    if (!broken_) broken_ = what;
}

turn::outcome refused_life::take(kernel& k, service& s, std::optional<status>& told,
                                 std::string_view letters)
{
    const auto now = k.now().at;
    turns_ = at_ == now ? turns_ + 1 : 1;
    at_ = now;
    if (turns_ > most_turns) {
        break_promise(promise::calm);
        return {};
    }
    unseen_ = false;
    refuser r{k, *this};
    turn t{r, s, told};
    if (unwritten_ && told) t.resumed(*told); // the turn that lives on knows this
    auto done = t.take(letters, false);
    told = t.told();
    if (wrong_) done = wrong_(done, unwritten_ || unseen_);
    if ((unwritten_ || (unseen_ && s.alive())) && !done.until)
        break_promise(promise::owed);
    if (!done.until && published_ != told) break_promise(promise::said);
    return done;
}

} // namespace foster::model
