// Where an upgrade or a downgrade shall end, as a user writes it, and the steps that lead there.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "migrator/revision/lookup.hpp"

namespace migrator {

/// The ids of the applied revisions.
using AppliedSet = std::set<std::string, std::less<>>;

/// A way through the graph.
struct RevisionPath {
    /// In the order in which they are to be run.
    RevisionList steps = {};
    /// The same goal in words that mean the same when a part of the steps is done: ids, never "+2".
    std::vector<std::string> destination = {};
    /// What the user should hear although it is done; empty: nothing.
    std::string warning = {};
};

/// The applied revisions that nothing applied revises or depends on: the rows that Alembic would keep.
RevisionList current_heads(const Registry& registry, const AppliedSet& applied);

/// What is applied when a database is at `names`: they and all they need. Errors: usage.
Result<AppliedSet> applied_at(const Registry& registry, const std::vector<std::string>& names);

/// The way up to `targets`, any of "head", "heads", "base", an id or its beginning, a label, BRANCH@head, and with
/// steps "+N" (from the current state), "BRANCH@+N", "REV+N", "REV-N". Each applied id is looked at, so a revision that
/// was merged in below is part of the way. Order: the reverse of Graph::newest_first.
/// Errors: usage: names, ambiguous steps, targets that include each other.
Result<RevisionPath> find_upgrade(const Registry& registry, const AppliedSet& applied,
                                  const std::vector<std::string>& targets);

/// The way down to `target`, which stays applied: "base", an id, "-N", "REV-N", "BRANCH@…": with a branch (a label or
/// any revision of it) only what lies on it, and what depends on that, is reverted.
/// `first_head`: where "-N" counts from when several heads are applied; else it is the last one in the registry.
/// Errors: usage: names, a target that is not applied.
Result<RevisionPath> find_downgrade(const Registry& registry, const AppliedSet& applied, const std::string& target,
                                    const std::string& first_head = {});

/// The steps of find_upgrade to one target, and of find_downgrade.
Result<RevisionList> upgrade_path(const Registry& registry, const AppliedSet& applied, const std::string& target);
Result<RevisionList> downgrade_path(const Registry& registry, const AppliedSet& applied, const std::string& target);

}  // namespace migrator
