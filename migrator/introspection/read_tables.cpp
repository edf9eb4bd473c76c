// Relations and their columns.
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

SqlType type_of(std::string_view printed, bool is_user_defined, std::string_view user_name, Oid schema,
                const Reading& reading) {
    SqlType type;
    if (printed.ends_with("[]")) {
        type.array = true;
        printed.remove_suffix(2);
    }
    if (is_user_defined)
        type.named = reading.name_of(schema, std::string(user_name));
    else
        type.text = printed;
    return type;
}

}  // namespace

void read_columns(const postgres::ResultSet& answer, Reading& reading) {
    enum {
        relation,
        number,
        name,
        type,
        user_type,
        type_schema,
        not_null,
        identity,
        generated,
        expression,
        collation,
        type_collation,
        is_local
    };
    Oid current = 0;
    Relation* owner = nullptr;
    for_each_row(answer, [&](const Row& row) {
        if (row.oid(relation) != current) {
            current = row.oid(relation);
            const auto found = reading.relations.find(current);
            owner = found == reading.relations.end() ? nullptr : &found->second;
        }
        if (owner == nullptr) return;
        owner->columns.resize(static_cast<std::size_t>(row.integer(number)));
        owner->collations.resize(owner->columns.size());
        owner->columns.back() = row.text(name);
        owner->collations.back() = row.oid(collation);
        if (owner->table == Relation::no_table) return;
        Table& table = reading.catalog.tables[owner->table];
        if (table.partition_of || !row.flag(is_local)) return;
        Column& column = table.columns.emplace_back();
        column.name = row.view(name);
        column.type =
            type_of(row.view(type), !row.is_null(user_type), row.view(user_type), row.oid(type_schema), reading);
        column.nullable = !row.flag(not_null);
        if (row.letter(identity) != '\0') {
            column.identity =
                Identity{row.letter(identity) == 'a' ? Identity::Kind::always : Identity::Kind::by_default, {}};
        } else if (row.letter(generated) != '\0') {
            column.generated_expression = without_outer_parentheses(row.text(expression));
        } else if (!row.is_null(expression)) {
            column.default_expression = row.text(expression);
        }
        if (row.oid(collation) != row.oid(type_collation))
            column.collation = name_in(reading.collations, row.oid(collation));
        column.comment = reading.comment("pg_class", current, row.integer(number));
    });
}

}  // namespace migrator::introspection
