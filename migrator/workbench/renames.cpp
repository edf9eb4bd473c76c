// One rename after the other, each on the names that those before it left.
#include "migrator/workbench/renames.hpp"

#include <algorithm>

#include "migrator/introspection/read_catalog.hpp"
#include "migrator/revision/target.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

void rename_table(RenameHints& hints, const ObjectName& from, const std::string& to) {
    const ObjectName renamed(from.schema, to);
    for (ColumnRename& column : hints.columns)
        if (column.table == from) column.table = renamed;
    for (TableRename& table : hints.tables)
        if (table.table == from) return void(table.table = renamed);
    hints.tables.push_back({from.name, renamed});
}

void rename_column(RenameHints& hints, const ObjectName& table, const std::string& from, const std::string& to) {
    for (ColumnRename& column : hints.columns)
        if (column.table == table && column.column == from) return void(column.column = to);
    hints.columns.push_back({table, from, to});
}

void rename_label(RenameHints& hints, const ObjectName& type, const std::string& from, const std::string& to) {
    for (LabelRename& label : hints.labels)
        if (label.type == type && label.label == from) return void(label.label = to);
    hints.labels.push_back({type, from, to});
}

// A name as a catalog holds it: `public` may be written out in models and revisions.
ObjectName at_home(ObjectName name) {
    if (name.schema == CatalogScope().home_schema) name.schema.clear();
    return name;
}

void note(RenameHints& hints, const Operation& operation) {
    if (const auto* table = std::get_if<RenameTable>(&operation)) rename_table(hints, at_home(table->from), table->to);
    if (const auto* column = std::get_if<RenameColumn>(&operation))
        rename_column(hints, at_home(column->table), column->from, column->to);
    if (const auto* label = std::get_if<RenameEnumValue>(&operation))
        rename_label(hints, at_home(label->type), label->from, label->to);
}

// The renames of the revisions that `applied` has and `former` has not.
Result<RenameHints> renames_of(const Registry& registry, const AppliedSet& former, const AppliedSet& applied) {
    RenameHints hints;
    for (const RevisionNode& node : registry.revisions()) {
        if (applied.count(node.id) == 0 || former.count(node.id) != 0) continue;
        TRY(const std::vector<Operation> operations, node.upgrade_operations());
        for (const Operation& operation : operations)
            note(hints, operation);
    }
    return hints;
}

Result<AppliedSet> applied_at_one(const Registry& registry, const std::string& name) {
    return name == "base" ? Result<AppliedSet>(AppliedSet{}) : applied_at(registry, {name});
}

}  // namespace

Result<RenameHints> renames_between(const Registry& registry, const std::string& from, const std::string& to) {
    TRY(const AppliedSet before, applied_at_one(registry, from));
    TRY(const AppliedSet after, applied_at_one(registry, to));
    if (std::includes(after.begin(), after.end(), before.begin(), before.end()))
        return renames_of(registry, before, after);
    if (!std::includes(before.begin(), before.end(), after.begin(), after.end())) return RenameHints{};
    TRY(const RenameHints hints, renames_of(registry, after, before));
    return reversed(hints);
}

RenameHints combined(RenameHints first, const RenameHints& later) {
    for (const TableRename& table : later.tables)
        rename_table(first, ObjectName(table.table.schema, table.was), table.table.name);
    for (const ColumnRename& column : later.columns)
        rename_column(first, column.table, column.was, column.column);
    for (const LabelRename& label : later.labels)
        rename_label(first, label.type, label.was, label.label);
    return first;
}

RenameHints reversed(const RenameHints& hints) {
    RenameHints back;
    for (const TableRename& table : hints.tables)
        back.tables.push_back({table.table.name, ObjectName(table.table.schema, table.was)});
    for (const ColumnRename& column : hints.columns) {
        ObjectName owner = column.table;
        for (const TableRename& table : hints.tables)
            if (table.table == owner) owner = ObjectName(owner.schema, table.was);
        back.columns.push_back({owner, column.column, column.was});
    }
    for (const LabelRename& label : hints.labels)
        back.labels.push_back({label.type, label.label, label.was});
    return back;
}

RenameHints at_home(RenameHints hints) {
    for (TableRename& table : hints.tables)
        table.table = at_home(std::move(table.table));
    for (ColumnRename& column : hints.columns)
        column.table = at_home(std::move(column.table));
    for (LabelRename& label : hints.labels)
        label.type = at_home(std::move(label.type));
    return hints;
}

}  // namespace migrator
