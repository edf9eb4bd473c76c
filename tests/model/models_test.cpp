// What all models describe together: everything that a table can have, names by convention, hints of renames.
#include "migrator/model/models.hpp"

#include <catch2/catch.hpp>

#include "migrator/model/list.hpp"

using namespace migrator;
using Catch::Contains;
using model::columns;
using model::key;
using model::TableBuilder;

namespace inn {

enum class Mood { calm, merry };
enum class Kind { bed, room };

struct House {
    int id;
    std::string name;
};
void describe(TableBuilder<House>& table) {
    table.name({"inn", "houses"});
    table.column<&House::id>().identity_always({.start = 100}).primary_key();
    table.column<&House::name>(varchar(50)).unique();
}

struct Guest {
    long long id;
    int house;
    std::string name;
    std::optional<std::string> nickname;
    Mood mood;
    std::vector<Mood> past_moods;
    Kind kind;
    int nights;
    int price;
};
void describe(TableBuilder<Guest>& table) {
    table.name("guests");
    table.was("visitors");
    table.comment("who stays");
    table.column<&Guest::id>(bigserial());
    table.column<&Guest::house>();
    table.column<&Guest::name>(varchar(50)).was("full_name").comment("as on the passport").collate("C").index();
    table.column<&Guest::nickname>();
    table.column<&Guest::mood>().server_default("'CALM'");
    table.column<&Guest::past_moods>();
    table.column<&Guest::kind>(varchar(20)).check_labels();
    table.column<&Guest::nights>().identity_by_default().check("nights > 0");
    table.column<&Guest::price>().generated_as("nights * 10");
    table.primary_key(columns<&Guest::id, &Guest::house>());
    table.unique(columns<&Guest::house, &Guest::name>(), "one_name");
    table.foreign_key(columns<&Guest::house>(), {"inn", "houses"}, {"id"},
                      {.on_delete = ReferentialAction::cascade,
                       .on_update = ReferentialAction::restrict,
                       .deferral = Deferral::initially_deferred});
    table.check({}, "nights < 1000 OR price > 5");
    table.constraint(exclude({{"house", "="}}, "gist"));
    table.index("ix_merry",
                {on_expression("lower(name)"), key<&Guest::house>().desc().nulls_order(NullsOrder::last),
                 key<&Guest::nickname>().with_operator_class("text_pattern_ops").collate("C")},
                {.unique = true, .include = {"nights"}, .where = "mood = 'MERRY'", .with = {{"fillfactor", "70"}}});
    table.index({}, {key<&Guest::nickname>()}, {.method = "hash"});
}

struct Twin {
    int id;
};
void describe(TableBuilder<Twin>& table) {
    table.name("guests");
    table.column<&Twin::id>();
}

}  // namespace inn

template <>
struct migrator::model::Labels<inn::Mood> {
    static ObjectName type() { return "mood"; }
    static constexpr Label<inn::Mood> all[] = {{inn::Mood::calm, "CALM"}, {inn::Mood::merry, "MERRY", "JOLLY"}};
};
template <>
struct migrator::model::Labels<inn::Kind> {
    static constexpr Label<inn::Kind> all[] = {{inn::Kind::bed, "BED"}, {inn::Kind::room, "IT'S A ROOM"}};
};

namespace {

model::Models guests(model::ModelOptions options = {}) {
    auto models = model::models_of<inn::House, inn::Guest>(std::move(options));
    REQUIRE(models.has_value());
    return std::move(models).assume_value();
}

std::vector<std::string> names_of_constraints(const Table& table) {
    std::vector<std::string> names;
    for (const Constraint& constraint : table.constraints)
        names.push_back(constraint.name);
    return names;
}

}  // namespace

TEST_CASE("the models of a program are one catalog, with the enums and schemas of its members") {
    const model::Models models = guests();
    CHECK(models.structs == std::vector<std::string>{"House", "Guest"});
    CHECK(models.catalog.schemas == std::vector<std::string>{"inn"});
    CHECK(models.catalog.enums == std::vector<EnumType>{{.name = "mood", .labels = {"CALM", "MERRY"}}});
    REQUIRE(models.catalog.tables.size() == 2);
    const Table& guest = models.catalog.tables[1];
    CHECK(guest.columns[0] == column("id", bigserial()));
    CHECK(guest.columns[2] == column("name", varchar(50)).not_null().collate("C").with_comment("as on the passport"));
    CHECK(guest.columns[4] == column("mood", named_type("mood")).not_null().server_default("'CALM'"));
    CHECK(guest.columns[5] == column("past_moods", array_of(named_type("mood"))).not_null());
    CHECK(guest.columns[7] == column("nights", integer()).identity_by_default());
    CHECK(guest.columns[8] == column("price", integer()).not_null().generated_as("nights * 10"));
    CHECK(models.catalog.tables[0].columns[0] == column("id", integer()).identity_always({.start = 100}));
}

TEST_CASE("constraints and indexes keep all that they are described with") {
    const model::Models models = guests();
    const Table& guest = models.catalog.tables[1];
    const auto& key_to_house = std::get<ForeignKey>(guest.constraints[4].kind);
    CHECK(key_to_house.references == ObjectName("inn", "houses"));
    CHECK(key_to_house.on_delete == ReferentialAction::cascade);
    CHECK(key_to_house.on_update == ReferentialAction::restrict);
    CHECK(key_to_house.deferral == Deferral::initially_deferred);
    CHECK(std::get<Check>(guest.constraints[0].kind).expression == "kind IN ('BED', 'IT''S A ROOM')");
    REQUIRE(models.catalog.indexes.size() == 3);
    const Index& merry = models.catalog.indexes[1];
    CHECK(merry.table == ObjectName("guests"));
    CHECK(merry.keys[0].expression == "lower(name)");
    CHECK(merry.keys[2].operator_class == "text_pattern_ops");
    CHECK(merry.options.where == "mood = 'MERRY'");
    CHECK(merry.options.include == std::vector<std::string>{"nights"});
    CHECK(models.catalog.indexes[2].options.method == "hash");
}

TEST_CASE("what is not named gets PostgreSQL's names, or those of the convention") {
    const model::Models models = guests();
    CHECK(names_of_constraints(models.catalog.tables[1]) ==
          std::vector<std::string>{"guests_kind_check", "guests_nights_check", "guests_pkey", "one_name",
                                   "guests_house_fkey", "guests_check", "guests_house_excl"});
    CHECK(models.catalog.indexes[0].name == "guests_name_idx");
    model::NamingConvention naming;
    naming.primary_key = "pk_{table}";
    naming.foreign_key = "fk_{table}_{columns}_{referenced_table}";
    naming.check = "ck_{table}_{columns}";
    naming.index = "ix_{table}_{columns}";
    const model::Models renamed = guests({.naming = naming});
    CHECK(names_of_constraints(renamed.catalog.tables[1]) ==
          std::vector<std::string>{"ck_guests_kind", "ck_guests_nights", "pk_guests", "one_name",
                                   "fk_guests_house_houses", "ck_guests", "guests_house_excl"});
    CHECK(renamed.catalog.indexes[0].name == "ix_guests_name");
}

TEST_CASE("hints of renames are collected for the comparison") {
    const model::Models models = guests();
    CHECK(models.renames.tables == std::vector<TableRename>{{.was = "visitors", .table = "guests"}});
    CHECK(models.renames.columns ==
          std::vector<ColumnRename>{{.table = "guests", .was = "full_name", .column = "name"}});
    CHECK(models.renames.labels == std::vector<LabelRename>{{.type = "mood", .was = "JOLLY", .label = "MERRY"}});
}

TEST_CASE("views and other objects are listed beside the structs") {
    model::ModelOptions options;
    options.objects = {{.kind = RawObject::Kind::view,
                        .name = "merry_guests",
                        .definition = {"CREATE VIEW merry_guests AS SELECT * FROM guests WHERE mood = 'MERRY'"}}};
    options.schemas = {"audit"};
    const model::Models models = guests(options);
    CHECK(models.catalog.objects == options.objects);
    CHECK(models.catalog.schemas == std::vector<std::string>{"audit", "inn"});
}

TEST_CASE("models that contradict each other are refused by name") {
    const auto twice = model::models_of<inn::Guest, inn::Twin>();
    REQUIRE_FALSE(twice.has_value());
    CHECK_THAT(summary(twice.assume_error()),
               Contains("two structs describe the table \"guests\"") && Contains("Twin"));
    model::ModelOptions options;
    options.enums = {{.name = "mood", .labels = {"SAD"}}};
    const auto other_labels = model::models_of<inn::Guest>(options);
    REQUIRE_FALSE(other_labels.has_value());
    CHECK_THAT(summary(other_labels.assume_error()), Contains("enum type \"mood\""));
}

TEST_CASE("a member that the database computes is read and never written") {
    const model::Description& guest = model::description_of<inn::Guest>();
    CHECK(guest.find_field("price")->generated);
    CHECK_FALSE(guest.find_field("nights")->generated);
    CHECK(model::description_of<inn::House>().find_field("id")->generated);
}
