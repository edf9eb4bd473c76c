// Objects that are compared as a whole: routines, views, triggers, policies, extensions, domains.
#include <algorithm>
#include <optional>
#include <tuple>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

namespace {

void keep(Reading& reading, const char* catalog_table, Oid oid, RawObject object) {
    if (reading.is_excluded(object.table.name.empty() ? object.name : object.table)) return;
    object.comment = reading.comment(catalog_table, oid);
    reading.objects.emplace(std::string(catalog_table) + " " + std::to_string(oid), reading.catalog.objects.size());
    reading.catalog.objects.push_back(std::move(object));
}

enum { kind, oid, place, name, first, second, third, fourth };

RawObject routine_of(const Row& row, const Reading& reading) {
    RawObject object;
    object.kind = row.letter(first) == 'p' ? RawObject::Kind::procedure : RawObject::Kind::function;
    object.name = reading.name_of(row.oid(place), row.text(name));
    object.arguments = row.view(second);
    object.definition.text = row.view(third);
    while (object.definition.text.ends_with('\n'))
        object.definition.text.pop_back();
    return object;
}

RawObject view_of(const Row& row, const Reading& reading) {
    RawObject object;
    const bool is_materialized = row.letter(first) == 'm';
    object.kind = is_materialized ? RawObject::Kind::materialized_view : RawObject::Kind::view;
    object.name = reading.name_of(row.oid(place), row.text(name));
    std::string query = row.text(third);
    if (query.ends_with(';')) query.pop_back();
    SqlWriter sql;
    sql << (is_materialized ? "CREATE MATERIALIZED VIEW " : "CREATE VIEW ") << object.name;
    if (!row.view(second).empty()) sql << " WITH (" << SqlText{row.text(second)} << ")";
    sql << " AS\n" << SqlText{std::move(query)};
    object.definition.text = sql.take();
    return object;
}

RawObject on_table(RawObject::Kind object_kind, const Row& row, const Relation& relation) {
    RawObject object;
    object.kind = object_kind;
    object.name = ObjectName(relation.name.schema, row.text(name));
    object.table = relation.name;
    return object;
}

RawObject policy_of(const Row& row, const Relation& relation) {
    RawObject object = on_table(RawObject::Kind::policy, row, relation);
    SqlWriter sql;
    sql << "CREATE POLICY " << Identifier{object.name.name} << " ON " << object.table << " AS "
        << SqlText{row.text(first)} << " TO " << SqlText{row.text(second)};
    if (!row.is_null(third)) sql << " USING (" << SqlText{row.text(third)} << ")";
    if (!row.is_null(fourth)) sql << " WITH CHECK (" << SqlText{row.text(fourth)} << ")";
    object.definition.text = sql.take();
    return object;
}

RawObject extension_of(const Row& row, const CatalogScope& scope) {
    RawObject object;
    object.kind = RawObject::Kind::extension;
    object.name = ObjectName(row.text(name));
    SqlWriter sql;
    sql << "CREATE EXTENSION " << Identifier{object.name.name};
    if (row.view(first) != scope.home_schema) sql << " SCHEMA " << Identifier{row.view(first)};
    object.definition.text = sql.take();
    return object;
}

RawObject domain_of(const Row& row, const Reading& reading) {
    RawObject object;
    object.kind = RawObject::Kind::domain;
    object.name = reading.name_of(row.oid(place), row.text(name));
    SqlWriter sql;
    sql << "CREATE DOMAIN " << object.name << " AS " << SqlText{row.text(first)} << SqlText{row.text(fourth)};
    if (!row.is_null(second)) sql << " DEFAULT " << SqlText{row.text(second)};
    sql << SqlText{row.text(third)};
    object.definition.text = sql.take();
    return object;
}

void read_object(const Row& row, Reading& reading) {
    switch (row.letter(kind)) {
        case 'f': {
            RawObject object = routine_of(row, reading);
            reading.routines.emplace(row.oid(oid),
                                     ObjectUse{ObjectUse::Kind::function, object.name, object.arguments, {}});
            return keep(reading, "pg_proc", row.oid(oid), std::move(object));
        }
        case 'v':
            return keep(reading, "pg_class", row.oid(oid), view_of(row, reading));
        case 'e':
            return keep(reading, "pg_extension", row.oid(oid), extension_of(row, reading.scope));
        case 'd': {
            RawObject object = domain_of(row, reading);
            reading.types.emplace(row.oid(oid), ObjectUse{ObjectUse::Kind::type, object.name, {}, {}});
            return keep(reading, "pg_type", row.oid(oid), std::move(object));
        }
        default:
            break;
    }
    const auto relation = reading.relations.find(row.oid(place));
    if (relation == reading.relations.end()) return;
    if (row.letter(kind) == 'p') return keep(reading, "pg_policy", row.oid(oid), policy_of(row, relation->second));
    RawObject object = on_table(RawObject::Kind::trigger, row, relation->second);
    object.definition.text = row.view(third);
    keep(reading, "pg_trigger", row.oid(oid), std::move(object));
}

}  // namespace

void read_raw_objects(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) { read_object(row, reading); });
}

namespace {

// Null when the oid is nothing that the catalog holds.
const ObjectUse* find_used(const Reading& reading, std::string_view catalog_table, Oid used, ObjectUse& relation_use) {
    if (catalog_table == "pg_class" || catalog_table == "pg_constraint") {
        if (const auto found = reading.relations.find(used); found != reading.relations.end())
            relation_use.name = found->second.name;
        else if (const auto sequence = reading.sequences.find(used); sequence != reading.sequences.end())
            relation_use.name = sequence->second;
        return relation_use.name.name.empty() ? nullptr : &relation_use;
    }
    const auto& uses = catalog_table == "pg_proc" ? reading.routines : reading.types;
    const auto found = uses.find(used);
    return found == uses.end() ? nullptr : &found->second;
}

RawObject* object_of(Reading& reading, std::string_view catalog_table, Oid user) {
    const std::string_view holder = catalog_table == "pg_rewrite" ? "pg_class" : catalog_table;
    const auto found = reading.objects.find(std::string(holder) + " " + std::to_string(user));
    return found == reading.objects.end() ? nullptr : &reading.catalog.objects[found->second];
}

}  // namespace

namespace {

enum { user_table, user, used_table, used, used_column, column_number, constraint, index, description, used_key };

// Which part of a table uses something; none when that is no table.
std::optional<TableUse> table_use_of(const Row& row, const Reading& reading) {
    const auto relation = reading.relations.find(row.oid(user));
    const std::string_view holder = row.view(user_table);
    const bool is_beside = holder == "pg_rewrite" || holder == "pg_publication_rel";
    const bool is_part = holder == "pg_attrdef" || holder == "pg_constraint" || holder == "pg_class";
    if ((!is_part && !is_beside) || relation == reading.relations.end()) return std::nullopt;
    TableUse use{relation->second.name, {}};
    if (is_beside) use.by = TableUse::By::rule_or_publication;
    if (!row.is_null(column_number)) use.by = TableUse::By::column;
    if (!row.is_null(constraint)) use.by = TableUse::By::constraint;
    if (!row.is_null(index)) use.by = TableUse::By::index;
    if (!row.is_null(column_number)) use.part = relation->second.column(row.integer(column_number));
    if (!row.is_null(constraint)) use.part = row.view(constraint);
    if (!row.is_null(index)) use.part = row.view(index);
    return use;
}

}  // namespace

void read_uses(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) {
        ObjectUse relation_use;
        const ObjectUse* found = find_used(reading, row.view(used_table), row.oid(used), relation_use);
        if (found == nullptr) return;
        ObjectUse use = *found;
        if (const auto owner = reading.relations.find(row.oid(used));
            use.kind == ObjectUse::Kind::relation && owner != reading.relations.end() && row.integer(used_column) > 0)
            use.column = owner->second.column(row.integer(used_column));
        if (!row.is_null(used_key)) use.column = row.text(used_key);
        const auto is_itself = [&](const ObjectName& name) {
            return use.kind == ObjectUse::Kind::relation && use.name == name;
        };
        if (RawObject* object = object_of(reading, row.view(user_table), row.oid(user))) {
            if (!is_itself(object->name)) object->uses.push_back(std::move(use));
        } else if (auto of_table = table_use_of(row, reading)) {
            if (of_table->by != TableUse::By::rule_or_publication && is_itself(of_table->table)) return;
            of_table->use = std::move(use);
            reading.catalog.table_uses.push_back(std::move(*of_table));
        } else if (!row.is_null(description)) {
            reading.catalog.other_uses.push_back({row.text(description), std::move(use)});
        }
    });
    const auto key = [](const RawObject& object) {
        return std::tie(object.kind, object.name.schema, object.name.name, object.table.name, object.arguments);
    };
    std::sort(reading.catalog.objects.begin(), reading.catalog.objects.end(),
              [&](const RawObject& a, const RawObject& b) { return key(a) < key(b); });
    reading.objects.clear();
}

}  // namespace migrator::introspection
