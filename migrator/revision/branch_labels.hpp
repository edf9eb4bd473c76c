// Which branch labels cover which revisions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator {

/// A label covers the revision that gives it, all descendants, and the ancestors down to the first branch point or
/// merge. Computed once for a graph.
class BranchLabels {
 public:
    explicit BranchLabels(const Registry& registry);

    /// In the order of the revisions that give them.
    std::vector<std::string> of(const RevisionNode& node) const;

 private:
    std::vector<std::pair<std::string, RevisionSet>> covered_;
};

}  // namespace migrator
