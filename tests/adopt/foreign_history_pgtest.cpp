// The tables of other tools, as those tools make them.
#include "migrator/adopt/foreign_history.hpp"

#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

using Versions = std::vector<std::string>;

struct Bench {
    TestDatabase database;
    postgres::Session session = database.connect();

    void execute(const std::string& sql) { must(session.run_script(sql)); }
    Result<ForeignHistory> read(ForeignTool tool, std::string table = {}) {
        return read_foreign_history(session, tool, table.empty() ? default_version_table(tool) : table);
    }
    Versions versions(ForeignTool tool) { return must(read(tool)).versions; }
};

}  // namespace

TEST_CASE("the tools by their names") {
    for (const char* name : {"alembic", "flyway", "goose", "sqlx", "golang-migrate"}) {
        REQUIRE(foreign_tool(name).has_value());
        CHECK(to_string(*foreign_tool(name)) == std::string(name));
    }
    CHECK_FALSE(foreign_tool("liquibase").has_value());
}

TEST_CASE("Alembic's table holds the heads") {
    Bench bench;
    bench.execute(
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY "
        "(version_num))");
    CHECK(bench.versions(ForeignTool::alembic).empty());
    bench.execute("INSERT INTO alembic_version VALUES ('c3'), ('b2')");
    const ForeignHistory history = must(bench.read(ForeignTool::alembic));
    CHECK(history.versions == Versions{"b2", "c3"});
    CHECK(history.table == ObjectName("public", "alembic_version"));
}

TEST_CASE("another table, in another schema, with a name that needs quotes") {
    Bench bench;
    bench.execute(
        "CREATE SCHEMA app; CREATE TABLE app.\"Versions of it\" (version_num text); "
        "INSERT INTO app.\"Versions of it\" VALUES ('a1')");
    const ForeignHistory history = must(bench.read(ForeignTool::alembic, "app.Versions of it"));
    CHECK(history.versions == Versions{"a1"});
    CHECK(history.table == ObjectName("app", "Versions of it"));
}

TEST_CASE("Flyway's newest version counts, repeatable ones do not, a failed one is refused") {
    Bench bench;
    bench.execute(R"sql(CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
    description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int,
    installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL,
    success boolean NOT NULL);
INSERT INTO flyway_schema_history VALUES (1, '1', 'x', 'SQL', 'x', 1, 'me', now(), 1, true),
    (2, '10', 'x', 'SQL', 'x', 1, 'me', now(), 1, true), (3, NULL, 'view', 'SQL', 'x', 1, 'me', now(), 1, true))sql");
    CHECK(bench.versions(ForeignTool::flyway) == Versions{"10"});
    bench.execute("INSERT INTO flyway_schema_history VALUES (4, '11', 'x', 'SQL', 'x', 1, 'me', now(), 1, false)");
    const Error error = error_of(bench.read(ForeignTool::flyway));
    CHECK(error.kind() == ErrorKind::torn);
    CHECK(summary(error) == "flyway left its version 11 half done (public.flyway_schema_history)");
}

TEST_CASE("goose writes a row a run: the newest of each version counts") {
    Bench bench;
    bench.execute(R"sql(CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL,
    is_applied boolean NOT NULL, tstamp timestamp DEFAULT now());
INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true))sql");
    CHECK(bench.versions(ForeignTool::goose).empty());
    bench.execute(
        "INSERT INTO goose_db_version (version_id, is_applied) VALUES (1, true), (2, true), (3, true), "
        "(3, false), (2, false), (2, true)");
    CHECK(bench.versions(ForeignTool::goose) == Versions{"2"});
}

TEST_CASE("sqlx's newest version counts, one without success is refused") {
    Bench bench;
    bench.execute(R"sql(CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
    installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, checksum bytea NOT NULL,
    execution_time bigint NOT NULL);
INSERT INTO _sqlx_migrations VALUES (20240101000000, 'x', now(), true, '', 1), (20240202000000, 'x', now(), true, '', 1))sql");
    CHECK(bench.versions(ForeignTool::sqlx) == Versions{"20240202000000"});
    bench.execute("INSERT INTO _sqlx_migrations VALUES (20240303000000, 'x', now(), false, '', 1)");
    CHECK(error_of(bench.read(ForeignTool::sqlx)).kind() == ErrorKind::torn);
}

TEST_CASE("golang-migrate's one row, refused when it is dirty") {
    Bench bench;
    bench.execute(
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL); "
        "INSERT INTO schema_migrations VALUES (7, false)");
    CHECK(bench.versions(ForeignTool::golang_migrate) == Versions{"7"});
    bench.execute("UPDATE schema_migrations SET dirty = true");
    CHECK(error_of(bench.read(ForeignTool::golang_migrate)).kind() == ErrorKind::torn);
}

TEST_CASE("no such table, or another tool's, is told") {
    Bench bench;
    const Error missing = error_of(bench.read(ForeignTool::alembic));
    CHECK(missing.kind() == ErrorKind::usage);
    CHECK(summary(missing) == "there is no table alembic_version, which alembic would keep");
    bench.execute("CREATE TABLE alembic_version (version bigint)");
    CHECK(error_of(bench.read(ForeignTool::alembic)).kind() == ErrorKind::usage);
}
