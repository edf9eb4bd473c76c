// Writing into the history what a person decided about a finding.
#pragma once

#include "migrator/run/damage.hpp"
#include "migrator/run/migrate.hpp"

namespace migrator {

struct Repair {
    RepairAction action = RepairAction::restamp;
    std::string revision = {};  ///< a full id
};

/// Does one repair under the migration lock, in one transaction with its entry in the log: the table beside the history
/// whose name ends in `_repairs` holds who, when, what, and the row as it was. Returns the finding that it settled.
/// Errors: usage, when the history has no finding of the revision for which the action is a choice (nothing is
/// changed); those of run_locked.
Result<Finding> repair(const RunOptions& options, const Registry& registry, const Repair& repair, Observer& observer);

}  // namespace migrator
