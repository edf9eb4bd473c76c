// What a database looks like: the value that models describe, introspection reads and comparison compares.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/enum_type.hpp"
#include "migrator/catalog/raw_object.hpp"
#include "migrator/catalog/sequence.hpp"
#include "migrator/catalog/table.hpp"

namespace migrator {

/// A function, sequence or other table that a table's columns, expressions or indexes need.
struct TableUse {
    enum class By { table, column, constraint, index, rule_or_publication };
    ObjectName table = {};
    ObjectUse use = {};
    By by = By::table;
    std::string part = {};  ///< the name of the column, constraint or index

    bool operator==(const TableUse&) const = default;
};

/// What something needs that no operation reaches: a composite or range type, a cast, an operator, a foreign table.
struct OtherUse {
    std::string user = {};  ///< for people, e.g. "composite type address"
    ObjectUse use = {};

    bool operator==(const OtherUse&) const = default;
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
    std::vector<OtherUse> other_uses = {};  ///< likewise

    bool operator==(const Catalog&) const = default;
};

}  // namespace migrator
