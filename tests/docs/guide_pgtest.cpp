// What the guide shows as C++, compiled and run.
#include <catch2/catch.hpp>

#include "migrator/migrator.hpp"
#include "migrator/support/try.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using migrator::testing::must;

TEST_CASE("a skill can be stored and read back") {
    migrator::testing::TestDatabase database(gestaloka::schema::environment());
    auto session = database.connect();
    REQUIRE(session
                .execute(
                    "INSERT INTO skills (id, name, description, created_at, updated_at, skill_type, base_power,"
                    " sp_cost, cooldown_turns) VALUES ('s1', '居合', 'draw and cut', now(), now(), 'attack', 12, 3, 1)")
                .has_value());
    auto name = session.query("SELECT name FROM skills WHERE id = 's1'");
    REQUIRE(name.has_value());
    CHECK(name.assume_value().text(0, 0) == "居合");
}

namespace {

Result<void> greet_everybody(postgres::Session& session) {
    TRY(const auto names, session.query("SELECT name FROM guests ORDER BY name"));
    for (int row = 0; row < names.row_count(); ++row) {
        const std::string greeting = "Welcome, " + std::string(names.text(row, 0));
        TRYV(session.execute("INSERT INTO greetings (text) VALUES ($1)", {greeting}));
    }
    return success();
}

const Revision guests{
    .message = "add guests and greet them",
    .upgrade =
        [](Operations& op) {
            op.create_table("guests", {column("name", text()).not_null()});
            op.create_table("greetings", {column("text", text()).not_null()});
            op.bulk_insert("guests", {"name"}, {{"Mira"}, {"Aoi"}});
            op.run("greet everybody", greet_everybody);
        },
    .irreversible = "the guests have left",
    .compatibility = Compatibility::additive,
    .compatibility_reason = "the statement only adds rows that older servers never read",
};

}  // namespace

TEST_CASE("a C++ step of the guide looks at the rows and writes others") {
    const testing::TestDatabase database;
    const Registry registry = must(Registry::create({{"0123456789ab", "guests.cpp", &guests}}));
    must(check_steps(registry));
    RunOptions options;
    options.database = database.url();
    Observer quiet;
    RunReport report;
    must(upgrade(options, registry, "head", quiet, report));
    auto session = database.connect();
    const auto greetings = must(session.query("SELECT text FROM greetings ORDER BY text"));
    REQUIRE(greetings.row_count() == 2);
    CHECK(greetings.text(0, 0) == "Welcome, Aoi");
    CHECK(must(session.query("SELECT breaking FROM migrator.history")).text(0, 0) == "f");
}
