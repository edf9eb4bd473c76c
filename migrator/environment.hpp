// What a program tells the migrator about itself: its tables and its revisions. What env.py is to Alembic.
#pragma once

#include <vector>

#include "migrator/catalog/table.hpp"
#include "migrator/revision/registry.hpp"

namespace migrator {

struct Environment {
    /// The revisions that the build registered.
    const std::vector<RegisteredRevision>& revisions;
    /// The tables that the program's models describe.
    std::vector<Table> tables = {};
};

}  // namespace migrator
