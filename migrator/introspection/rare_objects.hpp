// The parts of the query for other objects that most databases do without.
#pragma once

#include <string>
#include <string_view>

namespace migrator::introspection {

/// An expression for the names of those catalogs of rare objects that hold any, with spaces between them.
extern const char* const rare_catalogs_sql;

/// As if there were some of each.
std::string every_rare_catalog();

/// Whether it is one of those.
bool has_catalog(std::string_view rare_catalogs, std::string_view name);

/// The parts for what is in these catalogs, each after a UNION ALL.
std::string rare_grants_sql(std::string_view rare_catalogs);
std::string rare_others_sql(std::string_view rare_catalogs);

}  // namespace migrator::introspection
