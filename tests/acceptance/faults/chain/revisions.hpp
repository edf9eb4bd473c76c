// Chains of made-up revisions for the fault tests, by name.
#pragma once

#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace gestaloka::faults {

/// "heroes" is the fixture chain, one revision for each kind of step; "transactional" leaves out what runs outside a
/// transaction; the others are for one fault each.
/// Empty for a name that is none.
std::vector<migrator::RegisteredRevision> chain_named(const std::string& name);

}  // namespace gestaloka::faults
