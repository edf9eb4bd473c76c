// Where an upgrade or a downgrade shall end, as a user writes it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator {

/// The ids of the applied revisions.
using AppliedSet = std::set<std::string, std::less<>>;

/// The revision that a full id, or a unique prefix of at least four characters, names.
/// Errors: usage: unknown, ambiguous (with the candidates), too short.
Result<const RevisionNode*> find_by_prefix(const Registry& registry, const std::string& name);

/// What has to be applied, parents first, to reach `target`: "head", "heads", an id, a prefix, or "+N" for the next N.
/// Errors: usage.
Result<std::vector<const RevisionNode*>> upgrade_path(const Registry& registry, const AppliedSet& applied,
                                                      const std::string& target);

/// What has to be reverted, children first, to reach `target`: "base", an id or prefix that stays applied, or "-N" for
/// the last N. Errors: usage.
Result<std::vector<const RevisionNode*>> downgrade_path(const Registry& registry, const AppliedSet& applied,
                                                        const std::string& target);

}  // namespace migrator
