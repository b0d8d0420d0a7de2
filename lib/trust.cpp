#include "lib/trust.h"

namespace foster {

stranger who_may_change(const door& it, const trust& by)
{
    constexpr unsigned others_write = 0002;
    constexpr unsigned group_writes = 0020;
    if (it.mode & others_write) return stranger::everybody;
    if (it.user != 0 && it.user != by.user && it.user != by.keeper)
        return stranger::owner;
    if (it.mode & group_writes && it.group != 0 && it.group != by.group)
        return stranger::group;
    return stranger::none;
}

} // namespace foster
