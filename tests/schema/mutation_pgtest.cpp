// A comparison is blind to nothing that the models hold: whatever is taken away from them is found, and nothing else.
#include <algorithm>
#include <catch2/catch.hpp>

#include "migrator/diff/compare.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/fields.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// What the models make of a database, as PostgreSQL prints it.
const Catalog& game() {
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

// The comparison in both directions finds what is wanted, once the words are in order.
void check(const Catalog& mutated, Texts added, Texts dropped) {
    std::sort(added.begin(), added.end());
    std::sort(dropped.begin(), dropped.end());
    CHECK(without_rebuilt(told(compare(mutated, game()))) == added);
    CHECK(without_rebuilt(told(compare(game(), mutated))) == dropped);
}

}  // namespace

TEST_CASE("every column that a model loses is found, with the constraints and indexes on it") {
    std::size_t columns = 0;
    for (std::size_t t = 0; t < game().tables.size(); ++t)
        for (std::size_t c = 0; c < game().tables[t].columns.size(); ++c, ++columns) {
            Catalog mutated = game();
            Table& table = mutated.tables[t];
            const std::string name = table.columns[c].name;
            INFO(table.name.name << "." << name);
            Texts added = {"add_column " + table.name.name + "." + name};
            Texts dropped = {"drop_column " + table.name.name + "." + name};
            table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(c));
            std::erase_if(table.constraints, [&](const Constraint& constraint) {
                if (!std::visit(UsesColumn{name}, constraint.kind)) return false;
                added.push_back("add_constraint " + constraint.name);
                dropped.push_back("drop_constraint " + constraint.name);
                return true;
            });
            std::erase_if(mutated.indexes, [&](const Index& index) {
                const bool is_on_it =
                    index.table == table.name && std::any_of(index.keys.begin(), index.keys.end(),
                                                             [&](const IndexKey& key) { return key.column == name; });
                if (!is_on_it) return false;
                added.push_back("create_index " + index.name);
                dropped.push_back("drop_index " + index.name);
                return true;
            });
            // A foreign key to a primary key that goes needs it, so it goes, too.
            for (Table& other : mutated.tables)
                std::erase_if(other.constraints, [&](const Constraint& constraint) {
                    const auto* key = std::get_if<ForeignKey>(&constraint.kind);
                    if (key == nullptr || !(key->references == table.name) || !uses(key->referenced_columns, name))
                        return false;
                    added.push_back("add_constraint " + constraint.name);
                    dropped.push_back("drop_constraint " + constraint.name);
                    return true;
                });
            check(mutated, added, dropped);
        }
    CHECK(columns > 450);
}

TEST_CASE("every constraint and every index that a model loses is found, and nothing else") {
    std::size_t constraints = 0;
    for (std::size_t t = 0; t < game().tables.size(); ++t)
        for (std::size_t c = 0; c < game().tables[t].constraints.size(); ++c, ++constraints) {
            Catalog mutated = game();
            std::vector<Constraint>& list = mutated.tables[t].constraints;
            const std::string name = list[c].name;
            INFO(name);
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(c));
            check(mutated, {"add_constraint " + name}, {"drop_constraint " + name});
        }
    CHECK(constraints > 90);
    for (std::size_t i = 0; i < game().indexes.size(); ++i) {
        Catalog mutated = game();
        const std::string name = mutated.indexes[i].name;
        INFO(name);
        mutated.indexes.erase(mutated.indexes.begin() + static_cast<std::ptrdiff_t>(i));
        check(mutated, {"create_index " + name}, {"drop_index " + name});
    }
    CHECK(game().indexes.size() > 70);
}

TEST_CASE("every label that an enum or a list of labels loses is found") {
    std::size_t labels = 0;
    for (std::size_t e = 0; e < game().enums.size(); ++e)
        for (std::size_t l = 0; l < game().enums[e].labels.size(); ++l, ++labels) {
            Catalog mutated = game();
            EnumType& type = mutated.enums[e];
            const std::string label = type.labels[l];
            INFO(type.name.name << "." << label);
            type.labels.erase(type.labels.begin() + static_cast<std::ptrdiff_t>(l));
            check(mutated, {"add_enum_value " + type.name.name + "." + label}, {"recreate_enum " + type.name.name});
        }
    CHECK(labels > 80);
    for (std::size_t t = 0; t < game().tables.size(); ++t)
        for (std::size_t c = 0; c < game().tables[t].constraints.size(); ++c) {
            Catalog mutated = game();
            Constraint& constraint = mutated.tables[t].constraints[c];
            auto* rule = std::get_if<Check>(&constraint.kind);
            if (rule == nullptr) continue;
            INFO(constraint.name);
            const std::size_t first = rule->expression.find('\'');
            const std::size_t last = rule->expression.find(", ", first);
            REQUIRE(last != std::string::npos);
            rule->expression.erase(first, last + 2 - first);
            const Texts replaced = {"add_constraint " + constraint.name, "drop_constraint " + constraint.name};
            CHECK(told(compare(mutated, game())) == replaced);
            CHECK(told(compare(game(), mutated)) == replaced);
        }
}

TEST_CASE("a changed type, nullability or default of any column is found") {
    for (std::size_t t = 0; t < game().tables.size(); ++t)
        for (std::size_t c = 0; c < game().tables[t].columns.size(); ++c) {
            const auto mutated = [&](auto change) {
                Catalog catalog = game();
                change(catalog.tables[t].columns[c]);
                return without_rebuilt(told(compare(catalog, game())));
            };
            const Column& column = game().tables[t].columns[c];
            const std::string name = game().tables[t].name.name + "." + column.name;
            INFO(name);
            const Texts found = {"alter_column " + name};
            if (!column.type.serial) CHECK(mutated([](Column& col) { col.nullable = !col.nullable; }) == found);
            if (!column.type.serial && !column.default_expression)
                CHECK(mutated([](Column& col) { col.default_expression = "NULL::text || 'x'"; }) == found);
            if (column.type == varchar()) CHECK(mutated([](Column& col) { col.type = text(); }) == found);
        }
}
