#include "svctl/peers/peer.h"

#include <algorithm>
#include <array>

namespace foster {

namespace {

constexpr auto peers = std::to_array<peer>({
    {"svc", run_svc},
    {"svstat", run_svstat},
    {"svok", run_svok},
    {"svup", run_svup},
    {"sv", run_sv},
    {"update-service", run_update_service},
});

constexpr peer lsb_script{"", run_sv};

} // namespace

const peer* peer_of(std::string_view program)
{
    const auto name = program.substr(program.rfind('/') + 1);
    const auto* const found = std::ranges::find(peers, name, &peer::name);
    if (found != peers.end()) return found;
    return name.starts_with("svctl") || name.empty() ? nullptr : &lsb_script;
}

} // namespace foster
