// The operations under way, sorted into phases, in which most of them find what they need.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "migrator/diff/compare.hpp"

namespace migrator::diff {

/// In the order in which they run.
enum class Phase {
    drop_view_index,
    drop_object,
    rename,
    drop_foreign_key,
    drop_index,
    drop_constraint,
    detach_sequence,
    drop_table,
    create_schema,
    create_extension,
    prepare_enum,
    change_enum,
    create_domain,
    create_sequence,
    create_table,
    prepare_column,
    add_column,
    alter_column,
    add_generated_column,
    drop_column,
    rename_part,
    add_constraint,
    create_index,
    add_foreign_key,
    attach_sequence,
    comment,
    create_object,
    create_view_index,
    drop_used_object,
    drop_late,
    count
};

/// A name with its schema, as the key of maps.
std::string key_of(const ObjectName& name);
std::string key_of(const ObjectName& table, const std::string& part);
/// For people: `users`, `game.users`.
std::string shown(const ObjectName& name);
/// By which an object is found on the other side, and among those that others use: "relation .users", "type .mood".
std::string identity(const RawObject& object);
std::string identity(const ObjectUse& use);

template <class T>
using ByName = std::map<std::string, const T*>;

/// Both sides, what has been decided so far, and the phases.
struct Plan {
    const Catalog& from;
    const Catalog& to;
    const CompareOptions& options;
    Difference result = {};
    std::array<std::vector<Operation>, static_cast<std::size_t>(Phase::count)> phases = {};

    ByName<Table> from_tables = {};
    ByName<Table> to_tables = {};
    std::set<std::string> dropped_tables = {};
    /// Columns of `from` whose type changes or that go, and those that are built anew, by `key_of(table, column)`; and
    /// primary keys that go, by `key_of(table, constraint)`.
    std::set<std::string> touched_columns = {};
    /// Those that are dropped and added again, so that whatever is on them goes with them.
    std::set<std::string> replaced_columns = {};
    std::set<std::string> recreated_enums = {};
    /// Foreign keys and other constraints and indexes of both sides that have to be built anew although they are equal.
    std::set<std::string> rebuilt_parts = {};

    void add(Phase phase, Operation operation) {
        phases[static_cast<std::size_t>(phase)].push_back(std::move(operation));
    }
    void note(std::string text) { result.notes.push_back(std::move(text)); }
    void refuse(std::string text) { result.refusals.push_back(std::move(text)); }
    bool compares(const char* kind) const { return options.switched_off.count(kind) == 0; }
    bool asks_about_columns() const {
        return options.compare_type.is_asked() || options.compare_server_default.is_asked();
    }
    bool is_common(const ObjectName& table) const {
        return from_tables.count(key_of(table)) != 0 && to_tables.count(key_of(table)) != 0;
    }
};

/// Operations that create the tables of `names` in `to`, given what `from` has: first the tables, then the foreign keys
/// that have to wait.
struct Creation {
    std::vector<Operation> tables = {};
    std::vector<Operation> foreign_keys = {};
};

/// What only the first side has and stays there nevertheless, and a note of each.
struct LeftAlone {
    Catalog catalog = {};
    std::vector<std::string> notes = {};
};

/// Partitions and inheritance children that only `from` has, unless their parents go; what such tables own and need.
LeftAlone find_left_alone(const Catalog& from, const Catalog& to);
/// Both together. *Requires:* nothing is in both.
Catalog with(Catalog catalog, const Catalog& more);

// Each compares one kind of object, in this order; what a later one needs to know is in the plan.
Catalog apply_renames(const Catalog& from, const Catalog& to, const CompareOptions& options,
                      std::vector<Operation>& operations);
void find_touched_columns(Plan& plan);
void compare_schemas(Plan& plan);
void compare_enums(Plan& plan);
void compare_tables(Plan& plan);
void compare_columns(const Table& from, const Table& to, Plan& plan);
/// Refuses changes of columns that something else holds, which no operation can put aside.
void refuse_held_columns(Plan& plan);
void compare_constraints(Plan& plan);
/// Of foreign keys that stay, those whose key goes: `dropped_keys` holds `key_columns` of each.
void rebuild_foreign_keys(Plan& plan, const std::set<std::string>& dropped_keys);
void compare_indexes(Plan& plan);
void compare_sequences(Plan& plan);
void compare_objects(Plan& plan);
void compare_others(Plan& plan);
void drop_schemas(Plan& plan);
/// Refuses what the operations found so far would take away or overwrite without saying so.
void refuse_silent_losses(Plan& plan);
/// Moves operations of the result to where each finds what it needs; refuses by name what no order can reach.
void put_in_order(Plan& plan);

/// True when the column has to be dropped and added: a generated column that changes, or that needs a touched column.
bool is_replaced(const Column& from, const Column& to, const Table& table, const Plan& plan);
bool same_column_type(const ObjectName& table, const Column& from, const Column& to, const CompareOptions& options);
/// The nearest ancestor that has a column of this name of its own. Null when there is none.
const Table* parent_with_column(const Table& table, const std::string& column, const ByName<Table>& tables);
/// As `options.compare_server_default` has it.
bool defaults_differ(const ObjectName& table, const Column& from, const Column& to, const CompareOptions& options);
/// The serial column as it is stored: an integer with a default; and its sequence.
Column expanded(const ObjectName& table, const Column& column);
Sequence serial_sequence(const ObjectName& table, const Column& column);
/// PostgreSQL's defaults where an option is not set: ALTER leaves what it does not name as it is.
SequenceOptions with_all_options(SequenceOptions options, const SqlType& type);
/// USING where PostgreSQL has no assignment cast; else empty. None: no value of the one is a value of the other.
std::optional<std::string> using_expression(const std::string& column, const SqlType& from, const SqlType& to);
/// A table and the columns of a key in any order, as the key of sets.
std::string key_columns(const ObjectName& table, std::vector<std::string> columns);
bool same_constraint(const ConstraintKind& first, const ConstraintKind& second);
bool same_index(const Index& first, const Index& second);

template <class T>
const T* find_named(const std::vector<T>& items, const std::string& name) {
    for (const T& item : items)
        if (item.name == name) return &item;
    return nullptr;
}

}  // namespace migrator::diff
