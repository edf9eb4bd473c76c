// What no operation makes goes silently with what is built anew, and a parent's default overwrites its children's: such
// a difference is refused by name.
#include <algorithm>
#include <utility>
#include <variant>

#include "migrator/catalog/expression.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

using Kind = RawObject::Kind;

// As an OtherObject is named for people.
std::string shown_part(const ObjectName& table, const std::string& part) {
    return shown(table) + "." + part;
}

// The operations take these away; what is told of the same name on the other side is there no more.
class Removed {
 public:
    void operator()(const DropObject& o) {
        switch (o.object.kind) {
            case Kind::view:
            case Kind::materialized_view:
                relations_.insert(key_of(o.object.name));
                break;
            case Kind::function:
            case Kind::procedure:
                named_.insert(shown(o.object.name) + "(" + o.object.arguments + ")");
                break;
            case Kind::domain:
                named_.insert(shown(o.object.name));
                domains_.insert(shown(o.object.name));
                break;
            case Kind::trigger:
                named_.insert(shown_part(o.object.table, o.object.name.name));
                break;
            case Kind::extension:
            case Kind::policy:
                break;
        }
    }
    void operator()(const DropSequence& o) { relations_.insert(key_of(o.name)); }
    void operator()(const DropEnum& o) { named_.insert(shown(o.name)); }
    void operator()(const RecreateEnum& o) {
        named_.insert(shown(o.name));
        for (const EnumUse& use : o.used_by)
            retyped_.insert(shown_part(use.table, use.column));
    }
    void operator()(const DropColumn& o) { remove_column(o.table, o.column); }
    void operator()(const AddExpression& o) { remove_column(o.table, o.column.name); }
    void operator()(const AlterColumn& o) {
        if (o.type) retyped_.insert(shown_part(o.table, o.column));
        if (o.identity && !o.identity->to) remove_sequence(o.table, o.column);
    }
    void operator()(const DropIndex& o) {
        if (!o.definition) return;
        remove_index(o.definition->table, o.name.name);
        named_.insert(shown_part(o.definition->table, o.name.name));
    }
    void operator()(const DropConstraint& o) {
        remove_index(o.table, o.name);
        named_.insert(shown_part(o.table, o.name));
    }
    template <class Other>
    void operator()(const Other&) {}

    bool takes(const OtherObject& other) const {
        if (relations_.count(key_of(other.parent)) != 0 || named_.count(other.name) != 0) return true;
        if (retyped_.count(other.name) != 0)
            return other.kind == "column storage" || (other.kind == "column settings" && sets_compression(other));
        if (other.kind == "clustering" || other.kind == "replica identity") return takes_index_of(other);
        if (other.kind == "column settings") return is_setting_of_index(other);
        if (other.kind == "extended statistics") return takes_column_of(other);
        return other.kind == "comment" && is_on_domain(other);
    }

 private:
    void remove_column(const ObjectName& table, const std::string& column) {
        named_.insert(shown_part(table, column));
        columns_.emplace_back(table, column);
    }
    void remove_sequence(const ObjectName& table, const std::string& column) {
        Column counted;
        counted.name = column;
        relations_.insert(key_of(serial_sequence(table, counted).name));
    }
    void remove_index(const ObjectName& table, const std::string& name) { indexes_.insert(key_of(table, name)); }

    static bool sets_compression(const OtherObject& other) {
        return other.definition.starts_with("p") || other.definition.starts_with("l");
    }
    bool takes_index_of(const OtherObject& other) const {
        const std::string name = other.kind == "clustering" || !other.definition.starts_with("index ")
                                     ? other.definition
                                     : other.definition.substr(6);
        return indexes_.count(key_of(other.parent, name)) != 0;
    }
    // "index.1" or "index.expr" of the table that is the parent.
    bool is_setting_of_index(const OtherObject& other) const {
        return std::any_of(indexes_.begin(), indexes_.end(), [&](const std::string& index) {
            const std::string table = key_of(other.parent) + ".";
            if (!index.starts_with(table)) return false;
            return other.name.starts_with(shown({other.parent.schema, index.substr(table.size())}) + ".");
        });
    }
    bool takes_column_of(const OtherObject& statistics) const {
        return std::any_of(columns_.begin(), columns_.end(), [&](const auto& column) {
            return column.first == statistics.parent && mentions_name(statistics.definition, column.second);
        });
    }
    bool is_on_domain(const OtherObject& other) const {
        return std::any_of(domains_.begin(), domains_.end(),
                           [&](const std::string& domain) { return other.name.ends_with(" of domain " + domain); });
    }

    std::set<std::string> relations_ = {};
    std::set<std::string> named_ = {};
    std::set<std::string> domains_ = {};
    std::set<std::string> retyped_ = {};
    std::set<std::string> indexes_ = {};
    std::vector<std::pair<ObjectName, std::string>> columns_ = {};
};

// A difference is refused by compare_others.
void refuse_lost(const Removed& removed, Plan& plan) {
    for (const OtherObject& other : plan.from.others) {
        if (!removed.takes(other) || !plan.compares(other.kind.c_str())) continue;
        if (std::find(plan.to.others.begin(), plan.to.others.end(), other) == plan.to.others.end()) continue;
        plan.refuse(
            other.kind + " " + other.name +
            " would be lost, since what it belongs to is built anew, and no operation makes it: write the change "
            "with op.execute");
    }
}

// What a change of a column does to the same column of tables below.
class OverwrittenDefaults {
 public:
    explicit OverwrittenDefaults(Plan& plan) : plan_(plan) {}

    void operator()(const AlterColumn& o) {
        if (o.server_default) check(o.table, o.column);
    }
    void operator()(const RecreateEnum& o) {
        for (const EnumUse& use : o.used_by)
            check(use.table, use.column);
    }
    template <class Other>
    void operator()(const Other&) {}

 private:
    static bool is_child(const Table& table, const ObjectName& parent) {
        return (table.partition_of && table.partition_of->parent == parent) ||
               std::find(table.inherits.begin(), table.inherits.end(), parent) != table.inherits.end();
    }

    void check(const ObjectName& parent, const std::string& column) {
        for (const Table& table : plan_.from.tables) {
            if (!is_child(table, parent)) continue;
            if (has_own_default(table, parent, column)) {
                plan_.refuse("column default of " + shown_part(table.name, column) +
                             " would be overwritten by that of " + shown_part(parent, column) +
                             ": write the change with op.execute");
                continue;
            }
            check(table.name, column);
        }
    }

    bool has_own_default(const Table& table, const ObjectName& parent, const std::string& column) const {
        const std::string name = shown_part(table.name, column);
        const auto is_it = [&](const OtherObject& other) {
            return other.kind == "column default of partition" && other.name == name;
        };
        if (std::any_of(plan_.from.others.begin(), plan_.from.others.end(), is_it)) return true;
        return differs_from_parent(plan_.from_tables, table.name, parent, column) ||
               differs_from_parent(plan_.to_tables, table.name, parent, column);
    }

    // Of a child that declares the column itself.
    static bool differs_from_parent(const ByName<Table>& tables, const ObjectName& child, const ObjectName& parent,
                                    const std::string& column) {
        const auto child_table = tables.find(key_of(child));
        const auto parent_table = tables.find(key_of(parent));
        if (child_table == tables.end() || parent_table == tables.end()) return false;
        const Column* const below = find_named(child_table->second->columns, column);
        const Column* const above = find_named(parent_table->second->columns, column);
        return below != nullptr && above != nullptr && below->default_expression != above->default_expression;
    }

    Plan& plan_;
};

}  // namespace

void refuse_silent_losses(Plan& plan) {
    Removed removed;
    OverwrittenDefaults defaults(plan);
    for (const std::vector<Operation>& phase : plan.phases)
        for (const Operation& operation : phase) {
            std::visit(removed, operation);
            std::visit(defaults, operation);
        }
    if (plan.compares("others")) refuse_lost(removed, plan);
}

}  // namespace migrator::diff
