// Scripts run by psql on real databases: they leave what the runner leaves, or stop before they change anything.
#include "migrator/offline/script.hpp"

#include <catch2/catch.hpp>

#include "chains.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/psql.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

Result<void> touch(postgres::Session& session) {
    auto done = session.execute("UPDATE people SET mp = energy");
    if (!done.has_value()) return failure(std::move(done).assume_error());
    return success();
}

const Revision make_people = {
    .message = "Make people, \"größe\" 'und' so\nand more",
    .upgrade =
        [](Operations& op) {
            op.create_table("people", {column("name", text()), column("energy", integer()), column("mp", integer())});
            op.bulk_insert("people", {"name", "energy"}, {{"O'Neil \\ :name", 3LL}});
        },
    .downgrade = [](Operations& op) { op.drop_table("people"); }};
const Revision fill_mp = {
    .message = "Fill mp",
    .revises = {"aaaa00000001"},
    .upgrade = [](Operations& op) { op.run("fill mp", touch, "UPDATE people SET mp = energy -- as in C++"); },
    .downgrade = [](Operations& op) { op.execute("UPDATE people SET mp = NULL"); }};
const Revision by_hand = {.message = "By hand", .revises = {"bbbb00000002"}, .upgrade = [](Operations& op) {
                              op.execute(
                                  "SET search_path = pg_catalog; CREATE TABLE public.by_hand (id int[]);\n"
                                  "INSERT INTO public.by_hand VALUES ('{1,2,3}'); SET ROLE pg_monitor",
                                  "DROP TABLE by_hand");
                          }};
const Revision last = {.message = "Last", .revises = {"cccc00000003"}, .upgrade = [](Operations& op) {
                           op.create_table("last", {column("id", integer())});
                       }};
const Revision commits = {
    .message = "Commits", .revises = {"aaaa00000001"}, .upgrade = [](Operations& op) { op.execute("COMMIT"); }};

const RegisteredRevisions chain = {
    {a, "a.cpp", &make_people}, {b, "b.cpp", &fill_mp}, {c, "c.cpp", &by_hand}, {d, "d.cpp", &last}};

const Registry& registry() {
    static const Registry instance = must(Registry::create(chain));
    return instance;
}

std::string upgrade_script(const std::string& range, const ScriptOptions& options = {}) {
    return must(write_offline_script(must(plan_offline_upgrade(registry(), range)), options));
}

std::string downgrade_script(const std::string& range, const ScriptOptions& options = {}) {
    return must(write_offline_script(must(plan_offline_downgrade(registry(), range)), options));
}

RunReport run_online(const TestDatabase& database, const std::string& target = "head") {
    RunOptions options;
    options.database = database.url();
    Observer quiet;
    RunReport report;
    must(upgrade(options, registry(), target, quiet, report));
    return report;
}

std::string rows_of_people(const TestDatabase& database) {
    auto session = database.connect();
    return std::string(must(session.query("SELECT string_agg(name || mp, ',') FROM public.people")).text(0, 0));
}

void check_same_as_online(const TestDatabase& database, const std::string& target = "head") {
    const TestDatabase online;
    run_online(online, target);
    CHECK(schema_of(database.url()) == schema_of(online.url()));
    CHECK(history_of(database.url()) == history_of(online.url()));
}

const ScriptOptions idempotent = [] {
    ScriptOptions options;
    options.idempotent = true;
    return options;
}();

const ScriptOptions in_one_transaction = [] {
    ScriptOptions options;
    options.transactions = ScriptOptions::Transactions::one;
    return options;
}();

}  // namespace

TEST_CASE("a script leaves catalog, history and rows of the online run, and a boot after it finds nothing to do") {
    for (const ScriptOptions& options : {ScriptOptions{}, in_one_transaction, idempotent}) {
        const TestDatabase database;
        must_run(database.url(), upgrade_script("head", options));
        check_same_as_online(database);
        CHECK(rows_of_people(database) == "O'Neil \\ :name3");
        CHECK(run_online(database).steps.empty());
    }
}

TEST_CASE("a script that goes on where another ended, and the way back") {
    const TestDatabase database;
    must_run(database.url(), upgrade_script("bbbb"));
    must_run(database.url(), upgrade_script("bbbb:head"));
    check_same_as_online(database);
    must_run(database.url(), downgrade_script("head:aaaa"));
    check_same_as_online(database, a);
    must_run(database.url(), downgrade_script("aaaa:base"));
    CHECK(history_of(database.url()).empty());
    SECTION("up again: the history table is there already") {
        must_run(database.url(), upgrade_script("head"));
        check_same_as_online(database);
    }
}

TEST_CASE("a script stops before the first change when the database stands elsewhere") {
    const TestDatabase database;
    run_online(database, b);
    const std::string before = schema_of(database.url()) + history_of(database.url());
    SECTION("it has more than the script starts from") {
        const PsqlRun run = run_psql(database.url(), upgrade_script("aaaa:head"));
        CHECK(run.code == 3);
        CHECK_THAT(run.err, Contains("the database does not stand where this script starts: bbbb00000002 is applied"));
    }
    SECTION("it has less") {
        const PsqlRun run = run_psql(database.url(), upgrade_script("cccc:head"));
        CHECK(run.code == 3);
        CHECK_THAT(run.err, Contains("cccc00000003 is not applied"));
    }
    SECTION("it is not empty") {
        CHECK(run_psql(database.url(), upgrade_script("head")).code == 3);
    }
    SECTION("a step was edited") {
        auto session = database.connect();
        must(session.execute("UPDATE migrator.history SET checksum = 'x' WHERE revision = 'aaaa00000001'"));
        const PsqlRun run = run_psql(database.url(), upgrade_script("bbbb:head", idempotent));
        CHECK(run.code == 3);
        CHECK_THAT(run.err, Contains("aaaa00000001 was edited after it had been applied"));
        CHECK(schema_of(database.url()) == before.substr(0, before.find(a)));
        return;
    }
    SECTION("another migrator is at work") {
        auto session = database.connect();
        REQUIRE(must(postgres::try_lock(session, postgres::migration_lock_key("migrator", "history"))));
        const PsqlRun run = run_psql(database.url(), upgrade_script("bbbb:head"));
        CHECK(run.code == 3);
        CHECK_THAT(run.err, Contains("another migrator holds the migration lock"));
    }
    CHECK(schema_of(database.url()) + history_of(database.url()) == before);
}

TEST_CASE("an idempotent script runs at each revision of its range, and again at its end") {
    const std::string up = upgrade_script("head", idempotent);
    for (const char* start : {"base", a, b, c, d}) {
        INFO(start);
        const TestDatabase database;
        if (start != std::string("base")) run_online(database, start);
        must_run(database.url(), up);
        check_same_as_online(database);
        must_run(database.url(), up);
        check_same_as_online(database);
        must_run(database.url(), downgrade_script("head:aaaa", idempotent));
        must_run(database.url(), downgrade_script("head:aaaa", idempotent));
        check_same_as_online(database, a);
    }
}

TEST_CASE("a step that ends its transaction is told, and stays visible as torn") {
    const Registry torn = must(Registry::create({{a, "a.cpp", &make_people}, {b, "b.cpp", &commits}}));
    const TestDatabase database;
    const PsqlRun run =
        run_psql(database.url(), must(write_offline_script(must(plan_offline_upgrade(torn, "head")), {})));
    CHECK(run.code == 3);
    CHECK_THAT(run.err, Contains("revision bbbb00000002 is torn"));
    CHECK_THAT(history_of(database.url()), Contains("|applying|"));
}

TEST_CASE("a failing step is rolled back with its history row, the steps before it stay") {
    const TestDatabase database;
    run_online(database, a);
    auto session = database.connect();
    must(session.execute("CREATE TABLE last ()"));
    CHECK(run_psql(database.url(), upgrade_script("aaaa:head")).code == 3);
    CHECK_THAT(history_of(database.url()), Contains(c) && !Contains(d));
    must(session.execute("DROP TABLE last"));
    must_run(database.url(), upgrade_script("cccc:head"));
    check_same_as_online(database);
}

TEST_CASE("psql has the settings of the runner, whatever the role comes with") {
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script("ALTER DATABASE " + database.name() + " SET search_path = pg_catalog; ALTER DATABASE " +
                            database.name() + " SET standard_conforming_strings = off; ALTER DATABASE " +
                            database.name() + " SET statement_timeout = '1ms'"));
    must_run(database.url(), upgrade_script("head"));
    must(session.run_script("SET statement_timeout = 0; ALTER DATABASE " + database.name() + " RESET ALL"));
    CHECK(rows_of_people(database) == "O'Neil \\ :name3");
}

TEST_CASE("RC31: a stamp script writes the rows that an upgrade would, and nothing else") {
    const TestDatabase database;
    const OfflineStamp stamp = must(plan_offline_stamp(registry(), {"head"}));
    must_run(database.url(), write_offline_stamp(stamp, {}));
    const TestDatabase online;
    run_online(online);
    CHECK(history_of(database.url()) == history_of(online.url()));
    CHECK_THAT(schema_of(database.url()), !Contains("people"));
    CHECK(run_online(database).steps.empty());
    must_run(database.url(), write_offline_stamp(must(plan_offline_stamp(registry(), {"head:aaaa"})), {}));
    CHECK_THAT(history_of(database.url()), Contains(a) && !Contains(b));
}
