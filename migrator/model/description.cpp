// Completing and checking the description of a struct.
#include "migrator/model/description.hpp"

#include <algorithm>
#include <set>

namespace migrator::model {

const Field* Description::find_field(std::string_view column) const {
    const auto found = std::ranges::find(fields, column, &Field::column);
    return found == fields.end() ? nullptr : &*found;
}

void complete(Description& description) {
    Table& table = description.table;
    for (Constraint& constraint : table.constraints) {
        if (constraint.name.empty()) constraint.name = default_constraint_name(table.name.name, constraint.kind);
        if (const auto* key = std::get_if<PrimaryKey>(&constraint.kind))
            for (Field& field : description.fields)
                field.in_primary_key = std::ranges::find(key->columns, field.column) != key->columns.end();
    }
    for (Index& index : description.indexes)
        index.table = table.name;
    for (std::size_t i = 0; i < description.fields.size(); ++i)
        description.fields[i].generated = table.columns[i].generated_expression.has_value();
}

Result<void> check_description(const Description& description) {
    const std::string& table = description.table.name.name;
    if (table.empty()) return failure(ErrorKind::internal, "a described struct names no table");
    const auto wrong = [&](const std::string& what) {
        return failure(ErrorKind::internal, "the description of table \"" + table + "\" " + what);
    };
    std::set<std::string_view> seen;
    for (const Field& field : description.fields)
        if (!seen.insert(field.column).second) return wrong("describes column \"" + field.column + "\" twice");
    if (description.fields.size() != description.member_count)
        return wrong("has " + std::to_string(description.fields.size()) + " columns, but its struct has " +
                     std::to_string(description.member_count) + " members");
    for (const Constraint& constraint : description.table.constraints)
        if (constraint.name.empty()) return wrong("has a constraint without a name");
    return success();
}

}  // namespace migrator::model
