// Three roles: one that migrates, one that plays, one that looks. The SQL is that of docs/roles.md.
#include <catch2/catch.hpp>
#include <fstream>

#include "arena.hpp"
#include "tests/acceptance/boot/server.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::Finished;
using gestaloka::acceptance::run_server;
using gestaloka::acceptance::run_sql;
using gestaloka::acceptance::Server;

namespace {

// The first block of SQL of the page.
std::string sql_of_the_guide() {
    std::ifstream page(std::string(PROJECT_SOURCE_TREE) + "/docs/roles.md");
    std::string sql;
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line == "```sql")
            inside = true;
        else if (line == "```" && inside)
            break;
        else if (inside)
            sql += line + "\n";
    }
    return sql;
}

}  // namespace

TEST_CASE("with the roles of the guide the owner migrates, the service serves, the monitor only looks") {
    Arena arena;
    const std::string direct = arena.direct("postgres");
    run_sql(direct, "CREATE DATABASE game");
    const std::string game = arena.direct("game");
    const std::string sql = sql_of_the_guide();
    REQUIRE(sql.find("CREATE ROLE game_owner") != std::string::npos);
    run_sql(game, sql);
    const std::string owner = game + " user=game_owner";
    const std::string service = game + " user=game_service";
    const std::string monitor = game + " user=game_monitor";

    SECTION("before the first migration the service refuses to serve") {
        CHECK(run_server({"--migrate=check", "--listen", "127.0.0.1:0", "--database", service}).code == 10);
    }
    SECTION("a service that is to migrate is told that it may not, before the first step") {
        const Finished refused = run_server({"--migrate-only", "--database", service});
        INFO(refused.err);
        CHECK(refused.code == 17);
        CHECK(refused.says("GRANT"));
        CHECK(ask(game, "SELECT to_regclass('migrator.history') IS NULL") == "t");
    }
    SECTION("after it each does its part") {
        const Finished migrated = run_server({"--migrate-only", "--database", owner});
        INFO(migrated.err);
        REQUIRE(migrated.code == 0);
        Server server({"--migrate=check", "--database", service});
        CHECK(server.wait_until_ready());
        const Finished current = run_server({"migrate", "current", "--database", monitor});
        INFO(current.err);
        CHECK(current.code == 0);
        // What the guide grants is no drift.
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"migrate", "verify", "--database", owner},
              {"migrate", "check", "--live", "--database", owner}}) {
            const Finished compared = run_server(command);
            INFO(compared.out << compared.err);
            CHECK(compared.code == 0);
        }
        auto looking = gestaloka::acceptance::connect(monitor);
        CHECK_FALSE(looking.query("SELECT * FROM users").has_value());
        CHECK(looking.query("SELECT * FROM migrator.history").has_value());
        auto serving = gestaloka::acceptance::connect(service);
        CHECK(serving.query("SELECT * FROM users").has_value());
        CHECK_FALSE(serving.query("CREATE TABLE mine ()").has_value());
        CHECK_FALSE(serving.query("DELETE FROM migrator.history").has_value());
    }
}
