// The commands beside the server: migrate upgrade, downgrade, current, history.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "server.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using Catch::Matchers::Matches;
using migrator::testing::TestDatabase;

namespace {

const char* const timestamp = R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)";

Finished migrate(const TestDatabase& database, const Arguments& words) {
    Arguments arguments{"--database", database.url(), "migrate"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const Finished run = run_server(arguments);
    UNSCOPED_INFO(run.err);
    return run;
}

std::string total() {
    return std::to_string(chain().revisions().size());
}

std::string head() {
    return chain().heads().back()->id;
}

}  // namespace

TEST_CASE("migrate upgrade and downgrade move to a revision, by steps, to head and to base, and say how far") {
    const TestDatabase database;
    const std::string empty = dump(database.url(), DumpOf::schema);

    const Finished two = migrate(database, {"upgrade", "+2"});
    CHECK(two.code == 0);
    CHECK_THAT(two.out, Matches("2 revisions applied in .*; 2 are applied now\n"));
    CHECK(applied_in(two.err) == std::vector<std::string>{"c8ab2c1be277", "30f5fb512c38"});
    CHECK_THAT(migrate(database, {"upgrade", "2bbc"}).out, Matches("18 revisions applied in .*; 20 are applied now\n"));
    CHECK_THAT(migrate(database, {"upgrade"}).out, Contains("; " + total() + " are applied now\n"));
    CHECK(migrate(database, {"upgrade"}).out == "nothing to do; " + total() + " revisions are applied\n");
    require_at_head(database.url());
    const std::string full = dump(database.url(), DumpOf::schema);

    const Finished one_back = migrate(database, {"downgrade", "-1"});
    CHECK(one_back.code == 0);
    CHECK_THAT(one_back.out, Contains("1 revision reverted in "));
    CHECK_THAT(one_back.err, Contains("1 revision to revert") && Contains("step 1/1 reverted " + head()));
    CHECK_THAT(migrate(database, {"downgrade", "feb673044f6d"}).out, Contains("; 19 are applied now\n"));
    CHECK(ask(database.url(), "SELECT revision FROM migrator.history ORDER BY sequence DESC LIMIT 1") ==
          "feb673044f6d");
    CHECK_THAT(migrate(database, {"downgrade", "base"}).out, Contains("; 0 are applied now\n"));
    CHECK(ask(database.url(), "SELECT count(*) FROM migrator.history") == "0");
    CHECK(ask(database.url(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");

    CHECK(migrate(database, {"upgrade", "head"}).code == 0);
    check_same(full, dump(database.url(), DumpOf::schema));
    CHECK(has_no_advisory_lock(database.url()));
}

TEST_CASE("a target that does not exist ends with 64 and changes nothing") {
    const TestDatabase database(gestaloka::schema::environment());
    const std::string before = dump(database.url(), DumpOf::schema_and_rows);
    for (const Arguments& words :
         {Arguments{"upgrade", "deadbeef0000"}, Arguments{"downgrade", "deadbeef0000"}, Arguments{"downgrade", "-99"},
          Arguments{"upgrade", "c"}, Arguments{"upgrade", "'; DROP TABLE users; --"}, Arguments{"downgrade", ""},
          Arguments{"upgrade", "+99999999999999999999"}, Arguments{"downgrade", "-99999999999999999999"}}) {
        CAPTURE(words);
        CHECK(migrate(database, words).code == 64);
    }
    CHECK_THAT(migrate(database, {"upgrade", "deadbeef0000"}).err, Contains("deadbeef0000"));
    CHECK(migrate(database, {"downgrade"}).code == 64);
    CHECK(migrate(database, {}).code == 64);
    CHECK(migrate(database, {"sidegrade"}).code == 64);
    check_same(before, dump(database.url(), DumpOf::schema_and_rows));
}

TEST_CASE("migrate current shows where the database is") {
    const TestDatabase database;
    CHECK(migrate(database, {"current"}).out == "no revision is applied\n" + total() + " pending\n");
    const auto nothing = nlohmann::json::parse(migrate(database, {"current", "--json"}).out);
    CHECK(nothing ==
          nlohmann::json{{"current", nlohmann::json::array()}, {"applied", 0}, {"state", total() + " pending"}});
    CHECK(ask(database.url(), "SELECT to_regclass('migrator.history') IS NULL") == "t");

    REQUIRE(migrate(database, {"upgrade", "2bbcec8822fa"}).code == 0);
    const std::size_t left = chain().revisions().size() - 20;
    CHECK_THAT(migrate(database, {"current"}).out,
               Matches("2bbcec8822fa  rename energy to mp in character_stats  \\(" + std::string(timestamp) + "\\)\n" +
                       std::to_string(left) + " pending\n"));
    const auto some = nlohmann::json::parse(migrate(database, {"current", "--json"}).out);
    CHECK(some["applied"] == 20);
    CHECK(some["current"][0]["revision"] == "2bbcec8822fa");
    CHECK_THAT(some["current"][0]["applied_at"].get<std::string>(), Matches(timestamp));

    REQUIRE(migrate(database, {"upgrade"}).code == 0);
    CHECK_THAT(migrate(database, {"current"}).out, Matches(head() + "  Add battle_logs  \\(.*\\)\nat head\n"));
}

TEST_CASE("migrate history lists the revisions, newest first, and which of them are applied") {
    const TestDatabase database;
    REQUIRE(migrate(database, {"upgrade", "30f5fb512c38"}).code == 0);
    const auto lines = lines_of(migrate(database, {"history"}).out);
    REQUIRE(lines.size() == chain().revisions().size());
    CHECK(lines.front() == head() + "  pending                        Add battle_logs");
    CHECK_THAT(lines[lines.size() - 2], Matches("30f5fb512c38  applied  " + std::string(timestamp) + "  .*"));
    CHECK_THAT(lines.back(), Matches("c8ab2c1be277  applied  " + std::string(timestamp) + "  .*"));

    const auto list = nlohmann::json::parse(migrate(database, {"history", "--json"}).out);
    REQUIRE(list.size() == chain().revisions().size());
    CHECK(list.front()["state"] == "pending");
    CHECK(list.front()["applied_at"].is_null());
    CHECK(list.back()["revision"] == "c8ab2c1be277");
    CHECK(list.back()["revises"] == nlohmann::json::array());
    CHECK(list.back()["state"] == "applied");
    CHECK_THAT(list.back()["applied_at"].get<std::string>(), Matches(timestamp));
    CHECK_THAT(list.back()["file"].get<std::string>(), Contains("_c8ab2c1be277_"));
}

TEST_CASE("migrate current and history tell findings instead of hiding them") {
    const TestDatabase database(gestaloka::schema::environment());
    run_sql(database.url(), "UPDATE migrator.history SET state = 'applying' WHERE revision = '" + head() + "'");
    const Finished current = migrate(database, {"current"});
    CHECK(current.code == 0);
    CHECK_THAT(current.out, Contains("revision " + head() + " is torn"));
    CHECK_THAT(migrate(database, {"history"}).out, Contains(head() + "  torn "));
    CHECK(migrate(database, {"downgrade", "-1"}).code == 15);
    CHECK(migrate(database, {"upgrade"}).code == 15);
}

TEST_CASE("the commands of the guide run as they stand there") {
    const TestDatabase database;
    std::ifstream guide(std::string(PROJECT_SOURCE_TREE) + "/docs/commands.md");
    const std::string program = "gestaloka_server migrate ";
    int count = 0;
    for (std::string line; std::getline(guide, line);) {
        // The ids that the merge names are made up.
        if (line.rfind(program, 0) != 0 || line.find(" merge ") != std::string::npos) continue;
        std::istringstream rest(line.substr(program.size()));
        Arguments words;
        for (std::string word; rest >> word;)
            words.push_back(word);
        CAPTURE(line);
        CHECK(migrate(database, words).code == 0);
        ++count;
    }
    CHECK(count >= 5);
    CHECK(ask(database.url(), "SELECT count(*) FROM migrator.history") == "0");
}

TEST_CASE("migrate check compares the structs with the revisions, and a named database, too") {
    const Finished without = run_server({"migrate", "check"});
    INFO(without.err);
    CHECK(without.code == 0);
    CHECK(without.out == "models and revisions: 37 tables compared, no difference\n");

    const TestDatabase at_head(gestaloka::schema::environment());
    const Finished same = migrate(at_head, {"check"});
    CHECK(same.code == 0);
    CHECK(same.out == without.out + "database and revisions: 37 tables compared, no difference\n");

    run_sql(at_head.url(), "ALTER TABLE skills DROP COLUMN sp_cost");
    const Finished changed = migrate(at_head, {"check"});
    CHECK(changed.code == 10);
    CHECK_THAT(changed.out, Contains("add_column public.skills.sp_cost"));

    const TestDatabase empty;
    const Finished behind = migrate(empty, {"check"});
    CHECK(behind.code == 10);
    CHECK_THAT(behind.err, Contains("target database is not up to date"));
}
