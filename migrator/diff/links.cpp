// The links of each operation; those of a drop are those of the creation, seen from the other side.
#include "migrator/diff/links.hpp"

#include "migrator/catalog/expression.hpp"

namespace migrator::diff {

UsesByTable uses_by_table(const std::vector<TableUse>& uses) {
    UsesByTable by_table;
    for (const TableUse& use : uses)
        by_table.emplace(key_of(use.table), &use);
    return by_table;
}

std::string part_key(const ObjectName& table, TableUse::By by, const std::string& part) {
    // PostgreSQL notes some of what a constraint needs with its index, which has the same name.
    const bool is_column = by == TableUse::By::column;
    return (is_column ? "column " : "part ") + key_of(table, part);
}

std::string columns_of_type(const ObjectName& type) {
    return "columns of type " + key_of(type);
}

namespace {

using By = TableUse::By;

std::string relation(const ObjectName& name) {
    return "relation " + key_of(name);
}

std::string type(const ObjectName& name) {
    return "type " + key_of(name);
}

std::string schema(const std::string& name) {
    return "schema " + name;
}

std::string column_key(const ObjectName& table, const std::string& column) {
    return "column " + key_of(table, column);
}

bool has_index(const Constraint& constraint) {
    return !std::holds_alternative<Check>(constraint.kind) && !std::holds_alternative<ForeignKey>(constraint.kind);
}

// One side of a comparison, and the links that it decides of.
struct End {
    const ByName<Table>& tables;
    const UsesByTable& uses;
    std::vector<std::string>& things;  // made or removed
    std::vector<std::string>& names;   // taken or freed
    std::vector<Need>& needs;          // needed or released

    void need(std::string what, std::string by = {}) { needs.push_back({std::move(what), std::move(by)}); }

    void thing(const std::string& what, const std::string& schema_name) {
        things.push_back(what);
        names.push_back(what);
        if (!schema_name.empty()) need(schema(schema_name));
    }

    template <class Condition>
    void needs_of_parts(const ObjectName& table, const Condition& is_meant) {
        const auto [first, last] = uses.equal_range(key_of(table));
        for (auto use = first; use != last; ++use)
            if (is_meant(*use->second))
                need(identity(use->second->use), part_key(table, use->second->by, use->second->part));
    }

    void column_needs(const ObjectName& owner, const Column& column) {
        const std::string by = column_key(owner, column.name);
        if (!column.type.named.name.empty()) {
            need(type(column.type.named), by);
            need(columns_of_type(column.type.named), by);
        }
        needs_of_parts(owner, [&](const TableUse& use) { return use.by == By::column && use.part == column.name; });
        if (!column.generated_expression) return;
        if (const auto table = tables.find(key_of(owner)); table != tables.end())
            for (const Column& other : table->second->columns)
                if (other.name != column.name && mentions_name(*column.generated_expression, other.name))
                    need(column_key(owner, other.name));
    }

    void counter(const ObjectName& owner, const Column& column) {
        if (column.type.serial || column.identity) names.push_back(relation(serial_sequence(owner, column).name));
    }

    void constraint_parts(const ObjectName& owner, const Constraint& constraint) {
        if (has_index(constraint)) names.push_back(relation(ObjectName(owner.schema, constraint.name)));
        if (const auto* key = std::get_if<ForeignKey>(&constraint.kind)) need(relation(key->references));
        needs_of_parts(owner, [&](const TableUse& use) {
            return (use.by == By::constraint || use.by == By::index) && use.part == constraint.name;
        });
    }

    void table(const Table& table) {
        thing(relation(table.name), table.name.schema);
        names.push_back(type(table.name));
        if (table.partition_of) need(relation(table.partition_of->parent));
        for (const ObjectName& parent : table.inherits)
            need(relation(parent));
        for (const Column& column : table.columns) {
            column_needs(table.name, column);
            counter(table.name, column);
        }
        for (const Constraint& constraint : table.constraints)
            constraint_parts(table.name, constraint);
        needs_of_parts(table.name, [](const TableUse& use) { return use.by == By::table; });
    }

    void index(const Index& index) {
        need(relation(index.table));
        names.push_back(relation(ObjectName(index.table.schema, index.name)));
        needs_of_parts(index.table, [&](const TableUse& use) { return use.by == By::index && use.part == index.name; });
    }

    void uses_of(const RawObject& object) {
        for (const ObjectUse& use : object.uses) {
            need(identity(use));
            if (!use.column.empty()) need(column_key(use.name, use.column));
        }
        if (!object.table.name.empty()) need(relation(object.table));
    }

    void object(const RawObject& object) {
        const bool is_view = object.kind == RawObject::Kind::view || object.kind == RawObject::Kind::materialized_view;
        const bool is_global = object.kind == RawObject::Kind::extension;
        thing(identity(object), is_global ? "" : object.name.schema);
        if (is_view) names.push_back(type(object.name));
        uses_of(object);
    }
};

class LinksOf {
 public:
    explicit LinksOf(const Plan& plan)
        : plan_(plan), from_uses_(uses_by_table(plan.from.table_uses)), to_uses_(uses_by_table(plan.to.table_uses)) {}

    Links operator()(const Operation& operation) {
        links_ = {};
        std::visit(*this, operation);
        return std::move(links_);
    }

    void operator()(const CreateSchema& o) { made().thing(schema(o.name), ""); }
    void operator()(const DropSchema& o) { gone().thing(schema(o.name), ""); }
    void operator()(const CreateTable& o) { made().table(o.table); }
    void operator()(const DropTable& o) {
        if (o.definition) gone().table(*o.definition);
    }
    void operator()(const AlterTable& o) {
        if (o.to.unlogged == o.from.unlogged) return;
        const char* const state = o.to.unlogged ? "unlogged " : "logged ";
        links_.provides.push_back(state + key_of(o.table));
        for (const auto& [owner, references] : kept_foreign_keys()) {
            const std::string& self = o.to.unlogged ? references : owner;
            const std::string& first = o.to.unlogged ? owner : references;
            if (self == key_of(o.table) && first != self) made().need(state + first);
        }
    }

    void operator()(const AddColumn& o) {
        made().need(relation(o.table));
        made().counter(o.table, o.column);
        whole_column(made(), o.table, o.column);
    }
    void operator()(const DropColumn& o) {
        gone().need(relation(o.table));
        if (o.definition) gone().counter(o.table, *o.definition);
        if (o.definition) whole_column(gone(), o.table, *o.definition);
    }
    void operator()(const AlterColumn& o) {
        touch_column(o.table, o.column);
        if (o.type) {
            links_.provides.push_back(column_key(o.table, o.column));
            links_.removes.push_back(column_key(o.table, o.column));
        }
        if (o.type || (o.server_default && o.server_default->to)) column_of(made(), o.table, o.column);
        if (o.type || (o.server_default && o.server_default->from))
            column_of(gone(), o.table, o.column, o.type.has_value());
    }
    void operator()(const DropExpression& o) {
        touch_column(o.table, o.column);
        column_of(gone(), o.table, o.column, false);
    }
    void operator()(const AddExpression& o) {
        touch_column(o.table, o.column.name);
        made().column_needs(o.table, o.column);
    }

    void operator()(const AddConstraint& o) {
        made().need(relation(o.table));
        made().constraint_parts(o.table, o.constraint);
    }
    void operator()(const DropConstraint& o) {
        gone().need(relation(o.table));
        if (o.definition) gone().constraint_parts(o.table, *o.definition);
    }
    void operator()(const CreateIndex& o) { made().index(o.index); }
    void operator()(const DropIndex& o) {
        if (o.definition) gone().index(*o.definition);
    }

    void operator()(const CreateEnum& o) {
        made().thing(type(o.type.name), o.type.name.schema);
        links_.touches.push_back(type(o.type.name));
    }
    void operator()(const DropEnum& o) {
        gone().thing(type(o.name), o.name.schema);
        links_.removes.push_back(columns_of_type(o.name));
        links_.touches.push_back(type(o.name));
    }
    void operator()(const AddEnumValue& o) {
        links_.provides.push_back(type(o.type));
        links_.touches.push_back(type(o.type));
    }
    void operator()(const RecreateEnum& o) {
        links_.provides.push_back(type(o.name));
        links_.removes.push_back(type(o.name));
        links_.touches.push_back(type(o.name));
        for (const EnumUse& use : o.used_by) {
            touch_column(use.table, use.column);
            links_.provides.push_back(column_key(use.table, use.column));
            links_.removes.push_back(column_key(use.table, use.column));
        }
    }

    void operator()(const CreateSequence& o) {
        made().thing(relation(o.sequence.name), o.sequence.name.schema);
        links_.touches.push_back(relation(o.sequence.name));
    }
    void operator()(const AlterSequence& o) { links_.touches.push_back(relation(o.name)); }
    void operator()(const DropSequence& o) {
        gone().thing(relation(o.name), o.name.schema);
        links_.touches.push_back(relation(o.name));
    }
    void operator()(const SyncSequence& o) { touch_column(o.table, o.column); }
    void operator()(const SetComment& o) {
        if (o.on == SetComment::On::sequence) links_.touches.push_back(relation(o.table));
        if (o.on == SetComment::On::enum_type) links_.touches.push_back(type(o.table));
        if (o.on == SetComment::On::table && !o.column.empty()) touch_column(o.table, o.column);
    }

    void operator()(const CreateObject& o) { made().object(o.object); }
    void operator()(const DropObject& o) {
        gone().object(o.object);
        if (o.object.kind == RawObject::Kind::domain) links_.removes.push_back(columns_of_type(o.object.name));
    }
    void operator()(const ReplaceObject& o) {
        made().uses_of(o.object);
        if (o.former) gone().uses_of(*o.former);
    }

    template <class Other>
    void operator()(const Other&) {}

 private:
    End made() { return {plan_.to_tables, to_uses_, links_.provides, links_.takes, links_.needs}; }
    End gone() { return {plan_.from_tables, from_uses_, links_.removes, links_.frees, links_.releases}; }

    void touch_column(const ObjectName& table, const std::string& column) {
        links_.touches.push_back(column_key(table, column));
    }

    void whole_column(End end, const ObjectName& table, const Column& column) {
        touch_column(table, column.name);
        end.things.push_back(column_key(table, column.name));
        end.column_needs(table, column);
    }

    // As that side has it.
    static void column_of(End end, const ObjectName& owner, const std::string& name, bool with_type = true) {
        const auto table = end.tables.find(key_of(owner));
        const Column* column = table == end.tables.end() ? nullptr : find_named(table->second->columns, name);
        if (column == nullptr) return;
        Column needed = *column;
        if (!with_type) needed.type.named = {};
        end.column_needs(owner, needed);
    }

    // Of tables that stay: who refers to whom, before and after.
    const std::vector<std::pair<std::string, std::string>>& kept_foreign_keys() {
        if (!foreign_keys_.empty()) return foreign_keys_;
        for (const auto& [owner, table] : plan_.from_tables) {
            const auto wanted = plan_.to_tables.find(owner);
            if (wanted == plan_.to_tables.end()) continue;
            for (const Constraint& constraint : table->constraints) {
                const Constraint* later = find_named(wanted->second->constraints, constraint.name);
                const auto* key = std::get_if<ForeignKey>(&constraint.kind);
                if (key != nullptr && later != nullptr && later->kind == constraint.kind)
                    foreign_keys_.emplace_back(owner, key_of(key->references));
            }
        }
        return foreign_keys_;
    }

    const Plan& plan_;
    UsesByTable from_uses_;
    UsesByTable to_uses_;
    Links links_ = {};
    std::vector<std::pair<std::string, std::string>> foreign_keys_ = {};
};

}  // namespace

std::vector<Links> links_of_operations(const Plan& plan) {
    LinksOf links_of(plan);
    std::vector<Links> links;
    links.reserve(plan.result.operations.size());
    for (const Operation& operation : plan.result.operations)
        links.push_back(links_of(operation));
    return links;
}

}  // namespace migrator::diff
