// Relations and their columns.
#include <algorithm>
#include <map>

#include "migrator/catalog/expression.hpp"
#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

namespace {

std::string name_in(const std::unordered_map<Oid, std::string>& names, Oid oid) {
    const auto found = names.find(oid);
    return found == names.end() ? std::string() : found->second;
}

void set_parents(Table& table, const std::vector<long long>& parents, const std::string& bound,
                 const std::unordered_map<Oid, ObjectName>& names) {
    for (const long long parent : parents) {
        const auto found = names.find(static_cast<Oid>(parent));
        if (found == names.end()) continue;
        if (bound.empty())
            table.inherits.push_back(found->second);
        else
            table.partition_of = PartitionOf{found->second, bound};
    }
}

}  // namespace

void read_relations(const postgres::ResultSet& answer, Reading& reading) {
    enum { oid, schema, name, kind, persistence, options, row_security, forced, tablespace, key, bound, parents };
    std::unordered_map<Oid, ObjectName> names;
    for_each_row(
        answer, [&](const Row& row) { names.emplace(row.oid(oid), reading.name_of(row.oid(schema), row.text(name))); });
    for_each_row(answer, [&](const Row& row) {
        Relation relation;
        relation.name = names.at(row.oid(oid));
        relation.kind = row.letter(kind);
        if (reading.is_excluded(relation.name)) return;
        if (relation.kind == 'r' || relation.kind == 'p') {
            relation.table = reading.catalog.tables.size();
            Table& table = reading.catalog.tables.emplace_back();
            table.name = relation.name;
            table.unlogged = row.letter(persistence) == 'u';
            table.with = parameters_in(row.view(options));
            if (row.flag(row_security)) table.row_security = row.flag(forced) ? RowSecurity::forced : RowSecurity::on;
            table.tablespace = name_in(reading.tablespaces, row.oid(tablespace));
            table.partition_by = row.text(key);
            table.comment = reading.comment("pg_class", row.oid(oid));
            if (!row.is_null(parents)) set_parents(table, numbers_in(row.view(parents)), row.text(bound), names);
        }
        reading.relations.emplace(row.oid(oid), std::move(relation));
    });
}

namespace {

const TypeFacts* facts_of(Oid type, const Reading& reading) {
    const auto found = reading.type_facts.find(type);
    return found == reading.type_facts.end() ? nullptr : &found->second;
}

enum {
    relation,
    number,
    name,
    type,
    type_oid,
    has_no_length,
    not_null,
    identity,
    generated,
    expression,
    collation,
    is_local,
    storage
};

SqlType type_of(const Row& row, const TypeFacts* facts, const Reading& reading) {
    SqlType column_type;
    std::string_view printed = row.view(type);
    if (printed.ends_with("[]")) {
        column_type.array = true;
        printed.remove_suffix(2);
    }
    if (facts != nullptr && facts->is_user_defined && row.flag(has_no_length))
        column_type.named = reading.name_of(facts->schema, facts->name);
    else
        column_type.text = printed;
    return column_type;
}

Column column_of(const Row& row, const TypeFacts* facts, const Reading& reading) {
    Column column;
    column.name = row.view(name);
    column.type = type_of(row, facts, reading);
    column.nullable = !row.flag(not_null);
    if (row.letter(identity) != '\0') {
        column.identity =
            Identity{row.letter(identity) == 'a' ? Identity::Kind::always : Identity::Kind::by_default, {}};
    } else if (row.letter(generated) != '\0') {
        column.generated_expression = without_outer_parentheses(row.text(expression));
    } else if (!row.is_null(expression)) {
        column.default_expression = row.text(expression);
    }
    if (facts != nullptr && row.oid(collation) != facts->collation)
        column.collation = name_in(reading.collations, row.oid(collation));
    column.comment = reading.comment("pg_class", row.oid(relation), row.integer(number));
    return column;
}

void note_storage(const Row& row, const TypeFacts* facts, const Relation& owner, Reading& reading) {
    if (owner.kind == 'v' || facts == nullptr || facts->storage == row.letter(storage)) return;
    const std::string schema = owner.name.schema.empty() ? "" : owner.name.schema + ".";
    reading.catalog.others.push_back(
        {"column storage", schema + owner.name.name + "." + row.text(name), row.text(storage)});
}

void read_column(const Row& row, Relation& owner, Reading& reading) {
    constexpr long long most_columns = 1600;  // PostgreSQL's own bound
    if (row.integer(number) < 1 || row.integer(number) > most_columns) return;
    const auto place = static_cast<std::size_t>(row.integer(number));
    owner.columns.resize(std::max(owner.columns.size(), place));
    owner.collations.resize(owner.columns.size());
    owner.columns[place - 1] = row.text(name);
    owner.collations[place - 1] = row.oid(collation);
    const TypeFacts* facts = facts_of(row.oid(type_oid), reading);
    note_storage(row, facts, owner, reading);
    if (owner.table == Relation::no_table) return;
    Table& table = reading.catalog.tables[owner.table];
    if (table.partition_of || !row.flag(is_local)) return;
    table.columns.push_back(column_of(row, facts, reading));
    owner.numbers.push_back(row.integer(number));
}

void put_in_order(const Relation& owner, Reading& reading) {
    if (std::is_sorted(owner.numbers.begin(), owner.numbers.end())) return;
    std::map<long long, Column> ordered;
    std::vector<Column>& columns = reading.catalog.tables[owner.table].columns;
    for (std::size_t i = 0; i < columns.size(); ++i)
        ordered.emplace(owner.numbers[i], std::move(columns[i]));
    columns.clear();
    for (auto& [place, column] : ordered)
        columns.push_back(std::move(column));
}

}  // namespace

void read_columns(const postgres::ResultSet& answer, Reading& reading) {
    Oid current = 0;
    Relation* owner = nullptr;
    for_each_row(answer, [&](const Row& row) {
        if (row.oid(relation) != current) {
            current = row.oid(relation);
            const auto found = reading.relations.find(current);
            owner = found == reading.relations.end() ? nullptr : &found->second;
        }
        if (owner != nullptr) read_column(row, *owner, reading);
    });
    for (const auto& [oid, relation_read] : reading.relations)
        put_in_order(relation_read, reading);
}

}  // namespace migrator::introspection
