// What the server finds in a history, and does about it: serve, or refuse with an exit code of its own.
#include <catch2/catch.hpp>
#include <csignal>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "server.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using migrator::testing::TestDatabase;

namespace {

const migrator::Environment& game() {
    return gestaloka::schema::environment();
}

std::string head() {
    return chain().heads().back()->id;
}

void record_unknown(const std::string& database, const std::string& parent, bool breaking) {
    run_sql(database, R"sql(INSERT INTO migrator.history
    (revision, parents, message, checksum, state, breaking, attempts, transaction_id, backend_pid, host, client_pid,
     application_version)
VALUES ('fedcba987654', ')sql" +
                          ("{" + parent + "}") + R"sql(', 'Add guild banners', 'x', 'applied', )sql" +
                          (breaking ? "true" : "false") + ", 1, '1', 1, 'elsewhere', 1, '9.9.9')");
}

/// Every way to start that looks at the history refuses with `code` and the text, and changes nothing.
void check_refused(const std::string& database, int code, const std::string& text) {
    const std::string before = dump(database, DumpOf::schema_and_rows);
    for (const Arguments& way : {Arguments{"--migrate-only"}, Arguments{"--migrate=check"}, Arguments{}}) {
        CAPTURE(way);
        Arguments arguments{"--database", database, "--listen", "127.0.0.1:0"};
        arguments.insert(arguments.end(), way.begin(), way.end());
        const Finished run = run_server(arguments);
        CHECK(run.code == code);
        CHECK_THAT(run.err, Contains(text));
        CHECK_THAT(run.err, Contains("exit " + std::to_string(code)));
        CHECK_THAT(run.err, !Contains("ready: serving"));
    }
    check_same(before, dump(database, DumpOf::schema_and_rows));
    CHECK(has_no_advisory_lock(database));
}

}  // namespace

TEST_CASE("a database that is ahead by additive revisions is served, with a warning") {
    const TestDatabase database(game());
    record_unknown(database.url(), head(), false);
    const std::string before = dump(database.url(), DumpOf::schema_and_rows);
    const std::string warning =
        "warning the database is ahead of this binary by additive revisions, so it may serve: fedcba987654";

    const Finished once = migrate_only(database.url());
    CHECK(once.code == 0);
    CHECK_THAT(once.err, Contains(warning));

    for (const std::string mode : {"auto", "check"}) {
        CAPTURE(mode);
        Server server({"--database", database.url(), "--migrate=" + mode});
        const auto page = server.wait_for_phase("ready");
        REQUIRE_FALSE(page.is_null());
        CHECK(page["head_revision"] == "fedcba987654");
        CHECK(page["applied_revisions"] == chain().revisions().size() + 1);
        CHECK(server.post("/api/v1/login", {{"username", "nobody"}, {"password", "nothing at all"}}).status == 401);
        const Finished end = server.stop(SIGTERM);
        CHECK(end.code == 0);
        CHECK_THAT(end.err, Contains(warning));
    }
    check_same(before, dump(database.url(), DumpOf::schema_and_rows));
}

TEST_CASE("a database that is ahead by a breaking revision is refused with 13, naming both sides") {
    const TestDatabase database(game());
    record_unknown(database.url(), head(), true);
    check_refused(database.url(), 13,
                  "ahead of this binary by breaking revisions: fedcba987654 (Add guild banners); the newest one "
                  "compiled in is " +
                      head());
}

TEST_CASE("a history with a hole is refused with 14") {
    const TestDatabase database(game());
    SECTION("a row deleted in the middle") {
        run_sql(database.url(), "DELETE FROM migrator.history WHERE revision = 'feb673044f6d'");
        check_refused(database.url(), 14, "the history holds 2bbcec8822fa but not its parent feb673044f6d");
    }
    SECTION("the first row deleted") {
        run_sql(database.url(), "DELETE FROM migrator.history WHERE revision = 'c8ab2c1be277'");
        check_refused(database.url(), 14, "the history holds 30f5fb512c38 but not its parent c8ab2c1be277");
    }
    SECTION("an unknown revision upon one that is missing") {
        record_unknown(database.url(), "0123456789ab", false);
        check_refused(database.url(), 14, "the history holds fedcba987654 but not its parent 0123456789ab");
    }
}

TEST_CASE("a step that was edited after it had been applied is refused with 14, naming its file") {
    const TestDatabase database(game());
    run_sql(database.url(), "UPDATE migrator.history SET checksum = repeat('0', 64) WHERE revision = '2bbcec8822fa'");
    check_refused(database.url(), 14, "rename_energy_to_mp.cpp) was edited after it had been applied");
}

TEST_CASE("a history with other parents than the chain is refused with 14") {
    const TestDatabase database(game());
    run_sql(database.url(), "UPDATE migrator.history SET parents = '{c8ab2c1be277}' WHERE revision = '2bbcec8822fa'");
    check_refused(database.url(), 14, "now revises feb673044f6d, but was applied on c8ab2c1be277");
}

TEST_CASE("the history of another chain is refused with 14") {
    const TestDatabase database(game());
    run_sql(database.url(), "DELETE FROM migrator.history");
    record_unknown(database.url(), "", false);
    check_refused(database.url(), 14, "none of the applied revisions is compiled in: fedcba987654");
}

TEST_CASE("a table in the history's place that is not a history is refused with 14") {
    const TestDatabase database;
    run_sql(database.url(), "CREATE SCHEMA migrator; CREATE TABLE migrator.history (id integer)");
    check_refused(database.url(), 14, "reading the history: column \"sequence\" does not exist");
}

TEST_CASE("a database with a torn step is refused with 15, saying which and since when") {
    const TestDatabase database(game());
    SECTION("that was being applied") {
        run_sql(database.url(), "UPDATE migrator.history SET state = 'applying' WHERE revision = '" + head() + "'");
        check_refused(database.url(), 15, "revision " + head() + " is torn: it began applying at ");
    }
    SECTION("that was being reverted") {
        run_sql(database.url(), "UPDATE migrator.history SET state = 'reverting' WHERE revision = '" + head() + "'");
        check_refused(database.url(), 15, "revision " + head() + " is torn: it began reverting at ");
    }
}

TEST_CASE("--migrate=check refuses to serve a database with pending revisions with 10, and serves one at head") {
    const TestDatabase empty;
    const std::string before = dump(empty.url(), DumpOf::schema_and_rows);
    const Finished refused = run_server({"--database", empty.url(), "--migrate=check", "--listen", "127.0.0.1:0"});
    CHECK(refused.code == 10);
    CHECK_THAT(refused.err, Contains(std::to_string(chain().revisions().size()) +
                                     " revisions are to be applied, the first is c8ab2c1be277"));
    CHECK_THAT(refused.err, Contains("run with --migrate=auto, or gestaloka_server --migrate-only"));
    check_same(before, dump(empty.url(), DumpOf::schema_and_rows));

    const TestDatabase at_head(game());
    Server server({"--database", at_head.url(), "--migrate=check"});
    CHECK(server.wait_until_ready());
    CHECK(server.stop(SIGTERM).code == 0);
}

TEST_CASE("--migrate=off serves without a look at the history") {
    const TestDatabase database(game());
    run_sql(database.url(), "UPDATE migrator.history SET state = 'applying' WHERE revision = '" + head() + "'");
    Server server({"--database", database.url(), "--migrate=off"});
    CHECK(server.wait_until_ready());
    const Finished end = server.stop(SIGTERM);
    CHECK(end.code == 0);
    CHECK_THAT(end.err, Contains("the database's revisions are not looked at (--migrate=off)"));
}
