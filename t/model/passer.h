// A kernel that passes all calls to another.  A derived class overrides the calls that
// it changes.
#pragma once

#include "kernel/kernel.h"

namespace foster::model {

class passer : public kernel {
  public:
    explicit passer(kernel& k) : inner(k) {}
    virtual ~passer() = default;

    moment now() noexcept override { return inner.now(); }
    spawned spawn(std::uint64_t n) noexcept override { return inner.spawn(n); }
    spawned finish(const death& of) noexcept override { return inner.finish(of); }
    spawned consult(char letter) noexcept override { return inner.consult(letter); }
    std::optional<notice> hear() noexcept override { return inner.hear(); }
    void mute(bool quiet) noexcept override { inner.mute(quiet); }
    pid branch(pid who) noexcept override { return inner.branch(who); }
    void say(remark what) noexcept override { inner.say(what); }
    std::optional<foster::adoption> adopted() noexcept override
    {
        return inner.adopted();
    }
    std::optional<death> reap() noexcept override { return inner.reap(); }
    bool death_waits() noexcept override { return inner.death_waits(); }
    bool alone() noexcept override { return inner.alone(); }
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        return inner.children(into, known, count);
    }
    pid claimed() noexcept override { return inner.claimed(); }
    void signal(pid to, int s) noexcept override { inner.signal(to, s); }
    void signal_group(pid to, pid session, int s) noexcept override
    {
        inner.signal_group(to, session, s);
    }
    void mark_down(bool down) noexcept override { inner.mark_down(down); }
    bool publish(const status& s) noexcept override { return inner.publish(s); }

  protected:
    kernel& inner;
};

} // namespace foster::model
