// The game's chain with one revision more, as a newer game server has it.
#pragma once

#include <vector>

#include "migrator/revision/registry.hpp"

namespace gestaloka::faults {

/// The last revision, f001, works until there is a table `may_end`.
std::vector<migrator::RegisteredRevision> game_chain_and_next();

}  // namespace gestaloka::faults
