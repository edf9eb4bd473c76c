// Tables, their parents, and whose column it is.
#include "migrator/model/inherited_columns.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "migrator/support/try.hpp"

namespace migrator::model {

namespace {

std::vector<ObjectName> parents_of(const Table& table) {
    std::vector<ObjectName> parents = table.inherits;
    if (table.partition_of) parents.push_back(table.partition_of->parent);
    return parents;
}

bool is_in_primary_key(const Table& table, const std::string& column) {
    return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
        const auto* key = std::get_if<PrimaryKey>(&constraint.kind);
        return key != nullptr && std::ranges::find(key->columns, column) != key->columns.end();
    });
}

// The column of the described parent that it comes from at last; null when no parent has it.
class InheritedColumn {
 public:
    InheritedColumn(const std::vector<Table>& tables, const std::string& name) : tables_(tables), name_(name) {}

    const Column* find(const Table& table) {
        for (const ObjectName& parent_name : parents_of(table)) {
            const auto parent = std::ranges::find(tables_, parent_name, &Table::name);
            if (parent == tables_.end() || !seen_.insert(&*parent).second) continue;
            if (const Column* further = find(*parent)) return further;
            const auto column = std::ranges::find(parent->columns, name_, &Column::name);
            if (column != parent->columns.end()) return &*column;
        }
        return nullptr;
    }

 private:
    const std::vector<Table>& tables_;
    const std::string& name_;
    std::set<const Table*> seen_ = {};
};

// What the child does not say is the parent's; no child inherits the identity of a column.
bool is_described_alike(const Column& inherited, const Column& column, const Table& table) {
    Column said = column;
    said.type.serial = column.type.serial || inherited.type.serial;
    said.nullable = inherited.nullable || is_in_primary_key(table, column.name) ? inherited.nullable : column.nullable;
    if (!said.default_expression) said.default_expression = inherited.default_expression;
    if (!said.generated_expression) said.generated_expression = inherited.generated_expression;
    if (said.collation.empty()) said.collation = inherited.collation;
    if (said.comment.empty()) said.comment = inherited.comment;
    if (!said.identity) said.identity = inherited.identity;
    return said == inherited && (table.partition_of || !column.identity);
}

Result<void> leave_columns(Table& table, const std::vector<Table>& described) {
    const bool is_part_of_described =
        table.partition_of && std::ranges::find(described, table.partition_of->parent, &Table::name) != described.end();
    std::vector<Column> own;
    for (const Column& column : table.columns) {
        const Column* inherited = InheritedColumn(described, column.name).find(table);
        if (inherited == nullptr && is_part_of_described)
            return failure(ErrorKind::internal, "the description of partition \"" + table.name.name +
                                                    "\" has column \"" + column.name + "\", which its parent has not");
        if (inherited == nullptr)
            own.push_back(column);
        else if (!is_described_alike(*inherited, column, table))
            return failure(ErrorKind::internal, "the description of table \"" + table.name.name + "\" has column \"" +
                                                    column.name + "\" in another way than the parent that it is from");
    }
    table.columns = table.partition_of ? std::vector<Column>() : std::move(own);
    return success();
}

}  // namespace

Result<void> leave_columns_to_parents(std::vector<Table>& tables) {
    const auto has_parents = [](const Table& table) { return !parents_of(table).empty(); };
    if (std::ranges::none_of(tables, has_parents)) return success();
    const std::vector<Table> described = tables;
    for (Table& table : tables)
        if (has_parents(table)) TRYV(leave_columns(table, described));
    return success();
}

}  // namespace migrator::model
