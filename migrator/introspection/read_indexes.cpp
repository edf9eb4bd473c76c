// Indexes, taken apart as pg_index holds them.
#include <algorithm>
#include <tuple>

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
    is_part
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

}  // namespace

void read_constraint_indexes(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) {
        ConstraintIndex& facts = reading.constraint_indexes[row.oid(oid)];
        facts.keys = numbers_in(row.view(keys));
        facts.key_count = row.integer(key_count);
        facts.nulls_not_distinct = row.flag(nulls_not_distinct);
        facts.with = parameters_in(row.view(parameters));
        facts.where = without_outer_parentheses(row.text(predicate));
        facts.method = name_in(reading.access_methods, row.oid(method));
        for (const long long used : numbers_in(row.view(classes)))
            facts.operator_classes.push_back(class_name(reading, used));
    });
}

void read_indexes(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) {
        const auto found = reading.relations.find(row.oid(table));
        if (found == reading.relations.end() || row.flag(is_part)) return;
        if (reading.owned_indexes.count(row.oid(oid)) != 0) return;
        const Relation& relation = found->second;
        Index& index = reading.catalog.indexes.emplace_back();
        index.name = row.view(name);
        index.table = relation.name;
        index.keys = keys_of(row, relation, reading);
        index.options.unique = row.flag(is_unique);
        index.options.nulls_not_distinct = row.flag(nulls_not_distinct);
        index.options.method = name_in(reading.access_methods, row.oid(method));
        const std::vector<long long> columns = numbers_in(row.view(keys));
        for (std::size_t i = index.keys.size(); i < columns.size(); ++i)
            index.options.include.push_back(relation.column(columns[i]));
        index.options.where = without_outer_parentheses(row.text(predicate));
        index.options.with = parameters_in(row.view(parameters));
        index.options.tablespace = name_in(reading.tablespaces, row.oid(tablespace));
        index.comment = reading.comment("pg_class", row.oid(oid));
        index.invalid = !row.flag(is_valid);
    });
    std::sort(reading.catalog.indexes.begin(), reading.catalog.indexes.end(), [](const Index& a, const Index& b) {
        return std::tie(a.table.schema, a.name) < std::tie(b.table.schema, b.name);
    });
}

}  // namespace migrator::introspection
