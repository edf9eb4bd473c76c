// What describe() makes of a struct.
#include "migrator/model/table_builder.hpp"

#include <catch2/catch.hpp>

#include "tests/model/sample.hpp"

using namespace migrator;
using model::key;
using model::TableBuilder;
using sample::Item;

namespace {

struct Pair {
    std::string left;
    std::string right;
    std::optional<int> weight;
};

model::Description described(void (*describe)(TableBuilder<Pair>&)) {
    model::Description description;
    description.struct_name = model::struct_name<Pair>();
    description.member_count = model::arity<Pair>();
    TableBuilder<Pair> table(description);
    describe(table);
    complete(description);
    return description;
}

void describe_well(TableBuilder<Pair>& table) {
    table.name("pairs");
    table.comment("two and two");
    table.column<&Pair::left>(varchar(10)).primary_key().collate("C");
    table.column<&Pair::right>(varchar(10))
        .primary_key()
        .references("others", "name", {}, {.on_delete = ReferentialAction::cascade});
    table.column<&Pair::weight>().server_default("0").comment("in grams").check("ck_weight", "weight >= 0");
    table.index("ix_pairs_weight", {key<&Pair::weight>().desc(), on_expression("lower(left)")}, {.unique = true});
}

}  // namespace

static_assert(model::member_name<&Item::maybe_count>() == "maybe_count");
static_assert(model::arity<Item>() == 13);
static_assert(model::arity<Pair>() == 3);

TEST_CASE("a column has its member's name, and allows NULL where the member is optional") {
    const Table& table = model::table_of<Item>();
    REQUIRE(table.columns.size() == 13);
    CHECK(table.columns[0] == column("id", varchar(36)).not_null());
    CHECK(table.columns[1] == column("note", varchar(20)));
    CHECK(table.columns[4] == column("total", bigint()).not_null());
    CHECK(table.columns[9] == column("made_at", timestamptz()).not_null());
    CHECK(table.columns[12] == column("doubled", integer()).not_null().generated_as("count * 2"));
}

TEST_CASE("keys, constraints and indexes are described in full") {
    const model::Description description = described(describe_well);
    CHECK(check_description(description).has_value());
    CHECK(description.table.comment == "two and two");
    CHECK(description.table.columns[0].collation == "C");
    CHECK(description.table.columns[2] == column("weight", integer()).server_default("0").with_comment("in grams"));
    CHECK(description.table.constraints ==
          std::vector<Constraint>{
              primary_key({"left", "right"}).named("pairs_pkey"),
              foreign_key({"right"}, "others", {"name"}, {.on_delete = ReferentialAction::cascade})
                  .named("pairs_right_fkey"),
              check("weight >= 0").named("ck_weight"),
          });
    REQUIRE(description.indexes.size() == 1);
    CHECK(description.indexes[0].table == ObjectName("pairs"));
    CHECK(description.indexes[0].options.unique);
    CHECK(description.indexes[0].keys ==
          std::vector<IndexKey>{IndexKey("weight").desc(), on_expression("lower(left)")});
    CHECK(description.find_field("left")->in_primary_key);
    CHECK_FALSE(description.find_field("weight")->in_primary_key);
}

TEST_CASE("a description that does not fit its struct is found") {
    const auto complaint = [](void (*describe)(TableBuilder<Pair>&)) {
        auto checked = check_description(described(describe));
        REQUIRE_FALSE(checked.has_value());
        CHECK(checked.assume_error().kind() == ErrorKind::internal);
        return summary(checked.assume_error());
    };
    SECTION("no table name") {
        CHECK_THAT(complaint([](TableBuilder<Pair>& table) { table.column<&Pair::left>(); }),
                   Catch::Contains("names no table"));
    }
    SECTION("a member left out") {
        CHECK_THAT(complaint([](TableBuilder<Pair>& table) {
                       table.name("pairs");
                       table.column<&Pair::left>();
                       table.column<&Pair::right>();
                   }),
                   Catch::Contains("2 columns (left, right), but its struct Pair has 3 members"));
    }
    SECTION("a member described twice") {
        CHECK_THAT(complaint([](TableBuilder<Pair>& table) {
                       table.name("pairs");
                       table.column<&Pair::left>();
                       table.column<&Pair::left>();
                   }),
                   Catch::Contains("\"left\" twice"));
    }
}
