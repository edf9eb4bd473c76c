// The names of constraints and indexes that a description does not name.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/constraint.hpp"

namespace migrator::model {

/// Patterns in which {table}, {columns} (joined by _) and {referenced_table} are replaced. The defaults are
/// PostgreSQL's own names.
struct NamingConvention {
    std::string primary_key = "{table}_pkey";
    std::string unique = "{table}_{columns}_key";
    std::string foreign_key = "{table}_{columns}_fkey";
    std::string check = "{table}_{columns}_check";
    std::string exclude = "{table}_{columns}_excl";
    std::string index = "{table}_{columns}_idx";
};

/// The name of an unnamed constraint. `columns` are those that it is described with; a CHECK of the whole table has
/// none, and then "_{columns}" is left out.
std::string constraint_name(const NamingConvention& naming, const std::string& table, const ConstraintKind& kind,
                            const std::vector<std::string>& columns);

std::string index_name(const NamingConvention& naming, const std::string& table,
                       const std::vector<std::string>& columns);

}  // namespace migrator::model
