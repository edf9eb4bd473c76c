// The SQL of reading and writing rows of a described struct, made without a database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/model/description.hpp"
#include "migrator/model/selection.hpp"

namespace migrator::model {

/// The name in double quotes, with those inside doubled. Always quoted: SOCI leaves a ':' in quotes alone.
std::string quote_name(std::string_view name);
/// Schema and name, each quoted.
std::string quote_table(const ObjectName& name);

/// SQL with SOCI's placeholders :p1, :p2 … and the values for them, in that order; a value not set is NULL.
struct Statement {
    std::string sql = {};
    std::vector<std::optional<std::string>> values = {};
};

/// INSERT of every column that is not generated. `row` points to the described struct.
Statement insert_statement(const Description& description, const void* row);

/// UPDATE of the row with the same primary key; sets every other column that is not generated.
/// Requires: the table has a primary key and another column.
Statement update_statement(const Description& description, const void* row);

/// SELECT of every column as text, in the order of the fields.
Statement select_statement(const Description& description, const SelectionParts& parts);

/// SELECT count(*); order, page and locks of the selection play no part.
Statement count_statement(const Description& description, const SelectionParts& parts);

}  // namespace migrator::model
