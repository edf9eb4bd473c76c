// Pairs: a random schema, a few changes, and what keeps both of them possible.
#include "random_pair.hpp"

#include <algorithm>

namespace convergence {

RandomColumn random_column(const std::string& name, Random& random) {
    RandomColumn column;
    column.name = name;
    column.family =
        name == "during" ? Family::range : static_cast<Family>(random.pick(static_cast<unsigned>(Family::range)));
    column.type = random.pick(static_cast<unsigned>(types_of(column.family).size()));
    column.default_value = random.one_of(2) ? random.pick(4) : 0;
    column.not_null = random.one_of(3);
    column.generated = name != "during" && random.one_of(8) ? 1 + random.pick(2) : 0;
    column.collated = random.one_of(6);
    column.comment = random.one_of(6) ? 1 : 0;
    return column;
}

RandomTable random_table(const std::string& name, Random& random) {
    RandomTable table;
    table.name = name;
    table.elsewhere = random.one_of(6);
    table.partitioned = random.one_of(6);
    table.partitions = 1 + random.pick(2);
    table.child = random.one_of(8);
    table.id_type = random.pick(3);
    table.counter = random.pick(5);
    table.key = random.one_of(4) ? random.pick(4) : 1;
    for (const char* column : {"c0", "c1", "Mixed Case", "select", "during"})
        if (!random.one_of(3)) table.columns.push_back(random_column(column, random));
    if (RandomColumn* column = random.among(table.columns); column != nullptr && random.one_of(3)) {
        table.unique_column = column->name;
        table.unique = 1 + random.pick(7);
    }
    table.check = random.one_of(2) ? random.pick(7) : 0;
    table.exclude = random.one_of(4) ? random.pick(5) : 0;
    for (unsigned count = random.pick(3); count > 0; --count)
        if (RandomColumn* column = random.among(table.columns))
            table.indexes.push_back({column->name, 1 + random.pick(14), random.one_of(5) ? 1U : 0U});
    table.policy = random.one_of(4) ? random.pick(5) : 0;
    table.row_security = random.one_of(4) ? random.pick(3) : 0;
    table.trigger = random.one_of(4) ? random.pick(4) : 0;
    table.storage = random.one_of(4) ? random.pick(4) : 0;
    table.unlogged = random.one_of(6);
    table.comment = random.one_of(4) ? 1 : 0;
    table.check_comment = random.one_of(4) ? 1 : 0;
    return table;
}

namespace {

const RandomTable* find_table(const RandomSchema& schema, const std::string& name) {
    for (const RandomTable& table : schema.tables)
        if (table.name == name) return &table;
    return nullptr;
}

const RandomColumn* find_column(const RandomTable& table, const std::string& name) {
    for (const RandomColumn& column : table.columns)
        if (column.name == name) return &column;
    return nullptr;
}

// json compares with nothing.
bool can_be_key(const RandomColumn& column) {
    return column.generated != 0 || types_of(column.family)[column.type] != "json";
}

void make_table_possible(RandomTable& table, RandomSchema& schema) {
    if (table.partitioned) {
        table.exclude = table.storage = 0;
        table.unlogged = table.child = false;
        if (table.reference.kind == 6) table.reference.kind = 1;
    }
    for (RandomColumn& column : table.columns) {
        // An integer, and so are the values that it leaves when it becomes a plain column.
        if (column.generated != 0) {
            column.family = Family::number;
            column.type = 0;
            column.default_value = 0;
            column.not_null = column.collated = false;
        }
        const bool is_domain = column.family == Family::word && column.type == 5 && column.generated == 0;
        schema.short_word = schema.short_word || is_domain;
        if (is_domain) column.collated = false;
    }
    const RandomColumn* unique = find_column(table, table.unique_column);
    if (unique == nullptr || (table.unique != 5 && !can_be_key(*unique))) table.unique = 0;
    const RandomColumn* during = find_column(table, "during");
    if (table.exclude != 0 && table.exclude != 3 && during == nullptr) table.exclude = 0;
    for (std::size_t i = table.indexes.size(); i-- > 0;) {
        const RandomColumn* column = find_column(table, table.indexes[i].column);
        if (column == nullptr)
            table.indexes.erase(table.indexes.begin() + static_cast<std::ptrdiff_t>(i));
        else if (!can_be_key(*column))
            table.indexes[i].kind = 7;
    }
    const RandomTable* target = find_table(schema, table.reference.table);
    if (target == nullptr || (target->key != 1 && target->key != 2)) table.reference.table.clear();
}

// Takes away what refers to something that is not there, and adds what is missing.
void make_possible(RandomSchema& schema) {
    for (RandomTable& table : schema.tables) {
        make_table_possible(table, schema);
        schema.second_schema = schema.second_schema || table.elsewhere;
        if (table.trigger != 0 && schema.stamp == 0) schema.stamp = 1;
        if (table.check == 4 && schema.checked_by == 0) schema.checked_by = 1;
    }
    for (RandomTable& table : schema.tables) {
        if (table.reference.table.empty()) continue;
        table.unlogged = false;
        for (RandomTable& other : schema.tables)
            if (other.name == table.reference.table) other.unlogged = false;
    }
    std::erase_if(schema.views, [&](const RandomView& view) {
        const RandomTable* table = find_table(schema, view.table);
        return table == nullptr || (!view.column.empty() && find_column(*table, view.column) == nullptr);
    });
}

RandomSchema random_schema(Random& random, bool with_extensions) {
    RandomSchema schema;
    for (const char* label : {"calm", "angry", "sad"})
        if (random.one_of(2)) schema.labels.emplace_back(label);
    const unsigned rare = 3;
    schema.rank = random.one_of(rare) ? random.pick(3) : 0;
    schema.second_schema = schema.rank != 0;  // perhaps without a table in it, so that it can go
    schema.spare_domain = random.one_of(rare) ? random.pick(4) : 0;
    schema.sequence = random.one_of(rare) ? random.pick(7) : 0;
    schema.function = random.one_of(rare) ? random.pick(5) : 0;
    schema.checked_by = random.one_of(rare) ? 1 : 0;
    schema.procedure = random.one_of(rare) ? 1 : 0;
    schema.stamp = random.one_of(rare) ? 1 : 0;
    schema.extension = with_extensions ? random.pick(4) : 0;
    for (const char* name : {"t0", "t1", "Order", "user"})
        if (!random.one_of(4)) schema.tables.push_back(random_table(name, random));
    for (RandomTable& table : schema.tables)
        if (random.one_of(3))
            table.reference = {random.among(schema.tables)->name, 1 + random.pick(9), random.one_of(2)};
    for (const Change& change : schema_changes())
        if (std::string(change.name) == "view added" && random.one_of(2)) change.apply(schema, random);
    make_possible(schema);
    return schema;
}

// Rows that are there must fit into what is new, and where they cannot on the way back, they go before it.
void respect_rows(RandomPair& pair) {
    for (RandomTable& table : pair.to.tables) {
        const RandomTable* former = find_table(pair.from, table.was.empty() ? table.name : table.was);
        if (former == nullptr) continue;
        for (RandomColumn& column : table.columns) {
            const RandomColumn* before = find_column(*former, column.was.empty() ? column.name : column.was);
            const bool is_new = before == nullptr;
            if (is_new && column.not_null && column.default_value == 0) column.default_value = 1;
            // One default for all rows would overlap itself.
            if (is_new && column.family == Family::range) {
                column.not_null = false;
                column.default_value = 0;
            }
        }
        const auto has = [](const RandomSchema& schema, const std::string& name, bool by_former_name) {
            return std::any_of(schema.tables.begin(), schema.tables.end(), [&](const RandomTable& other) {
                return (by_former_name && !other.was.empty() ? other.was : other.name) == name;
            });
        };
        const RandomTable* target = find_table(pair.to, table.reference.table);
        const bool had_reference = !former->reference.table.empty();
        if (target != nullptr && had_reference &&
            !has(pair.from, target->was.empty() ? target->name : target->was, false))
            table.reference.table.clear();
        if (had_reference && !has(pair.to, former->reference.table, true)) pair.keeps_rows_on_the_way_back = false;
        for (const RandomColumn& column : former->columns) {
            const auto kept = std::find_if(table.columns.begin(), table.columns.end(), [&](const RandomColumn& later) {
                return (later.was.empty() ? later.name : later.was) == column.name && later.generated == 0;
            });
            const bool fits_no_row = column.not_null && column.default_value == 0;
            const bool overlaps_itself = column.family == Family::range && column.default_value != 0;
            if (kept == table.columns.end() && (fits_no_row || overlaps_itself))
                pair.keeps_rows_on_the_way_back = false;
        }
    }
}

bool change_extension(RandomSchema& schema, Random& random) {
    random.change(schema.extension, 4);
    return true;
}

void apply(const Change& change, RandomPair& pair, Random& random) {
    if (change.apply(pair.to, random)) pair.changes.emplace_back(change.name);
}

const Change& any(const std::vector<Change>& changes, Random& random) {
    return changes[random.pick(static_cast<unsigned>(changes.size()))];
}

}  // namespace

RandomPair random_pair(unsigned seed, bool with_extensions, bool with_hints) {
    Random random(seed);
    RandomPair pair;
    pair.from = random_schema(random, with_extensions);
    pair.to = pair.from;
    for (unsigned count = 1 + random.pick(5); count > 0; --count)
        apply(any(random.one_of(3) ? schema_changes() : table_changes(), random), pair, random);
    if (with_extensions && random.one_of(2)) apply({"extension", change_extension}, pair, random);
    if (with_hints && random.one_of(4)) apply(any(renames(), random), pair, random);
    make_possible(pair.to);
    respect_rows(pair);
    return pair;
}

migrator::RenameHints hints_of(const RandomSchema& schema, const std::string& home) {
    migrator::RenameHints hints;
    const auto name_of = [&](const RandomTable& table) {
        return table.elsewhere ? migrator::ObjectName(home + "_side", table.name) : migrator::ObjectName(table.name);
    };
    for (const RandomTable& table : schema.tables) {
        if (!table.was.empty()) hints.tables.push_back({table.was, name_of(table)});
        for (const RandomColumn& column : table.columns)
            if (!column.was.empty()) hints.columns.push_back({name_of(table), column.was, column.name});
    }
    if (!schema.former_label.empty()) {
        const std::string was = schema.former_label == "it''s" ? "it's" : schema.former_label;
        hints.labels.push_back({migrator::ObjectName("mood"), was, "renamed"});
    }
    return hints;
}

}  // namespace convergence
