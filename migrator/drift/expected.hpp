// What a database must look like: its revisions replayed on an empty one.
#pragma once

#include "migrator/drift/facts.hpp"
#include "migrator/run/migrate.hpp"

namespace migrator {

/// Starts a throw-away cluster, applies `applied` and reads the catalog. `run` gives history table, session settings
/// and interrupt. Requires: `applied` holds the parents of each of its revisions. Errors: unavailable (no PostgreSQL
/// programs here), step_failed, interrupted.
Result<Catalog> replay(const Registry& registry, const std::vector<const RevisionNode*>& applied,
                       const RunOptions& run);

/// The live catalog, without the history.
Result<Catalog> read_live_catalog(postgres::Session& session, const RunOptions& run);

}  // namespace migrator
