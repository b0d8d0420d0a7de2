// Services for the tests of what svctl shows.
#pragma once

#include "svctl/text/service_view.h"

namespace foster {

constexpr stamp noon{1795348867s};

inline status up_since_three_seconds(int main)
{
    status s;
    s.phase = phase::up;
    s.ready = true;
    s.want = want::up;
    s.main = {main};
    s.since = noon - 3s;
    s.starts = 1;
    s.kin = {{{main}, 1, came::spawned}};
    return s;
}

inline status waiting_for_a_second()
{
    status s;
    s.phase = phase::waiting;
    s.want = want::up;
    s.since = noon;
    s.starts = 2;
    s.retry = noon + 900ms;
    s.last = last_death{{{42}, manner::exited, 1}, noon - 12s};
    return s;
}

inline service_view shown(std::string name, std::optional<status> s, usage uses = {})
{
    auto path = "/service/" + name;
    return {{std::move(name), std::move(s), {}}, std::move(path), uses};
}

} // namespace foster
