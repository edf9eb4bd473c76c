// From the list of the build to revisions with edges, parents before children.
#pragma once

#include "migrator/revision/registry.hpp"

namespace migrator {

/// Revisions whose names are resolved.
struct SortedRevisions {
    std::vector<RevisionNode> nodes = {};
    std::vector<RevisionEdges> edges = {};  ///< parents and dependencies
    std::vector<Shortcut> shortcuts = {};
};

/// Errors: usage; see Registry::create.
Result<SortedRevisions> sort_revisions(const std::vector<RegisteredRevision>& revisions);

}  // namespace migrator
