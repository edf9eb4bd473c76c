// Relations and their columns.
#include <algorithm>
#include <optional>

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
    enum {
        oid,
        schema,
        name,
        kind,
        persistence,
        options,
        row_security,
        forced,
        tablespace,
        key,
        bound,
        parents,
        width,
        columns_outside
    };
    const auto count = static_cast<std::size_t>(answer.row_count());
    std::unordered_map<Oid, ObjectName> names(count);
    reading.relations.reserve(count);
    reading.catalog.tables.reserve(count);
    for_each_row(
        answer, [&](const Row& row) { names.emplace(row.oid(oid), reading.name_of(row.oid(schema), row.text(name))); });
    for_each_row(answer, [&](const Row& row) {
        Relation relation;
        relation.name = names.at(row.oid(oid));
        relation.kind = row.letter(kind);
        if (!row.is_null(columns_outside)) {
            relation.columns = split(row.view(columns_outside), '\x01');
            reading.outside.emplace(row.oid(oid), std::move(relation));
            return;
        }
        if (reading.is_excluded(relation.name)) return;
        constexpr long long most_columns = 1600;  // PostgreSQL's own bound
        const auto columns = static_cast<std::size_t>(std::clamp(row.integer(width), 0LL, most_columns));
        relation.columns.resize(columns);
        relation.collations.resize(columns);
        relation.is_generated.resize(columns);
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
            if (!table.partition_of) table.columns.resize(columns);
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
    if (row.letter(identity) != '\0')
        column.identity =
            Identity{row.letter(identity) == 'a' ? Identity::Kind::always : Identity::Kind::by_default, {}};
    if (facts != nullptr && row.oid(collation) != facts->collation)
        column.collation = name_in(reading.collations, row.oid(collation));
    column.comment = reading.comment("pg_class", row.oid(relation), row.integer(number));
    return column;
}

void note_storage(const Row& row, const TypeFacts* facts, const Relation& owner, Reading& reading) {
    if (owner.kind == 'v' || facts == nullptr || facts->storage == row.letter(storage)) return;
    reading.note_other("column storage", owner, row.text(name), row.text(storage));
}

// The place of the column in the lists of its relation, if it has one.
std::optional<std::size_t> place_of(long long column_number, const Relation& owner) {
    if (column_number < 1 || static_cast<std::size_t>(column_number) > owner.columns.size()) return std::nullopt;
    return static_cast<std::size_t>(column_number - 1);
}

void read_column(const Row& row, Relation& owner, Reading& reading) {
    const auto found = place_of(row.integer(number), owner);
    if (!found) return;
    const std::size_t place = *found;
    owner.columns[place] = row.text(name);
    owner.collations[place] = row.oid(collation);
    owner.is_generated[place] = row.letter(generated) != '\0';
    const TypeFacts* facts = facts_of(row.oid(type_oid), reading);
    note_storage(row, facts, owner, reading);
    if (owner.table == Relation::no_table) return;
    Table& table = reading.catalog.tables[owner.table];
    if (!table.partition_of && row.flag(is_local))
        table.columns[place] = column_of(row, facts, reading);
    else if (std::string comment = reading.comment("pg_class", row.oid(relation), row.integer(number));
             !comment.empty())
        reading.note_other("comment on a column of partition", owner, row.text(name), std::move(comment));
}

void read_default(const Row& row, const Relation& owner, Reading& reading) {
    constexpr int expression = 2;
    const auto place = place_of(row.integer(number), owner);
    if (!place || owner.table == Relation::no_table) return;
    Table& table = reading.catalog.tables[owner.table];
    // Of a table that was dropped meanwhile, PostgreSQL prints nothing.
    if (table.partition_of || table.columns[*place].name.empty() || row.is_null(expression)) return;
    Column& column = table.columns[*place];
    if (owner.is_generated[*place])
        column.generated_expression = without_outer_parentheses(row.text(expression));
    else
        column.default_expression = row.text(expression);
}

// Rows of one relation mostly follow each other.
template <class Use>
void for_each_row_with_owner(const postgres::ResultSet& answer, Reading& reading, const Use& use) {
    Oid current = 0;
    Relation* owner = nullptr;
    for_each_row(answer, [&](const Row& row) {
        if (row.oid(relation) != current) {
            current = row.oid(relation);
            const auto found = reading.relations.find(current);
            owner = found == reading.relations.end() ? nullptr : &found->second;
        }
        if (owner != nullptr) use(row, *owner);
    });
}

// Columns that were dropped or are inherited.
void close_gaps(Table& table) {
    std::erase_if(table.columns, [](const Column& column) { return column.name.empty(); });
}

}  // namespace

void read_columns(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row_with_owner(answer, reading,
                            [&](const Row& row, Relation& owner) { read_column(row, owner, reading); });
}

void read_defaults(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row_with_owner(answer, reading,
                            [&](const Row& row, const Relation& owner) { read_default(row, owner, reading); });
    for (Table& table : reading.catalog.tables)
        close_gaps(table);
}

}  // namespace migrator::introspection
