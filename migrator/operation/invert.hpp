// Undoing operations where that is exact.
#pragma once

#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// The operations that bring back what `operations` changed, in reverse order. Exact for the schema; what a drop
/// deleted comes back empty.
/// Errors: usage, naming the first operation that cannot be undone and what it would need.
Result<std::vector<Operation>> invert(const std::vector<Operation>& operations);

}  // namespace migrator
