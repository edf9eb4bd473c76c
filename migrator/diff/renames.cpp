// Rename hints: the former catalog as it is after the renames, and the operations that rename.
#include <algorithm>

#include "migrator/catalog/expression.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

void rename_in(std::vector<std::string>& names, const std::string& from, const std::string& to) {
    std::replace(names.begin(), names.end(), from, to);
}

void rename_in(std::optional<std::string>& sql, const std::string& from, const std::string& to) {
    if (sql) sql = with_name_replaced(*sql, from, to);
}

class Renaming {
 public:
    Renaming(Catalog catalog, std::vector<Operation>& operations)
        : catalog_(std::move(catalog)), operations_(operations) {}

    void rename_table(const ObjectName& from, const std::string& to) {
        const ObjectName renamed(from.schema, to);
        Table* table = find_table(from);
        if (table == nullptr || find_table(renamed) != nullptr) return;
        operations_.push_back(RenameTable{from, to});
        for (const Column& column : table->columns)
            if (column.type.serial || column.identity)
                rename_sequence(serial_sequence(from, column), serial_sequence(renamed, column));
        table->name = renamed;
        const auto follow = [&](ObjectName& name) {
            if (name == from) name = renamed;
        };
        for (Table& other : catalog_.tables) {
            for (Constraint& constraint : other.constraints)
                if (auto* key = std::get_if<ForeignKey>(&constraint.kind)) follow(key->references);
            for (ObjectName& parent : other.inherits)
                follow(parent);
            if (other.partition_of) follow(other.partition_of->parent);
        }
        for (Index& index : catalog_.indexes)
            follow(index.table);
        for (Sequence& sequence : catalog_.sequences)
            follow(sequence.owned_by_table);
        const auto follow_use = [&](ObjectUse& use) {
            if (use.kind == ObjectUse::Kind::relation) follow(use.name);
        };
        for (TableUse& use : catalog_.table_uses) {
            follow(use.table);
            follow_use(use.use);
        }
        for (RawObject& object : catalog_.objects)
            for (ObjectUse& use : object.uses)
                follow_use(use);
    }

    void rename_column(const ObjectName& owner, const std::string& from, const std::string& to) {
        Table* table = find_table(owner);
        if (table == nullptr || find_named(table->columns, from) == nullptr ||
            find_named(table->columns, to) != nullptr)
            return;
        operations_.push_back(RenameColumn{owner, from, to});
        for (Column& column : table->columns) {
            if (column.name == from) {
                Column renamed = column;
                renamed.name = to;
                if (column.type.serial || column.identity)
                    rename_sequence(serial_sequence(owner, column), serial_sequence(owner, renamed));
                column = renamed;
            }
            rename_in(column.generated_expression, from, to);
        }
        rename_in_constraints(*table, from, to);
        rename_in_indexes(owner, from, to);
        for (Sequence& sequence : catalog_.sequences)
            if (sequence.owned_by_table == owner && sequence.owned_by_column == from) sequence.owned_by_column = to;
        for (TableUse& use : catalog_.table_uses)
            if (use.table == owner && use.by == TableUse::By::column && use.part == from) use.part = to;
        for (RawObject& object : catalog_.objects)
            for (ObjectUse& use : object.uses)
                if (use.name == owner && use.column == from) use.column = to;
    }

    void rename_label(const ObjectName& owner, const std::string& from, const std::string& to) {
        for (EnumType& type : catalog_.enums) {
            if (!(type.name == owner) || std::count(type.labels.begin(), type.labels.end(), from) == 0 ||
                std::count(type.labels.begin(), type.labels.end(), to) != 0)
                continue;
            operations_.push_back(RenameEnumValue{owner, from, to});
            rename_in(type.labels, from, to);
            SqlWriter former;
            former << Literal{from} << "::" << owner;
            SqlWriter renamed;
            renamed << Literal{to} << "::" << owner;
            replace_in_expressions(former.take(), renamed.take());
        }
    }

    Catalog take() { return std::move(catalog_); }

 private:
    Table* find_table(const ObjectName& name) {
        for (Table& table : catalog_.tables)
            if (table.name == name) return &table;
        return nullptr;
    }

    // ALTER TABLE … RENAME TO renames sequences, too.
    void rename_sequence(const Sequence& from, const Sequence& to) {
        if (!(from.name == to.name)) operations_.push_back(RenameTable{from.name, to.name.name});
    }

    void rename_in_constraints(Table& owner, const std::string& from, const std::string& to) {
        for (Constraint& constraint : owner.constraints) {
            if (auto* primary = std::get_if<PrimaryKey>(&constraint.kind)) {
                rename_in(primary->columns, from, to);
                rename_in(primary->include, from, to);
            } else if (auto* unique_key = std::get_if<Unique>(&constraint.kind)) {
                rename_in(unique_key->columns, from, to);
                rename_in(unique_key->include, from, to);
            } else if (auto* check = std::get_if<Check>(&constraint.kind)) {
                check->expression = with_name_replaced(check->expression, from, to);
            } else if (auto* key = std::get_if<ForeignKey>(&constraint.kind)) {
                rename_in(key->columns, from, to);
                rename_in(key->on_delete_columns, from, to);
            } else if (auto* exclude = std::get_if<Exclude>(&constraint.kind)) {
                for (ExcludeElement& element : exclude->elements)
                    element.expression = with_name_replaced(element.expression, from, to);
                exclude->where = with_name_replaced(exclude->where, from, to);
            }
        }
        for (Table& other : catalog_.tables)
            for (Constraint& constraint : other.constraints)
                if (auto* key = std::get_if<ForeignKey>(&constraint.kind);
                    key != nullptr && key->references == owner.name)
                    rename_in(key->referenced_columns, from, to);
    }

    void rename_in_indexes(const ObjectName& owner, const std::string& from, const std::string& to) {
        for (Index& index : catalog_.indexes) {
            if (!(index.table == owner)) continue;
            for (IndexKey& key : index.keys) {
                if (key.column == from) key.column = to;
                key.expression = with_name_replaced(key.expression, from, to);
            }
            rename_in(index.options.include, from, to);
            index.options.where = with_name_replaced(index.options.where, from, to);
        }
    }

    void replace_in_expressions(const std::string& from, const std::string& to) {
        const auto replace = [&](std::string& text) {
            for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        };
        for (Table& table : catalog_.tables) {
            for (Column& column : table.columns) {
                if (column.default_expression) replace(*column.default_expression);
                if (column.generated_expression) replace(*column.generated_expression);
            }
            for (Constraint& constraint : table.constraints)
                if (auto* check = std::get_if<Check>(&constraint.kind)) replace(check->expression);
        }
        for (Index& index : catalog_.indexes)
            replace(index.options.where);
    }

    Catalog catalog_;
    std::vector<Operation>& operations_;
};

}  // namespace

Catalog apply_renames(const Catalog& from, const Catalog&, const CompareOptions& options,
                      std::vector<Operation>& operations) {
    Renaming renaming(from, operations);
    for (const TableRename& hint : options.renames.tables)
        renaming.rename_table(ObjectName(hint.table.schema, hint.was), hint.table.name);
    for (const ColumnRename& hint : options.renames.columns)
        renaming.rename_column(hint.table, hint.was, hint.column);
    for (const LabelRename& hint : options.renames.labels)
        renaming.rename_label(hint.type, hint.was, hint.label);
    return renaming.take();
}

}  // namespace migrator::diff
