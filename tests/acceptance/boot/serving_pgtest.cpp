// A server that is ready: its pages, its routes, and the port it asks for.
#include <catch2/catch.hpp>
#include <csignal>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "server.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using migrator::testing::TestDatabase;

TEST_CASE("a server that has migrated an empty database is ready, and its pages tell what was done") {
    const TestDatabase database;
    Server server({"--database", database.url()});
    const auto page = server.wait_for_phase("ready");
    REQUIRE_FALSE(page.is_null());
    CHECK(page["applied_revisions"] == chain().revisions().size());
    CHECK(page["head_revision"] == chain().heads().back()->id);
    CHECK_FALSE(page.contains("step"));
    const auto ready = server.get("/readyz");
    CHECK(ready.status == 200);
    CHECK_THAT(ready.head, Contains("Cache-Control: no-store"));
    CHECK(server.get("/healthz").body == "{\"status\":\"alive\"}\n");

    CHECK(server.get("/api/v1/characters").status == 401);
    CHECK(server.get("/api/v1/characters/no-such-id").status == 401);
    CHECK(server.get("/no/such/path").status == 404);
    const auto metrics = server.get("/metrics");
    CHECK(metrics.status == 200);
    CHECK_THAT(metrics.head, Contains("Content-Type: text/plain; version=0.0.4"));
    for (const std::string& line :
         {"gestaloka_migrations_applied " + std::to_string(chain().revisions().size()) + "\n",
          std::string("gestaloka_last_migration_duration_seconds 0."),
          std::string("gestaloka_boot_phase{phase=\"ready\"} 1\n"),
          std::string("gestaloka_boot_phase{phase=\"migrating\"} 0\n"),
          std::string("gestaloka_http_requests_total{route=\"/api/v1/characters\",method=\"GET\",status=\"401\"} 1\n"),
          std::string("gestaloka_http_requests_total{route=\"unknown\",method=\"GET\",status=\"404\"} 1\n"),
          std::string("gestaloka_uptime_seconds ")})
        CHECK_THAT(metrics.body, Contains(line));

    const Finished end = server.stop(SIGTERM);
    CHECK(end.code == 0);
    CHECK_THAT(end.err, Contains(std::to_string(chain().revisions().size()) + " revisions to apply"));
    CHECK(applied_in(end.err).size() == chain().revisions().size());
    CHECK_THAT(end.err, !Contains("\x1b"));
    require_at_head(database.url());
}

TEST_CASE("a server at head tells no migration's duration") {
    const TestDatabase database(gestaloka::schema::environment());
    Server server({"--database", database.url()});
    REQUIRE(server.wait_until_ready());
    const std::string metrics = server.get("/metrics").body;
    CHECK_THAT(metrics, Contains("gestaloka_migrations_applied " + std::to_string(chain().revisions().size()) + "\n"));
    CHECK_THAT(metrics, !Contains("gestaloka_last_migration_duration_seconds"));
}

TEST_CASE("a port that is in use ends with 64 before the database is touched") {
    const TestDatabase taken(gestaloka::schema::environment());
    Server first({"--database", taken.url()});
    const std::string address = first.address();
    const TestDatabase untouched;
    const Finished second = run_server({"--database", untouched.url(), "--listen", address});
    CHECK(second.code == 64);
    CHECK_THAT(second.err, Contains("cannot listen on " + address + ": Address already in use"));
    CHECK(ask(untouched.url(), "SELECT to_regclass('migrator.history') IS NULL") == "t");
    CHECK(first.wait_until_ready());
}

TEST_CASE("two servers on one database are both ready, and what one stores the other shows") {
    const TestDatabase database;
    Server first({"--database", database.url(), "--token-secret", "shared between the two of them"});
    Server second({"--database", database.url(), "--token-secret", "shared between the two of them"});
    REQUIRE(first.wait_until_ready());
    REQUIRE(second.wait_until_ready());
    require_at_head(database.url());
    const nlohmann::json user{{"username", "kaede"}, {"email", "kaede@example.org"}, {"password", "a long password"}};
    CHECK(first.post("/api/v1/users", user).status == 201);
    const auto login = second.post("/api/v1/login", {{"username", "kaede"}, {"password", "a long password"}});
    REQUIRE(login.status == 200);
    const std::string token = nlohmann::json::parse(login.body)["token"];
    const auto character = first.post("/api/v1/characters", {{"name", "Kaede"}}, token);
    REQUIRE(character.status == 201);
    const std::string id = nlohmann::json::parse(character.body)["id"];
    const auto seen = gestaloka::test::http(second.address(), "GET", "/api/v1/characters/" + id, {}, token);
    CHECK(seen.status == 200);
    CHECK(nlohmann::json::parse(seen.body)["name"] == "Kaede");
}
