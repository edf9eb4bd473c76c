// Recording where a database is, without running a step.
#pragma once

#include "migrator/run/migrate.hpp"

namespace migrator {

enum class StampMode {
    replace_lineage,  ///< each name replaces the heads of its own lineage
    purge,            ///< everything is forgotten first, also what this binary does not know
};

/// How the history is to be changed.
struct StampPlan {
    std::vector<std::string> removed = {};  ///< newest first
    RevisionList added = {};                ///< parents first
    RevisionList heads = {};                ///< of the database afterwards
};

/// Pure; see stamped_heads for what names mean.
/// Errors: usage: names, names that include each other; torn; ahead, when unknown revisions are applied and not purged.
Result<StampPlan> decide_stamp(const History& history, const Registry& registry, const std::vector<std::string>& names,
                               StampMode mode);

/// Writes the rows under the migration lock, in one transaction, with the checksums of the compiled-in revisions and 0
/// attempts. Nothing to change: no statement. Errors: those of decide_stamp and of run_locked; privilege.
Result<StampPlan> stamp(const RunOptions& options, const Registry& registry, const std::vector<std::string>& names,
                        StampMode mode, Observer& observer);

/// Creates the history table, under the migration lock, when there is none. False: it was there.
/// Errors: those of run_locked; privilege, naming the missing GRANT.
Result<bool> ensure_history(const RunOptions& options, Observer& observer);

}  // namespace migrator
