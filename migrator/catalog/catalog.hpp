// What a database looks like: the value that models describe, introspection reads and comparison compares.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/enum_type.hpp"
#include "migrator/catalog/raw_object.hpp"
#include "migrator/catalog/sequence.hpp"
#include "migrator/catalog/table.hpp"

namespace migrator {

/// A function or type that a table's columns, expressions or indexes need.
struct TableUse {
    ObjectName table = {};
    ObjectUse use = {};

    bool operator==(const TableUse&) const = default;
};

struct Catalog {
    std::vector<std::string> schemas = {};  ///< beside `public`
    std::vector<EnumType> enums = {};
    std::vector<Sequence> sequences = {};  ///< without those that a serial or identity column owns
    std::vector<Table> tables = {};
    std::vector<Index> indexes = {};  ///< without those that a constraint makes
    std::vector<RawObject> objects = {};
    std::vector<OtherObject> others = {};
    /// What defaults, checks, generated columns and indexes of a table need. Only in a catalog that was read.
    std::vector<TableUse> table_uses = {};

    bool operator==(const Catalog&) const = default;
};

}  // namespace migrator
