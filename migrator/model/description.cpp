// Completing and checking the description of a struct.
#include "migrator/model/description.hpp"

#include <algorithm>
#include <set>

#include "migrator/model/column_fit.hpp"
#include "migrator/support/try.hpp"

namespace migrator::model {

const Field* Description::find_field(std::string_view column) const {
    const auto found = std::ranges::find(fields, column, &Field::column);
    return found == fields.end() ? nullptr : &*found;
}

namespace {

void name_constraints(Description& description, const NamingConvention& naming) {
    std::vector<Constraint>& constraints = description.table.constraints;
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        if (!constraints[i].name.empty()) continue;
        std::vector<std::string> columns;
        if (const auto checked = description.checked_columns.find(i); checked != description.checked_columns.end())
            columns.push_back(checked->second);
        constraints[i].name = constraint_name(naming, description.table.name.name, constraints[i].kind, columns);
    }
}

void name_indexes(Description& description, const NamingConvention& naming) {
    for (Index& index : description.indexes) {
        index.table = description.table.name;
        if (!index.name.empty()) continue;
        std::vector<std::string> columns;
        for (const IndexKey& key : index.keys)
            columns.push_back(key.expression.empty() ? key.column : "expr");
        index.name = index_name(naming, description.table.name.name, columns);
    }
}

// A column of a type that the database defines, whose member is an enum, has an enum type with the member's labels.
void find_enums(Description& description) {
    for (std::size_t i = 0; i < description.fields.size(); ++i) {
        const ObjectName& name = description.table.columns[i].type.named;
        if (name.name.empty() || description.fields[i].labels == nullptr) continue;
        EnumType type;
        type.name = name;
        type.comment = description.fields[i].enum_comment;
        for (const LabelText& label : description.fields[i].labels()) {
            type.labels.emplace_back(label.text);
            if (!label.was.empty())
                description.renames.labels.push_back({name, std::string(label.was), std::string(label.text)});
        }
        if (std::ranges::find(description.enums, type) == description.enums.end())
            description.enums.push_back(std::move(type));
    }
}

}  // namespace

void complete(Description& description, const NamingConvention& naming) {
    const Table& table = description.table;
    name_constraints(description, naming);
    name_indexes(description, naming);
    find_enums(description);
    for (ColumnRename& rename : description.renames.columns)
        rename.table = table.name;
    for (TableRename& rename : description.renames.tables)
        rename.table = table.name;
    for (const Constraint& constraint : table.constraints)
        if (const auto* key = std::get_if<PrimaryKey>(&constraint.kind))
            for (Field& field : description.fields)
                field.in_primary_key = std::ranges::find(key->columns, field.column) != key->columns.end();
    for (std::size_t i = 0; i < description.fields.size(); ++i) {
        const Column& column = table.columns[i];
        const bool always = column.identity && column.identity->kind == Identity::Kind::always;
        description.fields[i].generated = column.generated_expression.has_value() || always;
    }
}

namespace {

// The columns of the table itself that a constraint names.
struct OwnColumns {
    std::vector<std::string> operator()(const PrimaryKey& key) const { return key.columns; }
    std::vector<std::string> operator()(const Unique& key) const { return key.columns; }
    std::vector<std::string> operator()(const Check&) const { return {}; }
    std::vector<std::string> operator()(const ForeignKey& key) const { return key.columns; }
    std::vector<std::string> operator()(const Exclude&) const { return {}; }
};

std::string defect_of_names(const Description& description) {
    constexpr std::size_t longest_name = 63;
    std::set<std::string_view> seen;
    const auto defect_of = [&](const char* what, const std::string& name) -> std::string {
        if (name.empty()) return std::string("has ") + what + " without a name";
        if (name.size() > longest_name)
            return std::string("gives ") + what + " the name \"" + name + "\", of which PostgreSQL keeps " +
                   std::to_string(longest_name) + " bytes";
        if (!seen.insert(name).second)
            return std::string("gives ") + what + " the name \"" + name + "\", a second time";
        return {};
    };
    for (const Constraint& constraint : description.table.constraints)
        if (std::string defect = defect_of("a constraint", constraint.name); !defect.empty()) return defect;
    for (const Index& index : description.indexes)
        if (std::string defect = defect_of("an index", index.name); !defect.empty()) return defect;
    return {};
}

std::string listed(const std::vector<Field>& fields) {
    std::string list;
    for (const Field& field : fields)
        list += (list.empty() ? "" : ", ") + field.column;
    return list;
}

std::string defect_of_label_checks(const Description& description) {
    for (const std::string& column : description.labelled_columns)
        if (const Field* field = description.find_field(column); field != nullptr && field->labels == nullptr)
            return "has check_labels() on column \"" + column + "\", whose member is no enum with labels";
    return {};
}

std::string defect_of_columns(const Description& description) {
    std::set<std::string_view> seen;
    for (const Field& field : description.fields)
        if (!seen.insert(field.column).second) return "describes column \"" + field.column + "\" twice";
    if (description.fields.size() != description.member_count)
        return "has " + std::to_string(description.fields.size()) + " columns (" + listed(description.fields) +
               "), but its struct " + std::string(description.struct_name) + " has " +
               std::to_string(description.member_count) + " members";
    const bool has_parents = description.table.partition_of || !description.table.inherits.empty();
    const auto unknown = [&](const std::string& column, const std::string& user) {
        return has_parents || seen.count(column) != 0
                   ? std::string()
                   : "has \"" + user + "\" on a column \"" + column + "\" that it does not describe";
    };
    for (const Constraint& constraint : description.table.constraints)
        for (const std::string& column : std::visit(OwnColumns{}, constraint.kind))
            if (std::string defect = unknown(column, constraint.name); !defect.empty()) return defect;
    for (const Index& index : description.indexes)
        for (const IndexKey& key : index.keys)
            if (std::string defect = key.expression.empty() ? unknown(key.column, index.name) : ""; !defect.empty())
                return defect;
    return {};
}

}  // namespace

Result<void> check_description(const Description& description) {
    const std::string& table = description.table.name.name;
    if (table.empty()) return failure(ErrorKind::internal, "a described struct names no table");
    for (const auto& find_defect : {defect_of_columns, defect_of_types, defect_of_label_checks, defect_of_names})
        if (const std::string defect = find_defect(description); !defect.empty())
            return failure(ErrorKind::internal, "the description of table \"" + table + "\" " + defect);
    return success();
}

}  // namespace migrator::model
