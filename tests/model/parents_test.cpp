// Row security, parents and comments, as models describe them.
#include "tests/model/parents.hpp"

#include <catch2/catch.hpp>

#include "tests/errors/must.hpp"

using namespace migrator;
using Catch::Contains;
using migrator::testing::must;
using model::TableBuilder;

namespace dungeon {

struct Dragon {
    int id;
    std::string name;
    Element element;
    int phases;
    int heads;
};
void describe(TableBuilder<Dragon>& table) {
    table.name("dragons");
    table.inherits("bosses");
    table.column<&Dragon::id>().primary_key();
    table.column<&Dragon::name>(varchar(50)).server_default("'nameless'::character varying");
    table.column<&Dragon::element>();
    table.column<&Dragon::phases>();
    table.column<&Dragon::heads>();
}

struct Ghost {
    int id;
    std::string name;
};
void describe(TableBuilder<Ghost>& table) {
    table.name("ghosts");
    table.inherits<Monster>();
    table.column<&Ghost::id>();
    table.column<&Ghost::name>(varchar(20));
}

struct Golem {
    int id;
};
void describe(TableBuilder<Golem>& table) {
    table.name("golems");
    table.inherits<Monster>();
    table.column<&Golem::id>().identity_always();
}

struct Ring {
    int id;
};
void describe(TableBuilder<Ring>& table) {
    table.name("ring");
    table.inherits("ring");
    table.column<&Ring::id>();
}

struct SightingsOf2026 {
    std::string weather;
};
void describe(TableBuilder<SightingsOf2026>& table) {
    table.name("sightings_2026");
    table.partition_of<Sighting>("FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
    table.column<&SightingsOf2026::weather>();
}

}  // namespace dungeon

namespace {

const Table& table_named(const model::Models& models, const std::string& name) {
    for (const Table& table : models.catalog.tables)
        if (table.name == ObjectName(name)) return table;
    FAIL(name);
    return models.catalog.tables.front();
}

std::vector<std::string> columns_of(const Table& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns)
        names.push_back(column.name);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

static_assert(model::arity<dungeon::SightingsOf2025>() == 0);

TEST_CASE("a table says who sees its rows, how it is divided and where it belongs") {
    const model::Models models = must(dungeon::models());
    const Table& sightings = table_named(models, "sightings");
    CHECK(sightings.row_security == RowSecurity::on);
    CHECK(sightings.partition_by == "RANGE (seen_on)");
    const Table& part = table_named(models, "sightings_2025");
    CHECK(part.row_security == RowSecurity::forced);
    CHECK(part.partition_of == PartitionOf{"sightings", "FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"});
    CHECK(part.columns.empty());
    CHECK(table_named(models, "bosses").inherits == std::vector<ObjectName>{"monsters"});
    CHECK(table_named(models, "monsters").row_security == RowSecurity::off);
}

TEST_CASE("a column of a described parent is a member like any other, and the parent's in the database") {
    const model::Models models = must(model::models_of<dungeon::Dragon, dungeon::Boss, dungeon::Monster>());
    CHECK(columns_of(table_named(models, "monsters")) == Names{"id", "name", "element"});
    CHECK(columns_of(table_named(models, "bosses")) == Names{"phases"});
    CHECK(columns_of(table_named(models, "dragons")) == Names{"heads"});
    CHECK(columns_of(model::table_of<dungeon::Boss>()) == Names{"id", "name", "phases"});
    CHECK(model::description_of<dungeon::Boss>().find_field("id")->in_primary_key);
}

TEST_CASE("columns stay with a table whose parent no struct describes, and with one that is its own parent") {
    CHECK(columns_of(must(model::models_of<dungeon::Boss>()).catalog.tables[0]) == Names{"id", "name", "phases"});
    CHECK(must(model::models_of<dungeon::Ring>()).catalog.tables.size() == 1);
}

TEST_CASE("a column that is not like its parent's is refused by name") {
    const auto shorter = model::models_of<dungeon::Monster, dungeon::Ghost>();
    REQUIRE_FALSE(shorter.has_value());
    CHECK_THAT(summary(shorter.assume_error()), Contains("\"ghosts\"") && Contains("\"name\" in another way"));
    const auto counted = model::models_of<dungeon::Monster, dungeon::Golem>();
    REQUIRE_FALSE(counted.has_value());
    CHECK_THAT(summary(counted.assume_error()), Contains("\"golems\"") && Contains("\"id\" in another way"));
}

TEST_CASE("a column of a partition that its parent has not is refused by name") {
    const auto wider = model::models_of<dungeon::Sighting, dungeon::SightingsOf2026>();
    REQUIRE_FALSE(wider.has_value());
    CHECK_THAT(summary(wider.assume_error()),
               Contains("\"sightings_2026\"") && Contains("\"weather\", which its parent"));
}

TEST_CASE("constraints, indexes and enum types have the comments that they are described with") {
    const model::Models models = must(dungeon::models());
    const std::vector<Constraint>& of_boss = table_named(models, "bosses").constraints;
    CHECK(of_boss.back() == check("phases > 1").named("ck_bosses_phases").with_comment("or it is no boss"));
    CHECK(table_named(models, "sightings_2025").constraints.front().comment == "of each player");
    REQUIRE(models.catalog.indexes.size() == 1);
    CHECK(models.catalog.indexes[0].comment == "for the bestiary");
    REQUIRE(models.catalog.enums.size() == 1);
    CHECK(models.catalog.enums[0].comment == "what it is weak against");
    CHECK(model::enum_type<dungeon::Element>("element") == models.catalog.enums[0]);
    model::ModelOptions options;
    options.enums = {{.name = "element", .labels = {"FIRE", "WATER"}}};
    const auto other_comment = model::models_of<dungeon::Monster>(options);
    REQUIRE_FALSE(other_comment.has_value());
    CHECK_THAT(summary(other_comment.assume_error()), Contains("\"element\" other comments"));
}
