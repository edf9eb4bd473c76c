// A generated chain of 1,000 small revisions.
#pragma once

#include "migrator/revision/registry.hpp"

namespace gestaloka::bench {

const std::vector<migrator::RegisteredRevision>& thousand_revisions();

}  // namespace gestaloka::bench
