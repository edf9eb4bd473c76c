// The fixture chain.
#pragma once

#include <vector>

#include "migrator/revision/registry.hpp"

namespace gestaloka::faults {

std::vector<migrator::RegisteredRevision> heroes_chain();
/// Its steps inside a transaction.
std::vector<migrator::RegisteredRevision> transactional_chain();

}  // namespace gestaloka::faults
