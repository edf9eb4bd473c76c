// Roles that may not change the schema, and targets that cannot be written to.
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

/// A role without any right of its own, for one database. Dropped, with what it owns, at the end of the scope.
class Role {
 public:
    explicit Role(const TestDatabase& database) : database_(database) {
        run_sql(database.url(), "CREATE ROLE " + name() + " LOGIN");
    }
    ~Role() { run_sql(database_.url(), "DROP OWNED BY " + name() + "; DROP ROLE " + name()); }
    Role(const Role&) = delete;
    Role& operator=(const Role&) = delete;

    static std::string name() { return "reader"; }
    std::string url() const { return database_.url() + " user=" + name(); }

 private:
    const TestDatabase& database_;
};

/// What stands behind "have the owner run: " in the log.
std::string advice_in(const std::string& log) {
    const std::string mark = "have the owner run: ";
    const std::size_t at = log.find(mark);
    if (at == std::string::npos) return {};
    return log.substr(at + mark.size(), log.find('\n', at) - at - mark.size());
}

}  // namespace

TEST_CASE("a role that may not create ends with 17 before the first step, and each hint is the GRANT that it needs") {
    const TestDatabase database;
    const Role role(database);
    std::vector<std::string> advices;
    while (true) {
        const std::string before = dump(database.url(), DumpOf::schema_and_rows);
        const Finished run = migrate_only(role.url());
        if (run.code == 0) break;
        INFO(run.err);
        REQUIRE(run.code == 17);
        check_same(before, dump(database.url(), DumpOf::schema_and_rows));
        CHECK_THAT(run.err, Contains("role \"reader\" may not"));
        CHECK_THAT(run.err, Contains("exit 17 (privilege)"));
        advices.push_back(advice_in(run.err));
        REQUIRE_FALSE(advices.back().empty());
        REQUIRE(advices.size() < 4);
        run_sql(database.url(), advices.back());
    }
    CHECK(advices == std::vector<std::string>{"GRANT CREATE ON DATABASE " + database.name() + " TO reader",
                                              "GRANT CREATE ON SCHEMA public TO reader"});
    require_at_head(database.url());
}

TEST_CASE("a role that may only read the history ends with 17 while something is pending") {
    const TestDatabase database;
    REQUIRE(run_server({"--database", database.url(), "migrate", "upgrade", "2bbcec8822fa"}).code == 0);
    const Role role(database);
    run_sql(database.url(), "GRANT USAGE ON SCHEMA migrator TO reader; GRANT SELECT ON migrator.history TO reader");
    const std::string before = dump(database.url(), DumpOf::schema_and_rows);
    const Finished run = migrate_only(role.url());
    CHECK(run.code == 17);
    CHECK_THAT(run.err, Contains("role \"reader\" may not write the history"));
    CHECK(advice_in(run.err) ==
          "GRANT USAGE ON SCHEMA migrator TO reader; "
          "GRANT SELECT, INSERT, UPDATE, DELETE ON migrator.history TO reader");
    check_same(before, dump(database.url(), DumpOf::schema_and_rows));
    CHECK(has_no_advisory_lock(database.url()));

    SECTION("and with 10 when it only checks") {
        const Finished check = run_server({"--database", role.url(), "--migrate=check", "--listen", "127.0.0.1:0"});
        CHECK(check.code == 10);
    }
    SECTION("and with 17 when it may write the history but does not own the tables") {
        run_sql(database.url(), advice_in(run.err) + "; GRANT CREATE ON SCHEMA public TO reader");
        const Finished owns_nothing = migrate_only(role.url());
        CHECK(owns_nothing.code == 17);
        CHECK_THAT(owns_nothing.err, Contains("does not own what has to be altered or dropped: "));
        CHECK_THAT(owns_nothing.err, Contains("game_sessions"));
    }
}

TEST_CASE("a role that may not read the history ends with 17") {
    const TestDatabase database(gestaloka::schema::environment());
    const Role role(database);
    const Finished run = migrate_only(role.url());
    CHECK(run.code == 17);
    CHECK_THAT(run.err, Contains("permission denied for schema migrator"));
}

TEST_CASE("a role that may only read and write rows serves a database at head") {
    const TestDatabase database(gestaloka::schema::environment());
    const Role role(database);
    run_sql(database.url(), R"sql(GRANT USAGE ON SCHEMA migrator TO reader;
GRANT SELECT ON migrator.history TO reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO reader)sql");
    for (const std::string mode : {"auto", "check"}) {
        CAPTURE(mode);
        Server server({"--database", role.url(), "--migrate=" + mode});
        CHECK(server.wait_until_ready());
        const auto reply = server.post(
            "/api/v1/users",
            {{"username", "player_" + mode}, {"email", mode + "@example.org"}, {"password", "long enough 123"}});
        CHECK(reply.status == 201);
        CHECK(server.stop(SIGTERM).code == 0);
    }
}

TEST_CASE("a session that is read-only by default ends with 17 before it takes a lock, naming the setting") {
    const TestDatabase database;
    run_sql(database.url(), "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    const Finished run = migrate_only(database.url());
    CHECK(run.code == 17);
    CHECK_THAT(run.err, Contains("the session is read-only (default_transaction_read_only is on)"));
    CHECK_THAT(run.err, Contains("RESET default_transaction_read_only"));
    CHECK(ask(database.url(), "SELECT to_regclass('migrator.history') IS NULL") == "t");
    CHECK(has_no_advisory_lock(database.url()));
}
