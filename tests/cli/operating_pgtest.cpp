// What an operator types: plans, scripts, backups, repairs.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "golden.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

const Revision make_guests = {.message = "Make guests", .upgrade = [](Operations& op) {
                                  op.create_table("guests", {column("name", text()).not_null()});
                              }};
const Revision add_mood = {.message = "Add mood", .revises = {"aaaa00000001"}, .upgrade = [](Operations& op) {
                               op.add_column("guests", column("mood", text()).not_null().server_default("'happy'"));
                               op.execute("UPDATE guests\nSET mood = 'merry'", "");
                           }};
const Revision drop_mood = {
    .message = "Drop mood",
    .revises = {"bbbb00000002"},
    .upgrade =
        [](Operations& op) { op.drop_column("guests", column("mood", text()).not_null().server_default("'happy'")); },
    .downgrade_loses = "the moods"};

const std::vector<RegisteredRevision> revisions = {{"aaaa00000001", "a.cpp", &make_guests},
                                                   {"bbbb00000002", "b.cpp", &add_mood},
                                                   {"cccc00000003", "c.cpp", &drop_mood}};

struct Bench {
    TestDatabase database;
    Environment environment{revisions};
    Console console{environment, database.url()};

    Answer run(const std::string& words) const { return console.run(words); }
    std::string ask(const std::string& sql) const {
        auto session = database.connect();
        return std::string(must(session.query(sql)).text(0, 0));
    }
    void execute(const std::string& sql) const {
        auto session = database.connect();
        must(session.run_script(sql));
    }
};

// A console without a database: what is only printed needs none.
struct Desk {
    Environment environment{revisions};
    Console console{environment};
};

}  // namespace

TEST_CASE("upgrade --plan lists the steps with their SQL and changes nothing") {
    const Bench bench;
    REQUIRE(bench.run("upgrade aaaa").code == 0);
    check_golden("upgrade_plan.txt", bench.run("upgrade --plan").out);
    check_golden("upgrade_plan.json", bench.run("upgrade --plan --json +1").out);
    CHECK(bench.ask("SELECT count(*) FROM migrator.history") == "1");
    REQUIRE(bench.run("upgrade").code == 0);
    CHECK(bench.run("upgrade --plan").out == "nothing to do\n");
}

TEST_CASE("--sql asks no database") {
    const Desk desk;
    check_golden("upgrade_sql.txt", desk.console.run("upgrade --sql").out);
    check_golden("upgrade_sql_idempotent.txt", desk.console.run("upgrade --sql --idempotent aaaa:head").out);
    check_golden("downgrade_sql.txt", desk.console.run("downgrade --sql cccc:bbbb").out);
    const Answer refused = desk.console.run("downgrade --sql cccc");
    CHECK(refused.code == 64);
    CHECK_THAT(refused.err, Contains("downgrade with --sql requires <fromrev>:<torev>"));
    CHECK(desk.console.run("upgrade --idempotent").code == 64);
    CHECK(desk.console.run("upgrade --sql --plan").code == 64);
    CHECK(desk.console.run("upgrade --sql --backup x").code == 64);
    CHECK(desk.console.run("upgrade --json").code == 64);
    CHECK(desk.console.run("upgrade --sql nope:head").code == 64);
}

TEST_CASE("upgrade --backup dumps before the first change, and nothing when nothing is pending") {
    const Bench bench;
    const gestaloka::test::TemporaryDirectory directory;
    const std::string first = (directory.path() / "first.dump").string();
    REQUIRE(bench.run("upgrade aaaa").code == 0);
    bench.execute("INSERT INTO guests VALUES ('Aiko')");
    const Answer upgraded = bench.run("upgrade --backup " + first);
    CHECK(upgraded.code == 0);
    CHECK_THAT(upgraded.out, Contains("backup: " + first + ", 2 tables, "));
    CHECK(std::filesystem::file_size(first) > 0);
    const std::string second = (directory.path() / "second.dump").string();
    CHECK(bench.run("upgrade --backup " + second).code == 0);
    CHECK_FALSE(std::filesystem::exists(second));
}

TEST_CASE("an upgrade whose backup cannot be made changes nothing") {
    const Bench bench;
    const gestaloka::test::TemporaryDirectory directory;
    const std::string file = (directory.path() / "taken.dump").string();
    std::ofstream(file) << "precious";
    const Answer refused = bench.run("upgrade --backup " + file);
    CHECK(refused.code == 64);
    CHECK_THAT(refused.err, Contains("exists"));
    CHECK(bench.run("upgrade --backup /nonexistent/x.dump").code == 11);
    CHECK(bench.ask("SELECT to_regclass('migrator.history') IS NULL") == "t");
}

TEST_CASE("repair shows the choices, takes one, and repairs nothing by itself") {
    const Bench bench;
    REQUIRE(bench.run("upgrade").code == 0);
    CHECK(bench.run("repair").out == "nothing to repair\n");
    bench.execute(
        "UPDATE migrator.history SET state = 'applying', applied_by = 'owner', host = 'host-a', client_pid = 17 "
        "WHERE revision = 'cccc00000003'; "
        "UPDATE migrator.history SET checksum = 'former' WHERE revision = 'aaaa00000001'");
    const Answer shown = bench.run("repair");
    CHECK(shown.code == 15);
    check_golden("repair.txt", shown.out);
    check_golden("repair.json", bench.run("repair --json").out);
    CHECK(bench.ask("SELECT count(*) FROM migrator.history WHERE state = 'applying'") == "1");

    const Answer marked = bench.run("repair --mark-applied cccc00000003");
    CHECK(marked.code == 0);
    CHECK_THAT(marked.out, Contains("cccc00000003  mark-applied; it was torn: began applying at "));
    check_golden("repair_done.txt", marked.out);
    CHECK(bench.run("repair").code == 14);
    const Answer restamped = bench.run("repair --restamp aaaa00000001 --json");
    CHECK(restamped.code == 0);
    check_golden("repair_done.json", restamped.out);
    CHECK(bench.run("repair").out == "nothing to repair\n");
    CHECK(bench.ask("SELECT count(*) FROM migrator.history_repairs") == "2");
    CHECK(bench.run("repair --restamp aaaa00000001").code == 64);
    CHECK(bench.run("repair --restamp aaaa00000001 --mark-applied bbbb00000002").code == 64);
    CHECK(bench.run("upgrade").code == 0);
}
