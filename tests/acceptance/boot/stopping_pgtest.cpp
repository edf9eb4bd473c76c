// SIGTERM and SIGINT at every phase of a boot: gone within two seconds, nothing half done.
#include <catch2/catch.hpp>
#include <csignal>
#include <future>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "server.hpp"
#include "tests/support/loopback.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using gestaloka::test::SilentListener;
using migrator::postgres::Session;
using migrator::testing::TestDatabase;

namespace {

constexpr std::chrono::seconds allowed{2};

std::string url_of(const SilentListener& silent) {
    return "postgresql://game@127.0.0.1:" + std::to_string(silent.port()) + "/gestaloka";
}

void check_interrupted(const Finished& end, const std::string& message) {
    CAPTURE(end.err);
    CHECK(end.code == 18);
    CHECK(end.took < allowed);
    CHECK_THAT(end.err, Contains(message));
    CHECK_THAT(end.err, Contains("exit 18 (interrupted)"));
    CHECK_THAT(end.err, !Contains("ready: serving"));
}

}  // namespace

TEST_CASE("a signal while the database does not answer stops the server within two seconds") {
    const int signal = GENERATE(SIGTERM, SIGINT);
    const SilentListener silent;
    Server server({"--database", url_of(silent), "--connect-timeout", "1m"});
    REQUIRE_FALSE(server.wait_for_phase("connecting").is_null());
    CHECK(server.get("/healthz").status == 200);
    check_interrupted(server.stop(signal), "stopped while connecting");
}

TEST_CASE("a signal while a name server does not answer stops the server within two seconds") {
    const std::string phase = GENERATE("connecting", "starting");
    Server server({"--database", "host=silent.odd", "--connect-timeout", "1m",
                   phase == "starting" ? "--migrate=off" : "--migrate=auto"},
                  {{"LD_PRELOAD", ODD_NAMES_LIBRARY}});
    REQUIRE_FALSE(server.wait_for_phase(phase).is_null());
    const Finished end = server.stop(SIGTERM);
    CAPTURE(end.err);
    CHECK(end.code == 18);
    CHECK(end.took < allowed);
}

TEST_CASE("a signal while the server waits to connect again stops it within two seconds") {
    Server server({"--database", "host=127.0.0.1 port=1", "--connect-timeout", "1m"});
    REQUIRE(server.process().wait_for_output("the database does not answer yet", patience));
    check_interrupted(server.stop(SIGTERM), "stopped while connecting");
}

TEST_CASE("a signal while the services connect stops the server within two seconds") {
    const SilentListener silent;
    Server server({"--database", url_of(silent), "--connect-timeout", "1m", "--migrate=off"});
    REQUIRE_FALSE(server.wait_for_phase("starting").is_null());
    const Finished end = server.stop(SIGTERM);
    CAPTURE(end.err);
    CHECK(end.code == 18);
    CHECK(end.took < allowed);
}

TEST_CASE("a signal while the server waits for the migration lock stops it within two seconds") {
    const int signal = GENERATE(SIGTERM, SIGINT);
    const TestDatabase database;
    Session other = connect(database.url());
    take_migration_lock(other);
    Server server({"--database", database.url()});
    REQUIRE_FALSE(server.wait_for_phase("waiting_for_lock").is_null());
    check_interrupted(server.stop(signal), "stopped while waiting for the migration lock");
    CHECK(ask(database.url(), "SELECT to_regclass('migrator.history') IS NULL") == "t");
}

TEST_CASE("a signal during a step rolls it back, frees the lock and stops the server within two seconds") {
    const int signal = GENERATE(SIGTERM, SIGINT);
    const TestDatabase database;
    REQUIRE(run_server({"--database", database.url(), "migrate", "upgrade", "feb673044f6d"}).code == 0);
    const std::string before = dump(database.url(), DumpOf::schema_and_rows);
    Session other = connect(database.url());
    must(other.run_script("BEGIN; LOCK TABLE character_stats IN ACCESS SHARE MODE"));
    Server server({"--database", database.url()});
    REQUIRE_FALSE(server.wait_for("migrating", "revision", "2bbcec8822fa").is_null());
    const std::string blocked =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
        "current_database()";
    REQUIRE(eventually([&] { return ask(database.url(), blocked) == "1"; }));
    check_interrupted(server.stop(signal), "revision 2bbcec8822fa");
    CHECK(has_no_advisory_lock(database.url()));
    must(other.run_script("ROLLBACK"));
    check_same(before, dump(database.url(), DumpOf::schema_and_rows));

    CHECK(migrate_only(database.url()).code == 0);
    require_at_head(database.url());
}

TEST_CASE("a signal at any moment of the chain stops a migration between two steps, and the next start finishes it") {
    const std::size_t steps = chain().revisions().size();
    for (std::size_t seen = 1; seen < steps; seen += 4) {
        CAPTURE(seen);
        const TestDatabase database;
        gestaloka::test::Process first(server_command({"--migrate-only", "--database", database.url()}));
        REQUIRE(first.wait_for_output(" step " + std::to_string(seen) + "/", patience));
        first.signal(SIGTERM);
        const auto status = first.wait(allowed);
        INFO(first.errors());
        REQUIRE(status.has_value());
        CHECK((status->code == 18 || (status->code == 0 && seen > steps - 5)));
        CHECK(unfinished_rows(database.url()).empty());
        CHECK(has_no_advisory_lock(database.url()));
        const Finished second = migrate_only(database.url());
        INFO(second.err);
        CHECK(second.code == 0);
        CHECK(applied_in(first.errors()).size() + applied_in(second.err).size() == steps);
        require_at_head(database.url());
    }
}

TEST_CASE("a signal stops a server that serves within two seconds, with exit code 0") {
    const TestDatabase database(gestaloka::schema::environment());
    SECTION("with nothing to do") {
        const int signal = GENERATE(SIGTERM, SIGINT);
        Server server({"--database", database.url()});
        REQUIRE(server.wait_until_ready());
        const Finished end = server.stop(signal);
        CHECK(end.code == 0);
        CHECK(end.took < allowed);
        CHECK_THAT(end.err, Contains("stopping"));
    }
    SECTION("with connections that say nothing") {
        Server server({"--database", database.url()});
        REQUIRE(server.wait_until_ready());
        std::vector<gestaloka::test::Descriptor> idle;
        for (int i = 0; i < 20; ++i)
            idle.push_back(gestaloka::test::connect_to(server.address()));
        const Finished end = server.stop(SIGTERM);
        CHECK(end.code == 0);
        CHECK(end.took < allowed);
    }
}

TEST_CASE("a signal while a request waits for the database cuts the request, and the second signal ends at once") {
    const TestDatabase database(gestaloka::schema::environment());
    Session other = connect(database.url());
    must(other.run_script("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE"));
    Server server({"--database", database.url()});
    REQUIRE(server.wait_until_ready());
    const std::string address = server.address();
    const auto request = std::async(std::launch::async, [&address] {
        return gestaloka::test::http(address, "POST", "/api/v1/users",
                                     R"({"username":"late","email":"late@example.org","password":"long enough 1"})");
    });
    const std::string blocked =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
        "current_database()";
    REQUIRE(eventually([&] { return ask(database.url(), blocked) == "1"; }));
    SECTION("one signal") {
        const Finished end = server.stop(SIGTERM);
        CHECK(end.code == 0);
        CHECK(end.took < allowed);
    }
    SECTION("a second signal while it stops") {
        server.process().signal(SIGTERM);
        REQUIRE(server.process().wait_for_output("stopping", patience));
        const Finished end = server.stop(SIGTERM);
        CHECK(end.code == 18);
        CHECK(end.took < std::chrono::milliseconds(300));
    }
    request.wait();
    must(other.run_script("ROLLBACK"));
    CHECK(ask(database.url(), "SELECT count(*) FROM users") == "0");
}
