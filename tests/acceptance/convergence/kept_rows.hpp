// What two schemas both have of a database's rows.
#pragma once

#include <map>
#include <string>

#include "migrator/catalog/catalog.hpp"
#include "migrator/postgres/session.hpp"

namespace convergence {

/// By table: the rows as PostgreSQL prints them, in the order in which they are stored, of the columns that both
/// catalogs have. Requires: the database looks like `now`.
std::map<std::string, std::string> kept_rows(migrator::postgres::Session& session, const migrator::Catalog& now,
                                             const migrator::Catalog& other);

/// A line for each table whose rows print otherwise: "public.t: (1,a) -> (1,b)"; empty when all are the same.
std::string difference_of_rows(const std::map<std::string, std::string>& before,
                               const std::map<std::string, std::string>& after);

}  // namespace convergence
