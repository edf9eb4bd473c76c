// Taking over a database that another tool migrated so far.
#pragma once

#include "migrator/adopt/foreign_history.hpp"
#include "migrator/adopt/revision_map.hpp"
#include "migrator/drift/facts.hpp"
#include "migrator/run/migrate.hpp"

namespace migrator {

struct AdoptOptions {
    ForeignTool from = ForeignTool::alembic;
    std::string version_table = {};  ///< empty: the tool's default
    RevisionMap map = {};
    /// Adopt although the database is not what its revisions make.
    bool accept_drift = false;
};

struct Adoption {
    ForeignHistory foreign = {};
    std::vector<const RevisionNode*> applied = {};  ///< what the foreign history stands for, parents first
    std::vector<Drift> drift = {};
    bool was_adopted_before = false;  ///< nothing was written
    bool was_written = false;
};

/// Reads the other tool's table, maps its versions, compares the catalog with what those revisions make, and writes the
/// history under the migration lock. The other tool's table stays as it is. With drift that is not accepted nothing is
/// written and `was_written` stays false. A database that has been adopted is left alone.
/// Errors: those of read_foreign_history, applied_at and replay; diverged, when there is a history that lacks what the
/// other tool applied.
Result<Adoption> adopt(const RunOptions& options, const Registry& registry, const AdoptOptions& adopt,
                       Observer& observer);

}  // namespace migrator
