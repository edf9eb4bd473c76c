// What a squash may replace: a part of the graph that is entered at one revision and left at one.
#pragma once

#include "migrator/revision/registry.hpp"

namespace migrator {

struct SquashRange {
    const RevisionNode* before = nullptr;  ///< what the first one stands on; null: the base
    RevisionList replaced = {};            ///< parents first; the last one is where the range ends
};

/// `range` is FIRST:LAST, both included; "base" or nothing for the first revision of all, "head" or nothing for the
/// head. Errors: usage: names; fewer than two revisions; a revision of the range that another branch stands on or comes
/// from.
Result<SquashRange> find_squash_range(const Registry& registry, const std::string& range);

}  // namespace migrator
