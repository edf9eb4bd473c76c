// What the readers of the answers share: the catalog under way, and which object an oid names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "migrator/catalog/catalog.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/postgres/result_set.hpp"

namespace migrator::introspection {

using Oid = std::uint32_t;

/// One row of an answer; columns count from 0.
struct Row {
    const postgres::ResultSet& set;
    int number;

    std::string_view view(int column) const { return set.text(number, column); }
    std::string text(int column) const { return std::string(view(column)); }
    bool is_null(int column) const { return set.is_null(number, column); }
    bool flag(int column) const { return set.boolean(number, column); }
    long long integer(int column) const { return set.integer(number, column); }
    Oid oid(int column) const { return static_cast<Oid>(set.integer(number, column)); }
    char letter(int column) const { return view(column).empty() ? '\0' : view(column).front(); }
};

template <class Use>
void for_each_row(const postgres::ResultSet& set, const Use& use) {
    for (int number = 0; number < set.row_count(); ++number)
        use(Row{set, number});
}

struct OperatorClass {
    std::string name = {};
    bool is_default = false;
    Oid input_type = 0;
};

/// A type by its oid, or by that of its array.
struct TypeFacts {
    std::string name = {};
    Oid schema = 0;
    bool is_user_defined = false;
    Oid collation = 0;
    char storage = 'p';
};

/// A table, view or materialized view by its oid.
struct Relation {
    static constexpr std::size_t no_table = static_cast<std::size_t>(-1);
    ObjectName name = {};
    std::size_t table = no_table;  ///< its place in Catalog::tables
    char kind = 'r';
    std::vector<std::string> columns = {};  ///< by number, from 1; empty where dropped
    std::vector<Oid> collations = {};
    std::vector<bool> is_generated = {};

    const std::string& column(long long number) const;
};

/// A constraint by its place in the catalog.
struct ConstraintPlace {
    std::size_t table = 0;
    std::size_t number = 0;  ///< in Table::constraints
};

struct Reading {
    const CatalogScope& scope;
    Catalog catalog = {};
    std::unordered_map<Oid, std::string> schemas = {};
    std::unordered_map<Oid, std::string> access_methods = {};
    std::unordered_map<Oid, OperatorClass> operator_classes = {};
    std::unordered_map<Oid, std::string> collations = {};
    std::unordered_map<Oid, std::string> tablespaces = {};
    std::unordered_map<Oid, TypeFacts> type_facts = {};
    std::unordered_map<Oid, Relation> relations = {};
    /// Tables that are not read, but may be referred to.
    std::unordered_map<Oid, Relation> outside = {};
    std::unordered_map<Oid, ConstraintPlace> constraints = {};  ///< by the oid of the index that each has
    std::unordered_map<Oid, ObjectUse> routines = {};
    std::unordered_map<Oid, ObjectUse> types = {};
    /// What a sequence is used by: its own name, or that of the table whose serial or identity column it belongs to.
    std::unordered_map<Oid, ObjectName> sequences = {};
    std::unordered_map<std::string, std::string> comments = {};
    /// The place in Catalog::objects of each object, by catalog and oid.
    std::unordered_map<std::string, std::size_t> objects = {};

    /// The name as the catalog keeps it: without the schema when that is the home schema.
    ObjectName name_of(Oid schema, std::string name) const;
    /// Notes a property of `relation`, or of its column `part`, that no operation reaches.
    void note_other(const char* property, const Relation& relation, const std::string& part, std::string value);
    /// The history table, or something in its schema.
    bool is_excluded(const ObjectName& name) const;
    /// What a foreign key refers to. Null when there is no such table.
    const Relation* referenced(Oid oid) const;
    /// Null when the oid is none of a table in scope.
    Table* table(Oid oid);
    std::string comment(const char* catalog_table, Oid object, long long part = 0) const;
};

/// The numbers in "{1,2}" or "1 2".
std::vector<long long> numbers_in(std::string_view text);
/// "fillfactor=70\nautovacuum_enabled=false", as the queries join them.
std::vector<StorageParameter> parameters_in(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

// Each takes one answer into the catalog; in this order.
void read_names(const postgres::ResultSet& answer, Reading& reading);
void read_comments(const postgres::ResultSet& answer, Reading& reading);
void read_relations(const postgres::ResultSet& answer, Reading& reading);
void read_columns(const postgres::ResultSet& answer, Reading& reading);
/// And what generated columns are generated from.
void read_defaults(const postgres::ResultSet& answer, Reading& reading);
void read_constraints(const postgres::ResultSet& answer, Reading& reading);
/// Adds to a constraint what only its index tells.
void read_indexes(const postgres::ResultSet& answer, Reading& reading);
void read_enums(const postgres::ResultSet& answer, Reading& reading);
/// Turns a column whose sequence is just as `serial` would make it into a serial one.
void read_sequences(const postgres::ResultSet& answer, Reading& reading);
void read_raw_objects(const postgres::ResultSet& answer, Reading& reading);
void read_uses(const postgres::ResultSet& answer, Reading& reading);
void read_others(const postgres::ResultSet& answer, Reading& reading);

}  // namespace migrator::introspection
