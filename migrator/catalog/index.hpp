// An index with all its options, as a value.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "migrator/catalog/name.hpp"
#include "migrator/catalog/storage_parameter.hpp"

namespace migrator {

/// Where NULLs sort. `standard`: last when ascending, first when descending.
enum class NullsOrder { standard, first, last };

/// One key of an index: a column by name, or an expression.
struct IndexKey {
    std::string column = {};      ///< empty when `expression` is set
    std::string expression = {};  ///< SQL without the outer parentheses
    std::string collation = {};
    std::string operator_class = {};  ///< e.g. "text_pattern_ops"
    bool descending = false;
    NullsOrder nulls = NullsOrder::standard;

    IndexKey() = default;
    IndexKey(const char* column_name) : column(column_name) {}
    IndexKey(std::string column_name) : column(std::move(column_name)) {}

    IndexKey&& desc() && {
        descending = true;
        return std::move(*this);
    }
    IndexKey&& nulls_order(NullsOrder order) && {
        nulls = order;
        return std::move(*this);
    }
    IndexKey&& with_operator_class(std::string name) && {
        operator_class = std::move(name);
        return std::move(*this);
    }
    IndexKey&& collate(std::string name) && {
        collation = std::move(name);
        return std::move(*this);
    }

    bool operator==(const IndexKey&) const = default;
};

/// An index key that is an expression, e.g. `on_expression("lower(email)")`.
inline IndexKey on_expression(std::string sql) {
    IndexKey key;
    key.expression = std::move(sql);
    return key;
}

/// What CREATE INDEX offers beyond the keys.
struct IndexOptions {
    bool unique = false;
    bool nulls_not_distinct = false;
    std::string method = "btree";
    std::vector<std::string> include = {};
    std::string where = {};  ///< the predicate of a partial index
    std::vector<StorageParameter> with = {};
    std::string tablespace = {};

    bool operator==(const IndexOptions&) const = default;
};

struct Index {
    std::string name = {};  ///< in the schema of its table
    ObjectName table = {};
    std::vector<IndexKey> keys = {};
    IndexOptions options = {};
    std::string comment = {};
    bool invalid = false;  ///< a build that failed; never used by queries

    bool operator==(const Index&) const = default;
};

}  // namespace migrator
