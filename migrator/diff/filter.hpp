// What the hooks of a comparison leave out.
#pragma once

#include <utility>

#include "migrator/diff/compare.hpp"

namespace migrator::diff {

/// Both catalogs without what the hooks leave out, and without what belongs to that.
std::pair<Catalog, Catalog> filtered(const Catalog& from, const Catalog& to, const CompareOptions& options);

}  // namespace migrator::diff
