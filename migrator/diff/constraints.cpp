// Constraints of the tables that both sides have.
#include <algorithm>
#include <utility>

#include "migrator/catalog/expression.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

// Without what is compared apart.
ConstraintKind validated(ConstraintKind kind) {
    if (auto* check = std::get_if<Check>(&kind)) check->not_valid = false;
    if (auto* key = std::get_if<ForeignKey>(&kind)) key->not_valid = false;
    return kind;
}

bool is_not_valid(const ConstraintKind& kind) {
    if (const auto* check = std::get_if<Check>(&kind)) return check->not_valid;
    const auto* key = std::get_if<ForeignKey>(&kind);
    return key != nullptr && key->not_valid;
}

bool is_foreign_key(const Constraint& constraint) {
    return std::holds_alternative<ForeignKey>(constraint.kind);
}

// Whether a constraint has to make way while its columns change.
struct Blocks {
    const Table& table;
    const Plan& plan;

    bool is_touched(const ObjectName& owner, const std::string& column) const {
        return plan.touched_columns.count(key_of(owner, column)) != 0;
    }
    bool mentions_touched(const std::string& expression) const {
        return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& column) {
            return is_touched(table.name, column.name) && mentions_name(expression, column.name);
        });
    }
    bool any_touched(const ObjectName& owner, const std::vector<std::string>& columns) const {
        return std::any_of(columns.begin(), columns.end(),
                           [&](const std::string& column) { return is_touched(owner, column); });
    }

    bool operator()(const PrimaryKey& key) const { return any_replaced(key.columns) || any_replaced(key.include); }
    bool operator()(const Unique& key) const { return any_replaced(key.columns) || any_replaced(key.include); }
    bool operator()(const Check& check) const { return mentions_touched(check.expression); }
    bool operator()(const ForeignKey& key) const {
        return any_touched(table.name, key.columns) || any_touched(key.references, key.referenced_columns);
    }
    bool operator()(const Exclude& exclude) const {
        return std::any_of(exclude.elements.begin(), exclude.elements.end(),
                           [&](const ExcludeElement& element) { return mentions_touched(element.expression); }) ||
               mentions_touched(exclude.where);
    }

 private:
    // A mere change of type takes the index of a key along.
    bool any_replaced(const std::vector<std::string>& columns) const {
        return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
            return plan.replaced_columns.count(key_of(table.name, column)) != 0;
        });
    }
};

void note_dropped_key(const Table& table, const Constraint& constraint, std::set<std::string>& dropped_keys) {
    std::vector<std::string> columns;
    if (const auto* primary = std::get_if<PrimaryKey>(&constraint.kind)) columns = primary->columns;
    if (const auto* unique_key = std::get_if<Unique>(&constraint.kind)) columns = unique_key->columns;
    if (!columns.empty()) dropped_keys.insert(key_columns(table.name, std::move(columns)));
}

struct TableConstraints {
    const Table& from;
    const Table& to;
    Plan& plan;
    std::set<std::string>& dropped_keys;

    void drop(const Constraint& constraint) const {
        note_dropped_key(from, constraint, dropped_keys);
        // A view with GROUP BY needs it as it needs a column.
        if (std::holds_alternative<PrimaryKey>(constraint.kind))
            plan.touched_columns.insert(key_of(from.name, constraint.name));
        plan.add(is_foreign_key(constraint) ? Phase::drop_foreign_key : Phase::drop_constraint,
                 DropConstraint{to.name, constraint.name, constraint});
    }
    void create(const Constraint& constraint) const {
        plan.add(is_foreign_key(constraint) ? Phase::add_foreign_key : Phase::add_constraint,
                 AddConstraint{to.name, constraint});
    }

    bool blocks(const Constraint& constraint) const { return std::visit(Blocks{from, plan}, constraint.kind); }

    // One that is the same but for its name, and that the other side does not have.
    const Constraint* renamed(const Constraint& wanted) const {
        for (const Constraint& former : from.constraints)
            if (find_named(to.constraints, former.name) == nullptr && same_constraint(former.kind, wanted.kind) &&
                former.comment == wanted.comment && !blocks(former) && taken.count(former.name) == 0)
                return &former;
        return nullptr;
    }

    void compare_one(const Constraint& former, const Constraint& wanted) const {
        const bool changes_validity = same_constraint(validated(former.kind), validated(wanted.kind)) &&
                                      is_not_valid(former.kind) && !is_not_valid(wanted.kind);
        if (changes_validity && !blocks(former)) {
            plan.add(Phase::add_foreign_key, ValidateConstraint{to.name, wanted.name});
        } else if (!same_constraint(former.kind, wanted.kind) || blocks(former)) {
            drop(former);
            create(wanted);
            return;
        }
        if (former.comment != wanted.comment && plan.compares("comments"))
            plan.add(Phase::comment,
                     SetComment{to.name, wanted.name, wanted.comment, former.comment, SetComment::On::constraint});
    }

    void run() {
        for (const Constraint& wanted : to.constraints) {
            if (const Constraint* former = find_named(from.constraints, wanted.name)) {
                compare_one(*former, wanted);
            } else if (const Constraint* other = renamed(wanted)) {
                taken.insert(other->name);
                plan.add(Phase::rename_part, RenameConstraint{to.name, other->name, wanted.name});
            } else {
                create(wanted);
            }
        }
        for (const Constraint& former : from.constraints)
            if (find_named(to.constraints, former.name) == nullptr && taken.count(former.name) == 0) drop(former);
    }

    std::set<std::string> taken = {};
};

bool is_in(const std::vector<Operation>& operations, const ObjectName& table, const std::string& name) {
    return std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
        const auto* drop = std::get_if<DropConstraint>(&operation);
        return drop != nullptr && drop->table == table && drop->name == name;
    });
}

}  // namespace

bool same_constraint(const ConstraintKind& first, const ConstraintKind& second) {
    if (first == second) return true;
    const auto* check = std::get_if<Check>(&first);
    const auto* other = std::get_if<Check>(&second);
    if (check != nullptr && other != nullptr)
        return check->no_inherit == other->no_inherit && check->not_valid == other->not_valid &&
               same_expression(check->expression, other->expression);
    const auto* exclude = std::get_if<Exclude>(&first);
    const auto* other_exclude = std::get_if<Exclude>(&second);
    if (exclude == nullptr || other_exclude == nullptr) return false;
    Exclude copy = *exclude;
    copy.where = other_exclude->where;
    return copy == *other_exclude && same_expression(exclude->where, other_exclude->where);
}

std::string key_columns(const ObjectName& table, std::vector<std::string> columns) {
    std::sort(columns.begin(), columns.end());
    std::string name = key_of(table);
    for (const std::string& column : columns)
        name += "," + column;
    return name;
}

void rebuild_foreign_keys(Plan& plan, const std::set<std::string>& dropped_keys) {
    if (dropped_keys.empty()) return;
    const std::vector<Operation> dropped = plan.phases[static_cast<std::size_t>(Phase::drop_foreign_key)];
    for (const Table& table : plan.from.tables) {
        if (plan.dropped_tables.count(key_of(table.name)) != 0) continue;
        for (const Constraint& constraint : table.constraints) {
            const auto* key = std::get_if<ForeignKey>(&constraint.kind);
            if (key == nullptr || dropped_keys.count(key_columns(key->references, key->referenced_columns)) == 0 ||
                is_in(dropped, table.name, constraint.name))
                continue;
            plan.add(Phase::drop_foreign_key, DropConstraint{table.name, constraint.name, constraint});
            plan.add(Phase::add_foreign_key, AddConstraint{table.name, constraint});
        }
    }
}

void compare_constraints(Plan& plan) {
    std::set<std::string> dropped_keys;
    for (const auto& [name, table] : plan.to_tables) {
        const auto former = plan.from_tables.find(name);
        if (former == plan.from_tables.end()) continue;
        if (former->second->constraints == table->constraints && plan.touched_columns.empty()) continue;
        TableConstraints{*former->second, *table, plan, dropped_keys}.run();
    }
    rebuild_foreign_keys(plan, dropped_keys);
}

}  // namespace migrator::diff
