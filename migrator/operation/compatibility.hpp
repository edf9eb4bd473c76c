// Whether a server that was built before a step keeps working after it.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// The class of a step for older servers, with the operation that decided it.
struct CompatibilityFinding {
    bool breaking = false;
    std::string reason = {};  ///< e.g. "rename_column energy: an older server's SQL fails"; empty when additive
};

/// Breaking as soon as one operation takes something away from an older server, rejects what it writes, or cannot be
/// judged (raw SQL, C++). Source of the rules: docs/rolling_deploys.md.
CompatibilityFinding find_compatibility(const std::vector<Operation>& operations);

}  // namespace migrator
