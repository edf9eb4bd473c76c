// Where a new revision stands in the graph.
#pragma once

#include "migrator/revision/lookup.hpp"

namespace migrator {

/// Whether a revision that has children already may get another one, which begins a branch.
enum class Splice { refuse, allow };

/// What a developer asks for.
struct PlacementRequest {
    /// The parents: "head", "base" for a new tree, ids, BRANCH@head, "heads" for a merge of all.
    std::vector<std::string> heads = {"head"};
    Splice splice = Splice::refuse;
    std::vector<std::string> depends_on = {};  ///< ids, their beginnings, or labels
    std::vector<std::string> branch_labels = {};
};

/// What the new revision's file says.
struct Placement {
    std::vector<std::string> parents = {};
    std::vector<std::string> depends_on = {};  ///< whole ids; labels as written
    std::vector<std::string> branch_labels = {};
};

/// Errors: usage: several heads where one is meant, a parent that is no head (without splice), parents that include
/// each other, a dependency or name that does not exist, a label that is taken or malformed.
Result<Placement> place_revision(const Registry& registry, const PlacementRequest& request);

/// As place_revision, for a revision that makes one of several. Errors: also fewer than two parents.
Result<Placement> place_merge(const Registry& registry, const PlacementRequest& request);

/// An id that a developer chose. Errors: usage, naming the characters that the commands need for themselves.
Result<void> require_usable_id(const std::string& id);

}  // namespace migrator
