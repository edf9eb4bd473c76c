// The decision: history and compiled-in revisions in, plan or refusal out. Pure; no database.
#pragma once

#include "migrator/revision/target.hpp"
#include "migrator/run/history.hpp"
#include "migrator/run/plan.hpp"

namespace migrator {

/// Compares the history with the registry, then plans the way to `targets` (see find_upgrade).
/// Errors: torn (a step began and never ended); ahead (unknown and breaking revisions are applied);
/// diverged (an applied step was edited, a row is missing, parents differ, the history belongs to another chain);
/// usage (a target that does not exist).
Result<Plan> decide_upgrade(const History& history, const Registry& registry, const std::vector<std::string>& targets);
Result<Plan> decide_upgrade(const History& history, const Registry& registry, const std::string& target);

/// As decide_upgrade, the way back (see find_downgrade); "-N" counts from the head that was applied last. Errors: also
/// usage, when a step on the way is irreversible, and ahead for any unknown revision.
Result<Plan> decide_downgrade(const History& history, const Registry& registry, const std::string& target);

/// The applied revisions that this binary knows and nothing applied revises or depends on, the last applied one first.
RevisionList current_heads(const History& history, const Registry& registry);

/// Additive or breaking for older servers, and why: the revision's own word, or what its operations say.
bool is_breaking(const RevisionNode& revision, const std::vector<Operation>& upgrade_operations);

}  // namespace migrator
