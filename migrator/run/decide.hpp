// The decision: history and compiled-in revisions in, plan or refusal out. Pure; no database.
#pragma once

#include "migrator/revision/target.hpp"
#include "migrator/run/history.hpp"
#include "migrator/run/plan.hpp"

namespace migrator {

/// Whether a database without any revision takes the registry's shortcuts: one step instead of those that a squash
/// replaces, where the plan has all of them in a row.
enum class Shortcuts { take, leave };

/// Compares the history with the registry, then plans the way to `targets` (see find_upgrade).
/// Errors: torn (a step began and never ended); ahead (unknown and breaking revisions are applied);
/// diverged (an applied step was edited, a row is missing, parents differ, the history belongs to another chain);
/// usage (a target that does not exist).
Result<Plan> decide_upgrade(const History& history, const Registry& registry, const std::vector<std::string>& targets,
                            Shortcuts shortcuts = Shortcuts::take);
Result<Plan> decide_upgrade(const History& history, const Registry& registry, const std::string& target,
                            Shortcuts shortcuts = Shortcuts::take);

/// As decide_upgrade, the way back (see find_downgrade); "-N" counts from the head that was applied last. Errors: also
/// usage, when a step on the way is irreversible, and ahead for any unknown revision.
Result<Plan> decide_downgrade(const History& history, const Registry& registry, const std::string& target);

/// The applied revisions that this binary knows and nothing applied revises or depends on, the last applied one first.
/// Requires: a history as_compiled.
RevisionList current_heads(const History& history, const Registry& registry);

/// Additive or breaking for older servers, and why: the revision's own word, or what its operations say.
bool is_breaking(const RevisionNode& revision, const std::vector<Operation>& upgrade_operations);

}  // namespace migrator
