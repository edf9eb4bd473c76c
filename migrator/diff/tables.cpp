// Tables: created in an order in which each finds what it refers to; dropped by the inverse of that.
#include <algorithm>

#include "migrator/catalog/expression.hpp"
#include "migrator/diff/plan.hpp"
#include "migrator/operation/invert.hpp"

namespace migrator::diff {

namespace {

class CreationOrder {
 public:
    CreationOrder(const Catalog& wanted, const ByName<Table>& existing, const ByName<Table>& kept)
        : existing_(existing), kept_(kept) {
        for (const Table& table : wanted.tables)
            if (existing.count(key_of(table.name)) == 0) wanted_.emplace(key_of(table.name), &table);
    }

    Creation run() {
        for (const auto& [name, table] : wanted_)
            create(*table);
        return std::move(creation_);
    }

 private:
    void create(const Table& table) {
        if (!started_.insert(key_of(table.name)).second) return;
        if (table.partition_of) create_first(table.partition_of->parent);
        for (const ObjectName& parent : table.inherits)
            create_first(parent);
        for (const Constraint& constraint : table.constraints)
            if (const auto* key = std::get_if<ForeignKey>(&constraint.kind)) create_first(key->references);
        CreateTable operation{table};
        operation.table.constraints.clear();
        for (const Constraint& constraint : table.constraints) {
            if (can_wait(table, constraint))
                creation_.foreign_keys.push_back(AddConstraint{table.name, constraint});
            else
                operation.table.constraints.push_back(constraint);
        }
        done_.insert(key_of(table.name));
        creation_.tables.push_back(std::move(operation));
    }

    void create_first(const ObjectName& name) {
        const auto found = wanted_.find(key_of(name));
        if (found != wanted_.end()) create(*found->second);
    }

    // A foreign key to what is not there yet, and what CREATE TABLE would take for valid.
    bool can_wait(const Table& table, const Constraint& constraint) const {
        if (const auto* check = std::get_if<Check>(&constraint.kind)) return check->not_valid;
        const auto* key = std::get_if<ForeignKey>(&constraint.kind);
        if (key == nullptr) return false;
        if (key->not_valid) return true;
        // It depends on each partition, so it comes after all of them and goes before the first one.
        const auto referenced = wanted_.find(key_of(key->references));
        if (referenced != wanted_.end() && !referenced->second->partition_by.empty()) return true;
        if (key->references == table.name || done_.count(key_of(key->references)) != 0) return false;
        const auto before = existing_.find(key_of(key->references));
        const auto after = kept_.find(key_of(key->references));
        return before == existing_.end() || after == kept_.end() ||
               !(before->second->constraints == after->second->constraints) ||
               !(before->second->columns == after->second->columns);
    }

    const ByName<Table>& existing_;
    const ByName<Table>& kept_;
    ByName<Table> wanted_ = {};
    std::set<std::string> started_ = {};
    std::set<std::string> done_ = {};
    Creation creation_ = {};
};

// Inverting what creates a table never fails.
std::vector<Operation> inverse_of(const std::vector<Operation>& operations) {
    auto inverse = invert(operations);
    return inverse.has_value() ? std::move(inverse).assume_value() : std::vector<Operation>{};
}

TableAttributes attributes_of(const Table& table) {
    TableAttributes attributes{table.unlogged, table.with, table.row_security};
    std::sort(attributes.with.begin(), attributes.with.end(),
              [](const StorageParameter& a, const StorageParameter& b) { return a.name < b.name; });
    return attributes;
}

void compare_table(const Table& from, const Table& to, Plan& plan) {
    const std::string name = "table " + shown(to.name);
    if (from.partition_by != to.partition_by) plan.refuse(name + ": its partitioning cannot be changed");
    if (!(from.partition_of == to.partition_of)) plan.refuse(name + ": its place as a partition cannot be changed");
    if (from.inherits != to.inherits) plan.refuse(name + ": what it inherits from cannot be changed");
    if (from.tablespace != to.tablespace) plan.refuse(name + ": its tablespace cannot be changed");
    const TableAttributes before = attributes_of(from);
    const TableAttributes after = attributes_of(to);
    if (!(before == after)) plan.add(Phase::alter_column, AlterTable{to.name, after, before});
    if (from.comment != to.comment && plan.compares("comments"))
        plan.add(Phase::comment, SetComment{to.name, {}, to.comment, from.comment, SetComment::On::table});
    compare_columns(from, to, plan);
}

}  // namespace

void compare_tables(Plan& plan) {
    Creation creation = CreationOrder(plan.to, plan.from_tables, plan.to_tables).run();
    for (Operation& operation : creation.tables)
        plan.add(Phase::create_table, std::move(operation));
    for (Operation& operation : creation.foreign_keys)
        plan.add(Phase::add_foreign_key, std::move(operation));

    const Creation removal = CreationOrder(plan.from, plan.to_tables, plan.from_tables).run();
    for (Operation& operation : inverse_of(removal.foreign_keys))
        plan.add(Phase::drop_foreign_key, std::move(operation));
    for (Operation& operation : inverse_of(removal.tables)) {
        plan.dropped_tables.insert(key_of(std::get<DropTable>(operation).table));
        plan.add(Phase::drop_table, std::move(operation));
    }
    for (const auto& [name, table] : plan.to_tables) {
        const auto former = plan.from_tables.find(name);
        if (former != plan.from_tables.end() && !(*former->second == *table))
            compare_table(*former->second, *table, plan);
    }
    // A table that did not change can still hold generated columns of a touched one, or columns that a hook tells
    // apart.
    for (const auto& [name, table] : plan.to_tables) {
        const auto former = plan.from_tables.find(name);
        if (former != plan.from_tables.end() && *former->second == *table &&
            (!plan.recreated_enums.empty() || plan.asks_about_columns()))
            compare_columns(*former->second, *table, plan);
    }
    refuse_held_columns(plan);
}

}  // namespace migrator::diff
