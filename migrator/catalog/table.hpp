// A table, as a value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/catalog/column.hpp"
#include "migrator/catalog/constraint.hpp"
#include "migrator/catalog/index.hpp"

namespace migrator {

/// Whether policies decide who sees which rows. `forced`: for the owner, too.
enum class RowSecurity { off, on, forced };

/// The place of a partition in its partitioned table.
struct PartitionOf {
    ObjectName parent = {};
    std::string bound = {};  ///< SQL, e.g. "FOR VALUES FROM (1) TO (10)" or "DEFAULT"

    bool operator==(const PartitionOf&) const = default;
};

struct Table {
    ObjectName name = {};
    std::vector<Column> columns = {};
    std::vector<Constraint> constraints = {};
    bool unlogged = false;
    std::string partition_by = {};  ///< SQL after PARTITION BY, e.g. "RANGE (created_at)"
    std::vector<StorageParameter> with = {};
    std::string tablespace = {};
    std::string comment = {};
    std::optional<PartitionOf> partition_of = {};  ///< columns then come from the parent
    std::vector<ObjectName> inherits = {};         ///< `columns` then holds the table's own columns only
    RowSecurity row_security = RowSecurity::off;

    bool operator==(const Table&) const = default;
};

/// What CREATE TABLE offers beyond columns and constraints.
struct TableOptions {
    bool unlogged = false;
    std::string partition_by = {};
    std::vector<StorageParameter> with = {};
    std::string tablespace = {};
    std::string comment = {};
    std::optional<PartitionOf> partition_of = {};
    std::vector<ObjectName> inherits = {};
};

/// What ALTER TABLE can change of a table itself.
struct TableAttributes {
    bool unlogged = false;
    std::vector<StorageParameter> with = {};
    RowSecurity row_security = RowSecurity::off;

    bool operator==(const TableAttributes&) const = default;
};

}  // namespace migrator
