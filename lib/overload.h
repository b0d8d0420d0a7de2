// Combines lambdas into the visitor of a variant, one for each alternative.  A new
// alternative does not compile until a lambda takes it.
#pragma once

namespace foster {

template<class... Takers>
struct overload : Takers... {
    using Takers::operator()...;
};
template<class... Takers>
overload(Takers...) -> overload<Takers...>;

} // namespace foster
