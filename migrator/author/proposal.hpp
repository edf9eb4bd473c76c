// What the models have and a database has not: the operations of the next revision.
#pragma once

#include <string>
#include <vector>

#include "migrator/diff/compare.hpp"
#include "migrator/environment.hpp"
#include "migrator/run/migrate.hpp"

namespace migrator::author {

struct Proposal {
    Difference difference = {};
    std::vector<std::string> tables = {};  ///< that were compared, by name
};

/// Compares the models with what the registered revisions make of an empty database. Needs no database: a private
/// PostgreSQL is started for it.
/// Errors: usage: no models, models that contradict themselves or that PostgreSQL refuses; as Workbench.
Result<Proposal> propose_from_revisions(const Environment& environment, const Registry& registry);

/// Compares the models with a live database. Errors: also pending, when the database is not at head: what the pending
/// revisions do would be proposed a second time.
Result<Proposal> propose_from_database(const Environment& environment, const Registry& registry,
                                       const RunOptions& database);

/// Compares a live database with what the registered revisions make of an empty one: what it lacks, or has too much.
/// Errors: as above.
Result<Proposal> compare_database_with_revisions(const Environment& environment, const Registry& registry,
                                                 const RunOptions& database);

/// "add_column public.guests.nickname: character varying(50)".
std::string line_of(const Operation& operation);

}  // namespace migrator::author
