// Indexes, taken apart as pg_index holds them.
#include <algorithm>
#include <tuple>
#include <variant>

#include "migrator/catalog/expression.hpp"
#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

namespace {

enum {
    oid,
    name,
    table,
    method,
    is_unique,
    is_valid,
    keys,
    key_count,
    options,
    classes,
    collations,
    nulls_not_distinct,
    parameters,
    tablespace,
    predicate,
    expressions,
    is_part,
    is_clustered
};

constexpr long long is_descending = 1;
constexpr long long nulls_are_first = 2;

NullsOrder nulls_order(long long option) {
    const bool descending = (option & is_descending) != 0;
    const bool first = (option & nulls_are_first) != 0;
    if (descending == first) return NullsOrder::standard;
    return first ? NullsOrder::first : NullsOrder::last;
}

std::string name_in(const std::unordered_map<Oid, std::string>& names, Oid wanted) {
    const auto found = names.find(wanted);
    return found == names.end() ? std::string() : found->second;
}

// The collation of a key, where it is not that of the column, or of an expression's type.
std::string collation_of(const Reading& reading, const Relation& relation, long long column, Oid collation) {
    constexpr Oid default_collation = 100;
    const Oid inherent = column > 0 && static_cast<std::size_t>(column) <= relation.collations.size()
                             ? relation.collations[static_cast<std::size_t>(column) - 1]
                             : default_collation;
    return collation == 0 || collation == inherent ? std::string() : name_in(reading.collations, collation);
}

// Empty for the default one of its type.
std::string class_name(const Reading& reading, long long used) {
    const auto found = reading.operator_classes.find(static_cast<Oid>(used));
    return found == reading.operator_classes.end() || found->second.is_default ? std::string() : found->second.name;
}

std::vector<IndexKey> keys_of(const Row& row, const Relation& relation, const Reading& reading) {
    const std::vector<long long> columns = numbers_in(row.view(keys));
    const std::vector<long long> flags = numbers_in(row.view(options));
    const std::vector<long long> used_classes = numbers_in(row.view(classes));
    const std::vector<long long> used_collations = numbers_in(row.view(collations));
    const std::vector<std::string> texts = split(row.view(expressions), '\x01');
    const auto count = std::min({static_cast<std::size_t>(std::max(row.integer(key_count), 0LL)), columns.size(),
                                 flags.size(), used_classes.size(), used_collations.size()});
    std::size_t next_text = 0;
    std::vector<IndexKey> result(count);
    for (std::size_t i = 0; i < count; ++i) {
        IndexKey& key = result[i];
        if (columns[i] != 0)
            key.column = relation.column(columns[i]);
        else if (next_text < texts.size())
            key.expression = without_outer_parentheses(texts[next_text++]);
        key.collation = collation_of(reading, relation, columns[i], static_cast<Oid>(used_collations[i]));
        key.operator_class = class_name(reading, used_classes[i]);
        key.descending = (flags[i] & is_descending) != 0;
        key.nulls = nulls_order(flags[i]);
    }
    return result;
}

std::vector<std::string> included_columns(const Row& row, const Relation& relation) {
    std::vector<std::string> names;
    const std::vector<long long> columns = numbers_in(row.view(keys));
    for (auto i = static_cast<std::size_t>(std::max(row.integer(key_count), 0LL)); i < columns.size(); ++i)
        names.push_back(relation.column(columns[i]));
    return names;
}

Index index_of(const Row& row, const Relation& relation, const Reading& reading) {
    Index index;
    index.name = row.view(name);
    index.table = relation.name;
    index.keys = keys_of(row, relation, reading);
    index.options.unique = row.flag(is_unique);
    index.options.nulls_not_distinct = row.flag(nulls_not_distinct);
    index.options.method = name_in(reading.access_methods, row.oid(method));
    index.options.include = included_columns(row, relation);
    index.options.where = without_outer_parentheses(row.text(predicate));
    index.options.with = parameters_in(row.view(parameters));
    index.options.tablespace = name_in(reading.tablespaces, row.oid(tablespace));
    index.comment = reading.comment("pg_class", row.oid(oid));
    index.invalid = !row.flag(is_valid);
    return index;
}

// What a constraint has no place for.
void note_rest(const Constraint& constraint, const Row& row, const Relation& relation, Reading& reading) {
    if (row.oid(tablespace) != 0)
        reading.note_other("tablespace of a constraint", relation, constraint.name,
                           name_in(reading.tablespaces, row.oid(tablespace)));
    if (!std::holds_alternative<Exclude>(constraint.kind)) return;
    std::string names;
    for (const IndexKey& key : keys_of(row, relation, reading))
        names += " " + (key.collation.empty() ? "-" : key.collation);
    if (names.find_first_not_of(" -") != std::string::npos)
        reading.note_other("collation of a constraint", relation, constraint.name, names.substr(1));
}

void note_comment(const Row& row, const Relation& relation, Reading& reading) {
    std::string comment = reading.comment("pg_class", row.oid(oid));
    if (!comment.empty())
        reading.note_other("comment on the index of a constraint", relation, row.text(name), std::move(comment));
}

// The index of a constraint tells more about it than the constraint does.
void complete(Constraint& constraint, const Row& row, const Relation& relation, const Reading& reading) {
    if (auto* const key = std::get_if<PrimaryKey>(&constraint.kind)) {
        key->include = included_columns(row, relation);
        key->with = parameters_in(row.view(parameters));
    } else if (auto* const unique = std::get_if<Unique>(&constraint.kind)) {
        unique->include = included_columns(row, relation);
        unique->with = parameters_in(row.view(parameters));
        unique->nulls_not_distinct = row.flag(nulls_not_distinct);
    } else if (auto* const exclude = std::get_if<Exclude>(&constraint.kind)) {
        exclude->method = name_in(reading.access_methods, row.oid(method));
        exclude->where = without_outer_parentheses(row.text(predicate));
        exclude->with = parameters_in(row.view(parameters));
        const std::vector<long long> used = numbers_in(row.view(classes));
        for (std::size_t i = 0; i < exclude->elements.size() && i < used.size(); ++i)
            exclude->elements[i].operator_class = class_name(reading, used[i]);
    }
}

}  // namespace

void read_indexes(const postgres::ResultSet& answer, Reading& reading) {
    std::vector<Index>& indexes = reading.catalog.indexes;
    indexes.reserve(static_cast<std::size_t>(answer.row_count()));
    for_each_row(answer, [&](const Row& row) {
        const auto relation = reading.relations.find(row.oid(table));
        if (relation == reading.relations.end()) return;
        if (row.flag(is_clustered)) reading.note_other("clustering", relation->second, {}, row.text(name));
        const auto place = reading.constraints.find(row.oid(oid));
        if (place != reading.constraints.end()) {
            Constraint& constraint = reading.catalog.tables[place->second.table].constraints[place->second.number];
            complete(constraint, row, relation->second, reading);
            note_rest(constraint, row, relation->second, reading);
        } else if (!row.flag(is_part)) {
            indexes.push_back(index_of(row, relation->second, reading));
            return;
        }
        note_comment(row, relation->second, reading);
    });
    std::sort(indexes.begin(), indexes.end(), [](const Index& a, const Index& b) {
        return std::tie(a.table.schema, a.name) < std::tie(b.table.schema, b.name);
    });
}

}  // namespace migrator::introspection
