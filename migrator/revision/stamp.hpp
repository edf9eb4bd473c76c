// What a database holds after `stamp`, without a database.
#pragma once

#include "migrator/revision/target.hpp"

namespace migrator {

/// The heads after stamping `names` on a database at `heads`: each name replaces the heads of its lineage; heads of
/// other branches stay. "base" takes all away, "BRANCH@base" those of the branch.
/// Errors: usage: names; names that include each other.
Result<RevisionList> stamped_heads(const Registry& registry, const RevisionList& heads,
                                   const std::vector<std::string>& names);

}  // namespace migrator
