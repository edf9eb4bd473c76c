// Databases that Alembic brought to any of the game's revisions are taken over
// where they stand.
#include "migrator/adopt/adopt.hpp"

#include <catch2/catch.hpp>

#include "migrator/drift/expected.hpp"
#include "migrator/drift/verify.hpp"
#include "migrator/testing/test_database.hpp"
#include "recorded_database.hpp"
#include "schema/environment.hpp"
#include "tests/acceptance/gestaloka/row_generator.hpp"
#include "tests/acceptance/gestaloka/row_sums.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using gestaloka::acceptance::recorded_database;

namespace {

constexpr int recorded_revisions = 26;

const Registry& registry() {
    static const Registry instance = registry_of(gestaloka::schema::environment());
    return instance;
}

const std::string& revision(int number) {
    return registry().revisions().at(static_cast<std::size_t>(number) - 1).id;
}

RunOptions options_for(const TestDatabase& database) {
    RunOptions options;
    options.database = database.url();
    return options;
}

Adoption adopt_from_alembic(const TestDatabase& database, bool accept_drift = false) {
    AdoptOptions options;
    options.accept_drift = accept_drift;
    Observer quiet;
    return must(adopt(options_for(database), registry(), options, quiet));
}

void upgrade_to_head(const TestDatabase& database) {
    Observer quiet;
    RunReport report;
    must(upgrade(options_for(database), registry(), "head", quiet, report));
}

// The game's objects, without the other tool's table.
CatalogFacts facts(const TestDatabase& database) {
    auto session = database.connect();
    Catalog catalog = must(read_live_catalog(session, options_for(database)));
    std::erase_if(catalog.tables, [](const Table& table) { return table.name.name == "alembic_version"; });
    return facts_of(catalog);
}

std::string ask(const TestDatabase& database, const std::string& sql) {
    auto session = database.connect();
    return std::string(must(session.query(sql)).text(0, 0));
}

void make(const TestDatabase& database, int number) {
    auto session = database.connect();
    must(session.run_script(recorded_database(number, revision(number))));
}

}  // namespace

TEST_CASE(
    "a database at any of the 26 revisions is adopted, upgraded to head, "
    "and then equals a fresh one") {
    const TestDatabase fresh(gestaloka::schema::environment());
    const CatalogFacts expected = facts(fresh);
    for (int number = 1; number <= recorded_revisions; ++number) {
        CAPTURE(number, revision(number));
        const TestDatabase database;
        make(database, number);
        const bool lost_a_column = number == recorded_revisions;
        const Adoption adoption = adopt_from_alembic(database, lost_a_column);
        REQUIRE(side_by_side(adoption.drift) == (lost_a_column ? "  column encounter_stories.story_arc_type\n"
                                                                 "      expected  character varying(50) NOT NULL\n"
                                                                 "      found     (nothing)\n"
                                                               : ""));
        REQUIRE(adoption.was_written);
        REQUIRE(adoption.applied.size() == static_cast<std::size_t>(number));
        upgrade_to_head(database);
        REQUIRE(side_by_side(compare_facts(expected, facts(database))).empty());
        REQUIRE(ask(database, "SELECT string_agg(version_num, ',') FROM alembic_version") == revision(number));
        REQUIRE(ask(database, "SELECT count(*) FROM migrator.history WHERE attempts = 0") == std::to_string(number));
        REQUIRE(adopt_from_alembic(database).was_adopted_before);
    }
}

namespace {

// Rows in every table of the game; what the other tool's table holds stays.
void fill(const TestDatabase& database, int number) {
    auto session = database.connect();
    gestaloka::acceptance::RowGenerator(static_cast<unsigned>(number)).fill(session, 4);
    must(session.run_script("DELETE FROM alembic_version WHERE version_num <> '" + revision(number) + "'"));
}

gestaloka::acceptance::RowSums sums(const TestDatabase& database) {
    auto session = database.connect();
    return gestaloka::acceptance::read_row_sums(session);
}

// What the chain itself does to rows, step by step, is tested in acceptance/gestaloka/rows_pgtest.cpp.
std::vector<std::string> unexpected(std::vector<std::string> losses) {
    std::erase_if(losses, [](const std::string& line) {
        for (const char* known : {"log_contracts is gone", "skills", "character_skills",
                                  "character_stats.energy is gone", "character_stats.max_energy is gone",
                                  "game_sessions.story_arc_id", "action_logs", "characters.character_metadata"})
            if (line.rfind(known, 0) == 0) return true;
        return false;
    });
    return losses;
}

}  // namespace

TEST_CASE("the rows of an adopted database stay, and upgrade to head keeps them") {
    // Before and behind each step that changes rows.
    for (const int number : {1, 11, 13, 15, 19, 21, 24, recorded_revisions}) {
        CAPTURE(number, revision(number));
        const TestDatabase database;
        make(database, number);
        fill(database, number);
        const auto former = sums(database);
        const Adoption adoption = adopt_from_alembic(database, number == recorded_revisions);
        REQUIRE(adoption.was_written);
        REQUIRE(gestaloka::acceptance::losses(former, sums(database)) == std::vector<std::string>{});
        upgrade_to_head(database);
        const auto present = sums(database);
        REQUIRE(unexpected(gestaloka::acceptance::losses(former, present)) == std::vector<std::string>{});
        REQUIRE(present.at("users").rows == former.at("users").rows);
        REQUIRE(former.at("users").rows != "0");
    }
}

TEST_CASE(
    "the lost column is reported first, and nothing is written unless "
    "the drift is accepted") {
    const TestDatabase database;
    make(database, recorded_revisions);
    auto session = database.connect();
    must(
        session.run_script("ALTER TABLE users ADD COLUMN added text; ALTER "
                           "TABLE users ALTER COLUMN email DROP NOT NULL"));
    const Adoption refused = adopt_from_alembic(database);
    CHECK_FALSE(refused.was_written);
    REQUIRE(refused.drift.size() == 3);
    CHECK(refused.drift[0].place == "column encounter_stories.story_arc_type");
    CHECK(refused.drift[1].place == "column users.email");
    CHECK(refused.drift[2].place == "column users.added");
    CHECK(ask(database, "SELECT to_regclass('migrator.history') IS NULL") == "t");
}

TEST_CASE("a database that both tools have been at is refused") {
    const TestDatabase database(gestaloka::schema::environment());
    auto session = database.connect();
    must(
        session.run_script("CREATE TABLE alembic_version (version_num text); INSERT INTO "
                           "alembic_version VALUES ('" +
                           revision(5) + "'); DELETE FROM migrator.history WHERE revision = '" + revision(3) + "'"));
    AdoptOptions options;
    Observer quiet;
    const Error error = error_of(adopt(options_for(database), registry(), options, quiet));
    CHECK(error.kind() == ErrorKind::diverged);
}

TEST_CASE("versions of a tool without our ids are mapped") {
    const TestDatabase database;
    make(database, 2);
    auto session = database.connect();
    must(
        session.run_script("DROP TABLE alembic_version; CREATE TABLE schema_migrations (version "
                           "bigint PRIMARY KEY, dirty "
                           "boolean NOT NULL); INSERT INTO schema_migrations VALUES (2, false)"));
    AdoptOptions options;
    options.from = ForeignTool::golang_migrate;
    options.map = {{"2", revision(2)}};
    Observer quiet;
    const Adoption adoption = must(adopt(options_for(database), registry(), options, quiet));
    CHECK(adoption.drift.empty());
    CHECK(adoption.was_written);
    CHECK(ask(database, "SELECT count(*) FROM migrator.history") == "2");
}

TEST_CASE("verify lays what drifted side by side, once the history is sound") {
    const TestDatabase database(gestaloka::schema::environment());
    Observer quiet;
    CHECK(side_by_side(must(verify(options_for(database), registry(), quiet)).drift).empty());
    auto session = database.connect();
    must(
        session.run_script("ALTER TABLE users ALTER COLUMN email TYPE varchar(300); DROP INDEX "
                           "ix_battle_logs_character_id; "
                           "CREATE TABLE stray (id int)"));
    const Verification drifted = must(verify(options_for(database), registry(), quiet));
    CHECK(drifted.findings.empty());
    REQUIRE(drifted.drift.size() == 4);
    CHECK(drifted.drift[0].place == "index ix_battle_logs_character_id of battle_logs");
    CHECK(drifted.drift[1].place == "column users.email");
    CHECK(drifted.drift[1].found == "character varying(300) NOT NULL");
    CHECK(drifted.drift[2].place == "column stray.id");
    CHECK(drifted.drift[3].place == "table stray");
    must(session.run_script("UPDATE migrator.history SET checksum = 'x' WHERE revision = '" + revision(1) + "'"));
    const Verification edited = must(verify(options_for(database), registry(), quiet));
    CHECK(edited.findings.size() == 1);
    CHECK(edited.drift.empty());
}
