// Columns that a table has from its parent: the struct has them as members, the table does not describe them again.
#pragma once

#include <vector>

#include "migrator/catalog/table.hpp"
#include "migrator/support/result.hpp"

namespace migrator::model {

/// Takes columns that come from a parent in the same list out of the tables that inherit or are partitions; a
/// partition loses all of them. *Errors:* internal, when such a column is described in another way than the parent's.
Result<void> leave_columns_to_parents(std::vector<Table>& tables);

}  // namespace migrator::model
