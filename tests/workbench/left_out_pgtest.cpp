// A comparison of models finds whatever one of them leaves out, down to the single option of a single object.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tests/errors/must.hpp"
#include "tests/workbench/academy.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Catalog& whole() {
    static const Catalog catalog = must(academy::models()).catalog;
    return catalog;
}

struct Omission {
    std::string what = {};
    Catalog catalog = {};
};

// Collects the places where something can be left out.
class Omissions {
 public:
    // Where `leave_out` changes nothing there is nothing to leave out.
    void add(const std::string& what, const std::function<void(Catalog&)>& leave_out) {
        Omission omission{what, whole()};
        leave_out(omission.catalog);
        if (!(omission.catalog == whole())) list_.push_back(std::move(omission));
    }
    std::vector<Omission> take() { return std::move(list_); }

 private:
    std::vector<Omission> list_;
};

template <class T>
void erase_at(std::vector<T>& list, std::size_t place) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(place));
}

template <class T>
struct Change {
    std::string what = {};
    std::function<void(T&)> make = {};
};

// Sets one member of each alternative that has it to what it is when nobody says anything.
template <class Kind, class Member>
void reset(ConstraintKind& kind, Member Kind::*member) {
    if (auto* value = std::get_if<Kind>(&kind)) value->*member = Kind{}.*member;
}

std::vector<Change<Constraint>> constraint_changes() {
    const auto of = [](auto member) { return [member](Constraint& constraint) { reset(constraint.kind, member); }; };
    return {{"the comment", [](Constraint& constraint) { constraint.comment.clear(); }},
            {"INCLUDE of the key", of(&Unique::include)},
            {"NULLS NOT DISTINCT", of(&Unique::nulls_not_distinct)},
            {"the deferral of the key", of(&Unique::deferral)},
            {"NO INHERIT", of(&Check::no_inherit)},
            {"NOT VALID of the check", of(&Check::not_valid)},
            {"ON DELETE", of(&ForeignKey::on_delete)},
            {"ON UPDATE", of(&ForeignKey::on_update)},
            {"MATCH FULL", of(&ForeignKey::match)},
            {"the deferral of the foreign key", of(&ForeignKey::deferral)},
            {"NOT VALID of the foreign key", of(&ForeignKey::not_valid)},
            {"WHERE of the exclusion", of(&Exclude::where)},
            {"the deferral of the exclusion", of(&Exclude::deferral)},
            {"an element of the exclusion", [](Constraint& constraint) {
                 if (auto* rule = std::get_if<Exclude>(&constraint.kind)) rule->elements.pop_back();
             }}};
}

std::vector<Change<Column>> column_changes() {
    return {{"the default", [](Column& column) { column.default_expression.reset(); }},
            {"the generated expression", [](Column& column) { column.generated_expression.reset(); }},
            {"the identity", [](Column& column) { column.identity.reset(); }},
            {"the options of the identity",
             [](Column& column) {
                 if (column.identity) column.identity->options = {};
             }},
            {"the kind of the identity",
             [](Column& column) {
                 if (column.identity) column.identity->kind = Identity::Kind::by_default;
             }},
            {"the collation", [](Column& column) { column.collation.clear(); }},
            {"the comment", [](Column& column) { column.comment.clear(); }},
            {"being an array", [](Column& column) { column.type.array = false; }},
            {"being serial", [](Column& column) { column.type.serial = false; }}};
}

std::vector<Change<Table>> table_changes() {
    return {{"the comment", [](Table& table) { table.comment.clear(); }},
            {"UNLOGGED", [](Table& table) { table.unlogged = false; }},
            {"PARTITION BY", [](Table& table) { table.partition_by.clear(); }},
            {"the storage parameters", [](Table& table) { table.with.clear(); }},
            {"row security", [](Table& table) { table.row_security = RowSecurity::off; }}};
}

std::vector<Change<Index>> index_changes() {
    return {{"UNIQUE", [](Index& index) { index.options.unique = false; }},
            {"NULLS NOT DISTINCT", [](Index& index) { index.options.nulls_not_distinct = false; }},
            {"the method", [](Index& index) { index.options.method = "btree"; }},
            {"INCLUDE", [](Index& index) { index.options.include.clear(); }},
            {"WHERE", [](Index& index) { index.options.where.clear(); }},
            {"the storage parameters", [](Index& index) { index.options.with.clear(); }}};
}

std::vector<Change<IndexKey>> key_changes() {
    return {{"the operator class", [](IndexKey& key) { key.operator_class.clear(); }},
            {"the collation", [](IndexKey& key) { key.collation.clear(); }},
            {"DESC", [](IndexKey& key) { key.descending = false; }},
            {"the order of NULLs", [](IndexKey& key) { key.nulls = NullsOrder::standard; }}};
}

std::vector<Change<Sequence>> sequence_changes() {
    return {{"the type", [](Sequence& sequence) { sequence.type = {}; }},
            {"START", [](Sequence& sequence) { sequence.options.start.reset(); }},
            {"INCREMENT", [](Sequence& sequence) { sequence.options.increment.reset(); }},
            {"MINVALUE", [](Sequence& sequence) { sequence.options.min_value.reset(); }},
            {"MAXVALUE", [](Sequence& sequence) { sequence.options.max_value.reset(); }},
            {"CACHE", [](Sequence& sequence) { sequence.options.cache.reset(); }},
            {"CYCLE", [](Sequence& sequence) { sequence.options.cycle = false; }},
            {"the comment", [](Sequence& sequence) { sequence.comment.clear(); }}};
}

std::vector<Omission> without_an_object() {
    Omissions omissions;
    for (std::size_t i = 0; i < whole().schemas.size(); ++i)
        omissions.add(whole().schemas[i], [&](Catalog& less) { erase_at(less.schemas, i); });
    for (std::size_t i = 0; i < whole().enums.size(); ++i)
        omissions.add(whole().enums[i].name.name, [&](Catalog& less) { erase_at(less.enums, i); });
    for (std::size_t i = 0; i < whole().sequences.size(); ++i)
        omissions.add(whole().sequences[i].name.name, [&](Catalog& less) { erase_at(less.sequences, i); });
    for (std::size_t i = 0; i < whole().tables.size(); ++i)
        omissions.add(whole().tables[i].name.name, [&](Catalog& less) { erase_at(less.tables, i); });
    for (std::size_t i = 0; i < whole().indexes.size(); ++i)
        omissions.add(whole().indexes[i].name, [&](Catalog& less) { erase_at(less.indexes, i); });
    for (std::size_t i = 0; i < whole().objects.size(); ++i)
        omissions.add(whole().objects[i].name.name, [&](Catalog& less) { erase_at(less.objects, i); });
    return omissions.take();
}

// What a primary key, serial or identity is on is never NULL.
bool may_be_null(const Table& table, const Column& column) {
    for (const Constraint& constraint : table.constraints)
        if (const auto* key = std::get_if<PrimaryKey>(&constraint.kind);
            key != nullptr && std::find(key->columns.begin(), key->columns.end(), column.name) != key->columns.end())
            return false;
    return !column.identity && !column.type.serial;
}

std::vector<Omission> without_an_option_of_a_table() {
    Omissions omissions;
    for (std::size_t t = 0; t < whole().tables.size(); ++t) {
        const Table& table = whole().tables[t];
        for (const auto& change : table_changes())
            omissions.add(change.what + " of " + table.name.name, [&](Catalog& less) { change.make(less.tables[t]); });
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (may_be_null(table, table.columns[c]))
                omissions.add("NOT NULL of " + table.name.name + "." + table.columns[c].name,
                              [&](Catalog& less) { less.tables[t].columns[c].nullable = true; });
            const std::string name = table.name.name + "." + table.columns[c].name;
            omissions.add(name, [&](Catalog& less) { erase_at(less.tables[t].columns, c); });
            for (const auto& change : column_changes())
                omissions.add(change.what + " of " + name,
                              [&](Catalog& less) { change.make(less.tables[t].columns[c]); });
        }
        for (std::size_t c = 0; c < table.constraints.size(); ++c) {
            const std::string& name = table.constraints[c].name;
            omissions.add(name, [&](Catalog& less) { erase_at(less.tables[t].constraints, c); });
            for (const auto& change : constraint_changes())
                omissions.add(change.what + " of " + name,
                              [&](Catalog& less) { change.make(less.tables[t].constraints[c]); });
        }
    }
    return omissions.take();
}

std::vector<Omission> without_an_option_of_another_object() {
    Omissions omissions;
    for (std::size_t i = 0; i < whole().indexes.size(); ++i) {
        const Index& index = whole().indexes[i];
        for (const auto& change : index_changes())
            omissions.add(change.what + " of " + index.name, [&](Catalog& less) { change.make(less.indexes[i]); });
        for (std::size_t k = 0; k < index.keys.size(); ++k)
            for (const auto& change : key_changes())
                omissions.add(change.what + " of a key of " + index.name,
                              [&](Catalog& less) { change.make(less.indexes[i].keys[k]); });
    }
    for (std::size_t i = 0; i < whole().sequences.size(); ++i)
        for (const auto& change : sequence_changes())
            omissions.add(change.what + " of " + whole().sequences[i].name.name,
                          [&](Catalog& less) { change.make(less.sequences[i]); });
    for (std::size_t i = 0; i < whole().enums.size(); ++i) {
        omissions.add("the comment of " + whole().enums[i].name.name,
                      [&](Catalog& less) { less.enums[i].comment.clear(); });
        omissions.add("a label of " + whole().enums[i].name.name,
                      [&](Catalog& less) { less.enums[i].labels.pop_back(); });
    }
    for (std::size_t i = 0; i < whole().objects.size(); ++i) {
        omissions.add("the comment of " + whole().objects[i].name.name,
                      [&](Catalog& less) { less.objects[i].comment.clear(); });
    }
    return omissions.take();
}

// Makes `from`, brings it to `wanted` and back; what then still differs, or what PostgreSQL refused.
std::string what_is_left(const Catalog& from, const Difference& difference, const Catalog& wanted,
                         Workbench& workbench) {
    const TestDatabase database;
    auto session = database.connect();
    const auto rest = [&](const std::vector<Operation>& operations, const Catalog& goal) -> std::string {
        auto applied = session.run_script(psql_script(operations));
        if (!applied.has_value()) return full_text(applied.assume_error());
        const Difference still = compare(must(workbench.of_database(database.url())), goal);
        return still.is_empty() ? "" : psql_script(still.operations) + "after:\n" + psql_script(operations);
    };
    if (std::string text = rest(compare({}, from).operations, from); !text.empty()) return "at first:\n" + text;
    if (std::string text = rest(difference.operations, wanted); !text.empty()) return text;
    return rest(must(invert(difference.operations)), from);
}

// All of them in memory. Those that PostgreSQL takes, on a server, every `stride`th; returns how many these were.
std::size_t check(const std::vector<Omission>& omissions, std::size_t stride) {
    Workbench workbench;
    const Catalog wanted = must(workbench.canonical(whole()));
    std::size_t shown = 0;
    for (std::size_t i = 0; i < omissions.size(); ++i) {
        const Omission& omission = omissions[i];
        INFO("without " << omission.what);
        CHECK_FALSE(compare(omission.catalog, whole()).is_empty());
        CHECK_FALSE(compare(whole(), omission.catalog).is_empty());
        if (i % stride != 0) continue;
        const auto made = workbench.canonical(omission.catalog);
        if (!made.has_value()) continue;
        const Difference missing = compare(made.assume_value(), wanted);
        CHECK_FALSE(missing.is_empty());
        CHECK_FALSE(compare(wanted, made.assume_value()).is_empty());
        if (missing.refusals.empty()) CHECK(what_is_left(made.assume_value(), missing, wanted, workbench) == "");
        ++shown;
    }
    return shown;
}

}  // namespace

TEST_CASE("an object that is left out is found, of every kind") {
    const std::vector<Omission> omissions = without_an_object();
    CHECK(omissions.size() >= 35);
    CHECK(check(omissions, 1) >= 15);
}

TEST_CASE("an option of a table, a column or a constraint that is left out is found") {
    const std::vector<Omission> omissions = without_an_option_of_a_table();
    CHECK(omissions.size() >= 140);
    CHECK(check(omissions, 3) >= 30);
}

TEST_CASE("an option of an index, a sequence, an enum or an object that is left out is found") {
    const std::vector<Omission> omissions = without_an_option_of_another_object();
    CHECK(omissions.size() >= 28);
    CHECK(check(omissions, 1) >= 25);
}
