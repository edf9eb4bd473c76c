// Columns that PostgreSQL does not let change: what holds them can be put aside by no operation.
#include <algorithm>
#include <utility>

#include "migrator/catalog/expression.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/diff/casts.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

std::vector<const Table*> parents_of(const Table& table, const ByName<Table>& tables) {
    std::vector<ObjectName> names = table.inherits;
    if (table.partition_of) names.push_back(table.partition_of->parent);
    std::vector<const Table*> parents;
    for (const ObjectName& name : names)
        if (const auto found = tables.find(key_of(name)); found != tables.end()) parents.push_back(found->second);
    return parents;
}

// The table first, then its parents, theirs, and so on.
std::vector<const Table*> line_of(const Table& table, const ByName<Table>& tables) {
    std::vector<const Table*> line = {&table};
    for (std::size_t i = 0; i < line.size(); ++i)
        for (const Table* parent : parents_of(*line[i], tables))
            if (std::find(line.begin(), line.end(), parent) == line.end()) line.push_back(parent);
    return line;
}

std::string shown(const ObjectName& table, const std::string& column) {
    return "column " + diff::shown(table) + "." + column;
}

class HeldColumns {
 public:
    explicit HeldColumns(Plan& plan) : plan_(plan) {
        for (const auto& [name, table] : plan.from_tables) {
            SqlWriter type;
            type << table->name;
            // PostgreSQL's own type of that name comes first.
            if (!is_cast_known(table->name.name) && !is_string(table->name.name))
                row_types_.emplace(type.take(), table);
        }
        for (const RawObject& object : plan.from.objects)
            objects_.emplace(identity(object), &object);
    }

    void run() {
        for (const auto& [name, table] : plan_.from_tables) {
            if (!plan_.is_common(table->name)) continue;
            find_partition_key(*table);
            find_other_parents(*table);
            for (const Column& column : table->columns)
                find_row_type(*table, column);
        }
        for (const TableUse& use : plan_.from.table_uses)
            if (plan_.is_common(use.table)) find_use(use);
        for (const std::string& refusal : refusals_)
            plan_.refuse(refusal);
    }

 private:
    bool is_touched(const ObjectName& table, const std::string& column) const {
        return plan_.is_common(table) && plan_.touched_columns.count(key_of(table, column)) != 0;
    }

    const Column* wanted(const Table& table, const Column& column) const {
        const auto found = plan_.to_tables.find(key_of(table.name));
        return found == plan_.to_tables.end() ? nullptr : find_named(found->second->columns, column.name);
    }

    bool changes_type(const Table& table, const Column& column) const {
        const Column* later = wanted(table, column);
        return later != nullptr && !same_column_type(table.name, column, *later, plan_.options);
    }

    // A partition has the columns of the table at the root.
    void find_partition_key(const Table& table) {
        if (table.partition_by.empty()) return;
        for (const Table* owner : line_of(table, plan_.from_tables))
            for (const Column& column : owner->columns)
                if (is_touched(owner->name, column.name) && mentions_name(table.partition_by, column.name))
                    refusals_.insert(shown(owner->name, column.name) + " is in the partition key of table " +
                                     diff::shown(table.name) +
                                     ", which cannot change: make a new table and move the rows with op.execute");
    }

    // PostgreSQL changes an inherited column for one line of parents at a time.
    void find_other_parents(const Table& table) {
        for (const Table* ancestor : line_of(table, plan_.from_tables)) {
            if (ancestor == &table) continue;
            for (const Column& column : ancestor->columns)
                if (changes_type(*ancestor, column) && has_parent_beside(table, *ancestor, column.name))
                    refusals_.insert(shown(table.name, column.name) +
                                     " changes its type while more than one parent has it: write it with op.execute");
        }
    }

    bool has_parent_beside(const Table& table, const Table& ancestor, const std::string& column) const {
        const std::vector<const Table*> parents = parents_of(table, plan_.from_tables);
        return std::any_of(parents.begin(), parents.end(), [&](const Table* parent) {
            const std::vector<const Table*> line = line_of(*parent, plan_.from_tables);
            const bool is_below = std::find(line.begin(), line.end(), &ancestor) != line.end();
            const auto has_it = [&](const Table* each) { return find_named(each->columns, column) != nullptr; };
            return !is_below && std::any_of(line.begin(), line.end(), has_it);
        });
    }

    // PostgreSQL does not rewrite rows that are values elsewhere.
    void find_row_type(const Table& table, const Column& column) {
        const auto found = row_types_.find(column.type.text);
        if (found == row_types_.end()) return;
        for (const Table* owner : line_of(*found->second, plan_.from_tables))
            if (const std::string changed = rewritten(*owner); !changed.empty())
                refusals_.insert(changed + " while " + shown(table.name, column.name) + " has the row type of table " +
                                 diff::shown(found->second->name) + ": write it with op.execute");
    }

    // What of a table's change writes its rows anew; empty: nothing.
    std::string rewritten(const Table& from) const {
        const auto to = plan_.to_tables.find(key_of(from.name));
        if (to == plan_.to_tables.end()) return {};
        if (from.unlogged != to->second->unlogged) return "table " + diff::shown(from.name) + " changes";
        for (const Column& column : to->second->columns) {
            const Column* former = find_named(from.columns, column.name);
            if (former != nullptr && is_touched(from.name, column.name))
                return shown(from.name, column.name) + " changes";
            const bool is_filled =
                column.default_expression || column.generated_expression || column.identity || column.type.serial;
            if (former == nullptr && is_filled) return shown(from.name, column.name) + " is added";
        }
        return {};
    }

    void find_use(const TableUse& use) {
        if (use.by == TableUse::By::rule_or_publication && is_touched(use.use.name, use.use.column))
            refusals_.insert(shown(use.use.name, use.use.column) + " changes while " + holder_of(use) +
                             " uses it: drop it before and create it after with op.execute");
        if (use.use.kind != ObjectUse::Kind::function) return;
        if (const auto routine = objects_.find(identity(use.use)); routine != objects_.end())
            find_use_by_routine(*routine->second, use.table);
    }

    // Only a body that PostgreSQL has parsed holds columns.
    void find_use_by_routine(const RawObject& routine, const ObjectName& user) {
        for (const ObjectUse& use : routine.uses)
            if (use.kind == ObjectUse::Kind::relation && is_touched(use.name, use.column))
                refusals_.insert(shown(use.name, use.column) + " changes while function " + diff::shown(routine.name) +
                                 " uses it, which table " + diff::shown(user) + " needs: write it with op.execute");
    }

    // The rule or publication that a use without an object of its own is of.
    std::string holder_of(const TableUse& use) const {
        for (const OtherObject& other : plan_.from.others) {
            const bool is_rule = other.kind == "rule" && other.parent == use.table;
            const bool is_publication = other.kind == "publication" && mentions_name(other.definition, use.table.name);
            if ((is_rule || is_publication) && mentions_name(other.definition, use.use.column))
                return other.kind + " " + other.name;
        }
        return "a rule or publication of table " + diff::shown(use.table);
    }

    Plan& plan_;
    ByName<Table> row_types_ = {};    // as PostgreSQL prints them
    ByName<RawObject> objects_ = {};  // by identity
    std::set<std::string> refusals_ = {};
};

}  // namespace

const Table* parent_with_column(const Table& table, const std::string& column, const ByName<Table>& tables) {
    for (const Table* ancestor : line_of(table, tables))
        if (ancestor != &table && find_named(ancestor->columns, column) != nullptr) return ancestor;
    return nullptr;
}

void refuse_held_columns(Plan& plan) {
    const auto is_empty = [&](Phase phase) { return plan.phases[static_cast<std::size_t>(phase)].empty(); };
    if (plan.touched_columns.empty() && is_empty(Phase::add_column) && is_empty(Phase::add_generated_column) &&
        is_empty(Phase::alter_column))
        return;
    HeldColumns(plan).run();
}

}  // namespace migrator::diff
