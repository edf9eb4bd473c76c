// The changes that a schema can see, each named.
#include <algorithm>

#include "random_pair.hpp"

namespace convergence {

namespace {

RandomTable* plain_table(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    return table == nullptr || table->partitioned ? nullptr : table;
}

RandomColumn* plain_column(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    RandomColumn* column = table == nullptr ? nullptr : random.among(table->columns);
    return column == nullptr || column->generated != 0 ? nullptr : column;
}

// Changes one number of a table.
template <unsigned RandomTable::*member, unsigned count>
bool table_number(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr) return false;
    random.change(table->*member, count);
    return true;
}

template <unsigned RandomTable::*member, unsigned count>
bool plain_table_number(RandomSchema& schema, Random& random) {
    RandomTable* table = plain_table(schema, random);
    if (table == nullptr) return false;
    random.change(table->*member, count);
    return true;
}

template <unsigned RandomSchema::*member, unsigned count>
bool schema_number(RandomSchema& schema, Random& random) {
    random.change(schema.*member, count);
    return true;
}

bool add_table(RandomSchema& schema, Random& random) {
    for (const char* name : {"t5", "t6", "New Table"}) {
        const bool is_taken = std::any_of(schema.tables.begin(), schema.tables.end(),
                                          [&](const RandomTable& table) { return table.name == name; });
        if (is_taken) continue;
        schema.tables.push_back(random_table(name, random));
        return true;
    }
    return false;
}

bool drop_table(RandomSchema& schema, Random& random) {
    if (schema.tables.size() < 2) return false;
    schema.tables.erase(schema.tables.begin() + random.pick(static_cast<unsigned>(schema.tables.size())));
    return true;
}

bool rename_table(RandomSchema& schema, Random& random) {
    RandomTable* table = plain_table(schema, random);
    if (table == nullptr || table->child || !table->was.empty()) return false;
    table->was = table->name;
    table->name += " new";
    for (RandomTable& other : schema.tables)
        if (other.reference.table == table->was) other.reference.table = table->name;
    for (RandomView& view : schema.views)
        if (view.table == table->was) view.table = table->name;
    return true;
}

bool add_column(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr) return false;
    for (const char* name : {"a0", "Added Here", "during"}) {
        const bool is_taken = std::any_of(table->columns.begin(), table->columns.end(),
                                          [&](const RandomColumn& column) { return column.name == name; });
        if (is_taken) continue;
        table->columns.push_back(random_column(name, random));
        return true;
    }
    return false;
}

bool drop_column(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr || table->columns.empty()) return false;
    table->columns.erase(table->columns.begin() + random.pick(static_cast<unsigned>(table->columns.size())));
    return true;
}

// Partitions name their copies of keys and indexes after the columns, and keep these names.
bool rename_column(RandomSchema& schema, Random& random) {
    RandomTable* table = plain_table(schema, random);
    RandomColumn* column = table == nullptr ? nullptr : random.among(table->columns);
    if (column == nullptr || !column->was.empty() || column->name == "during") return false;
    column->was = column->name;
    column->name += "_new";
    if (table->unique_column == column->was) table->unique_column = column->name;
    for (RandomIndex& index : table->indexes)
        if (index.column == column->was) index.column = column->name;
    for (RandomView& view : schema.views)
        if (view.table == table->name && view.column == column->was) view.column = column->name;
    return true;
}

bool reorder_columns(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr || table->columns.size() < 2) return false;
    std::rotate(table->columns.begin(), table->columns.begin() + 1, table->columns.end());
    return true;
}

bool change_type(RandomSchema& schema, Random& random) {
    RandomColumn* column = plain_column(schema, random);
    const auto count = column == nullptr ? 0U : static_cast<unsigned>(types_of(column->family).size());
    if (count < 2) return false;
    random.change(column->type, count);
    return true;
}

bool change_default(RandomSchema& schema, Random& random) {
    RandomColumn* column = plain_column(schema, random);
    if (column == nullptr) return false;
    random.change(column->default_value, 4);
    return true;
}

bool change_nullability(RandomSchema& schema, Random& random) {
    RandomColumn* column = plain_column(schema, random);
    if (column == nullptr) return false;
    column->not_null = !column->not_null;
    return true;
}

bool change_generated(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    RandomColumn* column = table == nullptr ? nullptr : random.among(table->columns);
    if (column == nullptr || column->name == "during") return false;
    // Most columns are plain ones: one that is generated already is looked for first.
    const auto generated = std::ranges::find_if(table->columns, [](const RandomColumn& c) { return c.generated != 0; });
    if (generated != table->columns.end() && random.one_of(2)) column = &*generated;
    random.change(column->generated, 3);
    return true;
}

bool change_collation(RandomSchema& schema, Random& random) {
    RandomColumn* column = plain_column(schema, random);
    if (column == nullptr || !is_text(*column)) return false;
    column->collated = !column->collated;
    return true;
}

bool comment_column(RandomSchema& schema, Random& random) {
    RandomColumn* column = plain_column(schema, random);
    if (column == nullptr) return false;
    random.change(column->comment, 3);
    return true;
}

bool change_unique(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    RandomColumn* column = table == nullptr ? nullptr : random.among(table->columns);
    if (column == nullptr) return false;
    if (table->unique == 0 || random.one_of(3)) table->unique_column = column->name;
    random.change(table->unique, 8);
    return true;
}

bool change_exclude(RandomSchema& schema, Random& random) {
    RandomTable* table = plain_table(schema, random);
    if (table == nullptr) return false;
    const bool has_range = std::any_of(table->columns.begin(), table->columns.end(),
                                       [](const RandomColumn& column) { return column.name == "during"; });
    if (!has_range) table->columns.push_back(random_column("during", random));
    random.change(table->exclude, 5);
    return true;
}

bool change_reference(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr) return false;
    if (table->reference.table.empty() || random.one_of(4)) {
        const RandomTable* target = random.among(schema.tables);
        table->reference.table = target->name;
        table->reference.is_bigint = random.one_of(2);
    } else if (random.one_of(4)) {
        table->reference.table.clear();
    }
    table->reference.kind = 1 + random.pick(9);
    return true;
}

bool change_parent_type(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr || table->reference.table.empty()) return false;
    table->reference.is_bigint = !table->reference.is_bigint;
    return true;
}

bool add_index(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    RandomColumn* column = table == nullptr ? nullptr : random.among(table->columns);
    if (column == nullptr || table->indexes.size() > 2) return false;
    table->indexes.push_back({column->name, 1 + random.pick(14), random.pick(3)});
    return true;
}

bool drop_index(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr || table->indexes.empty()) return false;
    table->indexes.pop_back();
    return true;
}

bool change_index(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    RandomIndex* index = table == nullptr ? nullptr : random.among(table->indexes);
    if (index == nullptr) return false;
    random.change(index->kind, 14);
    if (index->kind == 0) index->kind = 14;
    return true;
}

bool comment_index(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    RandomIndex* index = table == nullptr ? nullptr : random.among(table->indexes);
    if (index == nullptr) return false;
    random.change(index->comment, 3);
    return true;
}

bool add_partition(RandomSchema& schema, Random&) {
    for (RandomTable& table : schema.tables)
        if (table.partitioned && table.partitions < 4) return ++table.partitions, true;
    return false;
}

bool add_child(RandomSchema& schema, Random& random) {
    RandomTable* table = plain_table(schema, random);
    if (table == nullptr || table->child) return false;
    table->child = true;
    return true;
}

bool change_logging(RandomSchema& schema, Random& random) {
    RandomTable* table = plain_table(schema, random);
    if (table == nullptr) return false;
    table->unlogged = !table->unlogged;
    return true;
}

bool change_labels(RandomSchema& schema, Random& random) {
    const std::vector<std::string> all = {"calm", "angry", "sad", "it''s", "a:b"};
    const std::string& label = all[random.pick(static_cast<unsigned>(all.size()))];
    const auto place = std::find(schema.labels.begin(), schema.labels.end(), label);
    if (place != schema.labels.end())
        schema.labels.erase(place);
    else
        schema.labels.insert(schema.labels.begin() + random.pick(static_cast<unsigned>(schema.labels.size() + 1)),
                             label);
    return true;
}

bool reorder_labels(RandomSchema& schema, Random&) {
    if (schema.labels.size() < 2) return false;
    std::rotate(schema.labels.begin(), schema.labels.begin() + 1, schema.labels.end());
    return true;
}

bool rename_label(RandomSchema& schema, Random&) {
    if (schema.labels.size() < 2 || schema.labels.back() == "glad" || !schema.former_label.empty()) return false;
    schema.former_label = schema.labels.back();
    schema.labels.back() = "renamed";
    return true;
}

bool change_second_schema(RandomSchema& schema, Random&) {
    schema.second_schema = !schema.second_schema;
    return true;
}

bool add_view(RandomSchema& schema, Random& random) {
    RandomTable* table = random.among(schema.tables);
    if (table == nullptr || schema.views.size() > 2) return false;
    const RandomColumn* column = random.among(table->columns);
    schema.views.push_back({table->name, column == nullptr ? "" : column->name, 1 + random.pick(3), random.one_of(3),
                            random.one_of(2), random.one_of(3), random.pick(3)});
    return true;
}

bool drop_view(RandomSchema& schema, Random&) {
    if (schema.views.empty()) return false;
    schema.views.pop_back();
    return true;
}

bool change_view(RandomSchema& schema, Random& random) {
    RandomView* view = random.among(schema.views);
    if (view == nullptr) return false;
    switch (random.pick(4)) {
        case 0:
            view->kind = view->kind % 3 + 1;
            break;
        case 1:
            view->indexed = !view->indexed;
            break;
        case 2:
            view->has_view_on_it = !view->has_view_on_it;
            break;
        default:
            random.change(view->comment, 3);
    }
    return true;
}

}  // namespace

const std::vector<Change>& schema_changes() {
    static const std::vector<Change> changes = {
        {"table added", add_table},
        {"table dropped", drop_table},
        {"enum labels changed", change_labels},
        {"enum labels in another order", reorder_labels},
        {"enum comment", schema_number<&RandomSchema::mood_comment, 3>},
        {"unused enum", schema_number<&RandomSchema::rank, 3>},
        {"unused domain", schema_number<&RandomSchema::spare_domain, 4>},
        {"sequence", schema_number<&RandomSchema::sequence, 7>},
        {"function", schema_number<&RandomSchema::function, 5>},
        {"function in a check", schema_number<&RandomSchema::checked_by, 3>},
        {"procedure", schema_number<&RandomSchema::procedure, 3>},
        {"trigger function", schema_number<&RandomSchema::stamp, 3>},
        {"second schema", change_second_schema},
        {"view added", add_view},
        {"view dropped", drop_view},
        {"view changed", change_view},
    };
    return changes;
}

const std::vector<Change>& table_changes() {
    static const std::vector<Change> changes = {
        {"column added", add_column},
        {"column dropped", drop_column},
        {"columns in another order", reorder_columns},
        {"type", change_type},
        {"type again", change_type},
        {"default", change_default},
        {"nullability", change_nullability},
        {"generated", change_generated},
        {"collation", change_collation},
        {"column comment", comment_column},
        {"type of id", plain_table_number<&RandomTable::id_type, 3>},
        {"serial or identity", table_number<&RandomTable::counter, 5>},
        {"primary key", table_number<&RandomTable::key, 4>},
        {"unique", change_unique},
        {"check", table_number<&RandomTable::check, 7>},
        {"check comment", table_number<&RandomTable::check_comment, 3>},
        {"exclude", change_exclude},
        {"foreign key", change_reference},
        {"type of a foreign key", change_parent_type},
        {"index added", add_index},
        {"index dropped", drop_index},
        {"index changed", change_index},
        {"index comment", comment_index},
        {"policy", table_number<&RandomTable::policy, 5>},
        {"row security", table_number<&RandomTable::row_security, 3>},
        {"trigger", table_number<&RandomTable::trigger, 4>},
        {"storage parameters", plain_table_number<&RandomTable::storage, 4>},
        {"unlogged", change_logging},
        {"table comment", table_number<&RandomTable::comment, 3>},
        {"partition added", add_partition},
        {"child table added", add_child},
    };
    return changes;
}

const std::vector<Change>& renames() {
    static const std::vector<Change> changes = {
        {"table renamed", rename_table},
        {"column renamed", rename_column},
        {"label renamed", rename_label},
    };
    return changes;
}

}  // namespace convergence
