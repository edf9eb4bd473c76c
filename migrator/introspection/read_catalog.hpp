// Reads what a database looks like: a fixed number of set-based queries in one message.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/catalog.hpp"
#include "migrator/postgres/session.hpp"
#include "migrator/support/result.hpp"

namespace migrator {

/// What of a database is read.
struct CatalogScope {
    /// Empty: every schema but those of PostgreSQL and `history_schema`.
    std::vector<std::string> schemas = {};
    /// The schema that the pinned search path names first: its objects have no schema in the catalog, so that their
    /// definitions can be moved to another one.
    std::string home_schema = "public";
    /// The migrator's own; never part of the catalog.
    std::string history_schema = "migrator";
    std::string history_table = "history";
};

/// Reads the catalog in one read-only transaction, expressions as PostgreSQL prints them with only the home schema on
/// the search path. Objects that belong to an extension are left out; so are partitions' copies of what their parent
/// has. Every list is ordered by name.
/// A thread reads the answers that are there while others come. Of a large catalog (from about 500 tables) a second
/// connection, opened like the session's, answers the two queries that open tables in the same snapshot; where none is
/// to be had, or where it would wait for a lock, the session answers them. The threads have ended and the connection is
/// closed on return; PostgreSQL may take a moment to see that.
/// Requires: no transaction is open. The session's settings are as before afterwards.
/// *Errors:* as Session::run_script.
Result<Catalog> read_catalog(postgres::Session& session, const CatalogScope& scope = {});

}  // namespace migrator
