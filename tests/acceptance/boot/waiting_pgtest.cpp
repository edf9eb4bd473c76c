// A boot that has to wait: for the migration lock, for a table that others use.
#include <catch2/catch.hpp>
#include <csignal>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "server.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using migrator::postgres::Session;
using migrator::testing::TestDatabase;

namespace {

std::size_t chain_length() {
    return chain().revisions().size();
}

void check_alive_and_not_ready(Server& server) {
    CHECK(server.get("/healthz").status == 200);
    const auto ready = server.get("/readyz");
    CHECK(ready.status == 503);
    CHECK_THAT(ready.head, Contains("Retry-After: 1"));
    CHECK_THAT(ready.head, Contains("Content-Type: application/json"));
    for (const char* path : {"/api/v1/characters", "/no/such/path"}) {
        const auto gameplay = server.get(path);
        CHECK(gameplay.status == 503);
        CHECK(nlohmann::json::parse(gameplay.body)["error"]["code"] == "starting");
    }
    CHECK(server.post("/api/v1/users", {{"username", "early"}}).status == 503);
}

}  // namespace

TEST_CASE("while another session holds the migration lock the server tells its holder, then migrates and serves") {
    const TestDatabase database;
    Session other = connect(database.url(), "a night job");
    take_migration_lock(other);
    const std::string pid = ask(other, "SELECT pg_backend_pid()");

    Server server({"--database", database.url()});
    const auto page = server.wait_for_phase("waiting_for_lock");
    REQUIRE_FALSE(page.is_null());
    CHECK_THAT(page["lock_holder"].get<std::string>(), Contains("pid " + pid + " \"a night job\""));
    CHECK(page["elapsed_seconds"].get<double>() > 0);
    check_alive_and_not_ready(server);
    CHECK(ask(database.url(), "SELECT to_regclass('migrator.history') IS NULL") == "t");

    must(other.run_script("SELECT pg_advisory_unlock_all()"));
    REQUIRE(server.wait_until_ready());
    CHECK(server.get("/readyz").status == 200);
    require_at_head(database.url());
    const Finished end = server.stop(SIGTERM);
    CHECK(end.code == 0);
    CHECK_THAT(end.err, Contains("for the migration lock, held by pid " + pid + " \"a night job\""));
}

TEST_CASE("a migration lock that is not given back ends with 12 at the lock timeout, naming its holder") {
    const TestDatabase database;
    Session other = connect(database.url(), "a night job");
    take_migration_lock(other);
    const std::string pid = ask(other, "SELECT pg_backend_pid()");
    const Finished run = migrate_only(database.url(), {"--lock-timeout", "500ms"});
    CHECK(run.code == 12);
    CHECK(run.took >= std::chrono::milliseconds(500));
    CHECK(run.took < std::chrono::seconds(3));
    CHECK_THAT(run.err, Contains("another migrator still holds the migration lock: pid " + pid + " \"a night job\""));
    CHECK_THAT(run.err, Contains("SELECT pg_terminate_backend(" + pid + ")"));
    CHECK(ask(database.url(), "SELECT to_regclass('migrator.history') IS NULL") == "t");
}

TEST_CASE("a server with nothing to apply does not wait for the migration lock") {
    const TestDatabase database(gestaloka::schema::environment());
    Session other = connect(database.url());
    take_migration_lock(other);
    const Finished run = migrate_only(database.url(), {"--lock-timeout", "500ms"});
    CHECK(run.code == 0);
}

TEST_CASE("while a step waits for a table the server tells step and revision, then goes on and serves") {
    const TestDatabase database;
    REQUIRE(run_server({"--database", database.url(), "migrate", "upgrade", "c8ab2c1be277"}).code == 0);
    Session other = connect(database.url(), "a report");
    must(other.run_script("BEGIN; LOCK TABLE character_stats IN ACCESS SHARE MODE"));

    Server server({"--database", database.url()});
    const auto page = server.wait_for("migrating", "revision", "2bbcec8822fa");
    REQUIRE_FALSE(page.is_null());
    CHECK(page["step"] == 19);
    CHECK(page["steps"] == chain_length() - 1);
    CHECK(page["message"] == "rename energy to mp in character_stats");
    check_alive_and_not_ready(server);
    CHECK_THAT(server.get("/metrics").body, Contains("gestaloka_boot_phase{phase=\"migrating\"} 1\n"));
    // Its claim is not to be seen, and each step before it is committed.
    CHECK(unfinished_rows(database.url()).empty());
    CHECK(ask(database.url(), "SELECT count(*) FROM migrator.history") == "19");

    must(other.run_script("ROLLBACK"));
    REQUIRE(server.wait_until_ready());
    const auto after = nlohmann::json::parse(server.get("/readyz").body);
    CHECK(after["applied_revisions"] == chain_length());
    CHECK(server.stop(SIGTERM).code == 0);
    CHECK(ask(database.url(), "SELECT count(*) FROM migrator.history WHERE state = 'applied'") ==
          std::to_string(chain_length()));
}

TEST_CASE("a table that is not given back ends with 12 at the lock timeout, naming who has it; steps before it stay") {
    const TestDatabase database;
    REQUIRE(run_server({"--database", database.url(), "migrate", "upgrade", "c8ab2c1be277"}).code == 0);
    Session other = connect(database.url(), "a report");
    must(other.run_script("BEGIN; LOCK TABLE character_stats IN ACCESS SHARE MODE"));
    const std::string pid = ask(other, "SELECT pg_backend_pid()");
    const Finished run = migrate_only(database.url(), {"--lock-timeout", "500ms"});
    CHECK(run.code == 12);
    CHECK_THAT(run.err, Contains("revision 2bbcec8822fa"));
    CHECK_THAT(run.err, Contains("pid " + pid + " \"a report\""));
    CHECK(ask(database.url(), "SELECT count(*) FROM migrator.history WHERE state = 'applied'") == "19");
    CHECK(unfinished_rows(database.url()).empty());
    CHECK(has_no_advisory_lock(database.url()));

    must(other.run_script("ROLLBACK"));
    CHECK(migrate_only(database.url()).code == 0);
    require_at_head(database.url());
}
