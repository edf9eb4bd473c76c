// A comparison is blind to nothing that the models hold: whatever is taken away from what the structs say, or from what
// the revisions make of a database, is found, and nothing else.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "migrator/diff/compare.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/fields.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "schema/environment.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// What the structs say, in their own words. Nothing has read it, so nothing can have been lost in reading.
const Catalog& described() {
    static const Catalog catalog = must(gestaloka::schema::environment().models()).catalog;
    return catalog;
}

// What the revisions make of a database, as PostgreSQL prints it.
const Catalog& read() {
    static const Catalog catalog = [] {
        const TestDatabase database(gestaloka::schema::environment());
        postgres::Session session = database.connect();
        return must(read_catalog(session));
    }();
    return catalog;
}

bool uses(const std::vector<std::string>& columns, const std::string& column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

struct UsesColumn {
    const std::string& column;
    bool operator()(const PrimaryKey& key) const { return uses(key.columns, column); }
    bool operator()(const Unique& key) const { return uses(key.columns, column); }
    bool operator()(const Check& rule) const { return rule.expression.find(column) != std::string::npos; }
    bool operator()(const ForeignKey& key) const { return uses(key.columns, column); }
    bool operator()(const Exclude&) const { return false; }
};

// "add_column characters.name": an operation and what it is about, for each that bears on models.
struct Told {
    std::string operator()(const AddColumn& o) const { return o.table.name + "." + o.column.name; }
    std::string operator()(const DropColumn& o) const { return o.table.name + "." + o.column; }
    std::string operator()(const AlterColumn& o) const { return o.table.name + "." + o.column; }
    std::string operator()(const AddConstraint& o) const { return o.constraint.name; }
    std::string operator()(const DropConstraint& o) const { return o.name; }
    std::string operator()(const CreateIndex& o) const { return o.index.name; }
    std::string operator()(const DropIndex& o) const { return o.name.name; }
    std::string operator()(const AddEnumValue& o) const { return o.type.name + "." + o.label; }
    std::string operator()(const RecreateEnum& o) const { return o.name.name; }
    template <class Other>
    std::string operator()(const Other&) const {
        return "?";
    }
};

std::vector<std::string> told(const Difference& difference) {
    std::vector<std::string> list;
    for (const Operation& operation : difference.operations)
        list.push_back(std::visit([](const auto& o) { return name_of(o) + (" " + Told{}(o)); }, operation));
    std::sort(list.begin(), list.end());
    REQUIRE(difference.refusals.empty());
    return list;
}

using Texts = std::vector<std::string>;

// Without what is dropped and made anew, e.g. the foreign keys to a primary key that goes, or an index on a column
// whose type changes.
Texts without_rebuilt(const Texts& list) {
    Texts kept;
    const auto has = [&](const std::string& verb, const std::string& name) {
        return std::find(list.begin(), list.end(), verb + name) != list.end();
    };
    for (const std::string& line : list) {
        const std::string name = line.substr(line.find(' '));
        const bool is_rebuilt = (has("drop_constraint", name) && has("add_constraint", name)) ||
                                (has("drop_index", name) && has("create_index", name));
        if (!is_rebuilt) kept.push_back(line);
    }
    return kept;
}

// A catalog that has lost or changed one thing, and the lines that a comparison has to find from there and from here.
struct Mutation {
    std::string what = {};
    Catalog catalog = {};
    Texts added = {};
    Texts dropped = {};
};
using Use = std::function<void(const Mutation&)>;

// The comparison in both directions finds what is wanted, once the words are in order.
void check(Mutation mutation, const Catalog& game) {
    INFO(mutation.what);
    std::sort(mutation.added.begin(), mutation.added.end());
    std::sort(mutation.dropped.begin(), mutation.dropped.end());
    CHECK(without_rebuilt(told(compare(mutation.catalog, game))) == mutation.added);
    CHECK(without_rebuilt(told(compare(game, mutation.catalog))) == mutation.dropped);
}

void lose(Mutation& mutation, const char* noun, const std::string& name) {
    mutation.added.push_back((noun == std::string("index") ? "create_" : "add_") + (noun + (" " + name)));
    mutation.dropped.push_back(std::string("drop_") + noun + " " + name);
}

// Constraints, indexes and foreign keys that cannot be without the column.
void lose_what_is_on(Mutation& mutation, Table& table, const std::string& column) {
    std::erase_if(table.constraints, [&](const Constraint& constraint) {
        if (!std::visit(UsesColumn{column}, constraint.kind)) return false;
        lose(mutation, "constraint", constraint.name);
        return true;
    });
    std::erase_if(mutation.catalog.indexes, [&](const Index& index) {
        const bool is_on_it =
            index.table == table.name && std::any_of(index.keys.begin(), index.keys.end(),
                                                     [&](const IndexKey& key) { return key.column == column; });
        if (is_on_it) lose(mutation, "index", index.name);
        return is_on_it;
    });
    for (Table& other : mutation.catalog.tables)
        std::erase_if(other.constraints, [&](const Constraint& constraint) {
            const auto* key = std::get_if<ForeignKey>(&constraint.kind);
            if (key == nullptr || !(key->references == table.name) || !uses(key->referenced_columns, column))
                return false;
            lose(mutation, "constraint", constraint.name);
            return true;
        });
}

std::size_t lose_each_column(const Catalog& game, const Use& use) {
    std::size_t count = 0;
    for (std::size_t t = 0; t < game.tables.size(); ++t)
        for (std::size_t c = 0; c < game.tables[t].columns.size(); ++c, ++count) {
            const std::string name = game.tables[t].columns[c].name;
            Mutation mutation{"without " + game.tables[t].name.name + "." + name, game};
            Table& table = mutation.catalog.tables[t];
            lose(mutation, "column", table.name.name + "." + name);
            table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(c));
            lose_what_is_on(mutation, table, name);
            use(mutation);
        }
    return count;
}

std::size_t lose_each_constraint(const Catalog& game, const Use& use) {
    std::size_t count = 0;
    for (std::size_t t = 0; t < game.tables.size(); ++t)
        for (std::size_t c = 0; c < game.tables[t].constraints.size(); ++c, ++count) {
            Mutation mutation{"without " + game.tables[t].constraints[c].name, game};
            lose(mutation, "constraint", game.tables[t].constraints[c].name);
            std::vector<Constraint>& list = mutation.catalog.tables[t].constraints;
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(c));
            use(mutation);
        }
    return count;
}

std::size_t lose_each_index(const Catalog& game, const Use& use) {
    for (std::size_t i = 0; i < game.indexes.size(); ++i) {
        Mutation mutation{"without " + game.indexes[i].name, game};
        lose(mutation, "index", game.indexes[i].name);
        mutation.catalog.indexes.erase(mutation.catalog.indexes.begin() + static_cast<std::ptrdiff_t>(i));
        use(mutation);
    }
    return game.indexes.size();
}

std::size_t lose_each_label(const Catalog& game, const Use& use) {
    std::size_t count = 0;
    for (std::size_t e = 0; e < game.enums.size(); ++e)
        for (std::size_t l = 0; l < game.enums[e].labels.size(); ++l, ++count) {
            const std::string type = game.enums[e].name.name;
            const std::string label = game.enums[e].labels[l];
            Mutation mutation{"without " + type + "." + label, game};
            mutation.added = {"add_enum_value " + type + "." + label};
            mutation.dropped = {"recreate_enum " + type};
            std::vector<std::string>& labels = mutation.catalog.enums[e].labels;
            labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(l));
            use(mutation);
        }
    return count;
}

// The first label of each CHECK that lists labels.
std::size_t lose_first_of_each_list(const Catalog& game, const Use& use) {
    std::size_t count = 0;
    for (std::size_t t = 0; t < game.tables.size(); ++t)
        for (std::size_t c = 0; c < game.tables[t].constraints.size(); ++c) {
            Mutation mutation{"without a label of " + game.tables[t].constraints[c].name, game};
            Constraint& constraint = mutation.catalog.tables[t].constraints[c];
            auto* rule = std::get_if<Check>(&constraint.kind);
            if (rule == nullptr) continue;
            const std::size_t first = rule->expression.find('\'');
            const std::size_t last = rule->expression.find(", ", first);
            REQUIRE(last != std::string::npos);
            rule->expression.erase(first, last + 2 - first);
            mutation.added = {"add_constraint " + constraint.name, "drop_constraint " + constraint.name};
            use(mutation);
            ++count;
        }
    return count;
}

std::size_t change_each_column(const Catalog& game, const Use& use) {
    std::size_t count = 0;
    for (std::size_t t = 0; t < game.tables.size(); ++t)
        for (std::size_t c = 0; c < game.tables[t].columns.size(); ++c, ++count) {
            const Column& column = game.tables[t].columns[c];
            const std::string name = game.tables[t].name.name + "." + column.name;
            const auto change = [&](const char* what, auto make) {
                Mutation mutation{"another " + std::string(what) + " of " + name, game};
                make(mutation.catalog.tables[t].columns[c]);
                mutation.added = {"alter_column " + name};
                use(mutation);
            };
            if (!column.type.serial) change("nullability", [](Column& col) { col.nullable = !col.nullable; });
            if (!column.type.serial && !column.default_expression)
                change("default", [](Column& col) { col.default_expression = "NULL::text || 'x'"; });
            if (column.type == varchar()) change("type", [](Column& col) { col.type = text(); });
        }
    return count;
}

// Both: what PostgreSQL prints may lack what the structs say, and the structs may lack what PostgreSQL makes of them.
const Catalog& either() {
    return GENERATE(true, false) ? described() : read();
}

}  // namespace

TEST_CASE("every column that a model loses is found, with the constraints and indexes on it") {
    const Catalog& game = either();
    CHECK(lose_each_column(game, [&](const Mutation& mutation) { check(mutation, game); }) > 450);
}

TEST_CASE("every constraint and every index that a model loses is found, and nothing else") {
    const Catalog& game = either();
    CHECK(lose_each_constraint(game, [&](const Mutation& mutation) { check(mutation, game); }) > 90);
    CHECK(lose_each_index(game, [&](const Mutation& mutation) { check(mutation, game); }) > 70);
}

TEST_CASE("every label that an enum or a list of labels loses is found") {
    const Catalog& game = either();
    CHECK(lose_each_label(game, [&](const Mutation& mutation) { check(mutation, game); }) > 80);
    const std::size_t lists = lose_first_of_each_list(game, [&](const Mutation& mutation) {
        INFO(mutation.what);
        CHECK(told(compare(mutation.catalog, game)) == mutation.added);
        CHECK(told(compare(game, mutation.catalog)) == mutation.added);
    });
    CHECK(lists >= 3);
}

TEST_CASE("a changed type, nullability or default of any column is found") {
    const Catalog& game = either();
    change_each_column(game, [&](const Mutation& mutation) {
        INFO(mutation.what);
        CHECK(without_rebuilt(told(compare(mutation.catalog, game))) == mutation.added);
    });
}

TEST_CASE("what PostgreSQL makes of a model that lost something differs by just that") {
    constexpr std::size_t stride = 7;
    Workbench workbench;
    const Catalog whole = must(workbench.canonical(described()));
    std::size_t seen = 0;
    std::size_t shown = 0;
    const auto every_seventh = [&](const Mutation& mutation) {
        if (seen++ % stride != 0) return;
        Mutation canonical = mutation;
        INFO(mutation.what);
        canonical.catalog = must(workbench.canonical(mutation.catalog));
        check(canonical, whole);
        ++shown;
    };
    // A key that foreign keys refer to cannot go alone; with its column it goes above.
    const auto unless_referenced = [&](const Mutation& mutation) {
        const bool is_key = mutation.what.ends_with("_pkey") || mutation.what.ends_with("_key");
        if (!is_key) every_seventh(mutation);
    };
    lose_each_column(described(), every_seventh);
    lose_each_constraint(described(), unless_referenced);
    lose_each_index(described(), every_seventh);
    lose_each_label(described(), every_seventh);
    CHECK(shown > 90);
}
