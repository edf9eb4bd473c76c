// A table, as a value.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/column.hpp"
#include "migrator/catalog/constraint.hpp"
#include "migrator/catalog/index.hpp"

namespace migrator {

struct Table {
    ObjectName name = {};
    std::vector<Column> columns = {};
    std::vector<Constraint> constraints = {};
    bool unlogged = false;
    std::string partition_by = {};  ///< SQL after PARTITION BY, e.g. "RANGE (created_at)"
    std::vector<StorageParameter> with = {};
    std::string tablespace = {};
    std::string comment = {};

    bool operator==(const Table&) const = default;
};

/// What CREATE TABLE offers beyond columns and constraints.
struct TableOptions {
    bool unlogged = false;
    std::string partition_by = {};
    std::vector<StorageParameter> with = {};
    std::string tablespace = {};
    std::string comment = {};
};

}  // namespace migrator
