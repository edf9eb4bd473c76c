// The services' connections: every form of connection string, cleaning, broken connections, closing.
#include "gestaloka_server/services/connection_pool.hpp"

#include <libpq-fe.h>
#include <soci/soci.h>

#include <catch2/catch.hpp>
#include <thread>

#include "gestaloka_server/services/transaction.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "migrator/model/run_statement.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/server/game_server.hpp"

using namespace gestaloka::services;
using namespace std::chrono_literals;
using migrator::ErrorKind;
using migrator::testing::TestDatabase;

namespace {

std::string value_of(soci::session& session, const std::string& sql) {
    std::string value;
    session << sql, soci::into(value);
    return value;
}

std::unique_ptr<ConnectionPool> open_pool(const std::string& database, std::size_t size = 1) {
    auto opened = ConnectionPool::open({.database = database, .size = size});
    if (!opened) FAIL(full_text(opened.assume_error()));
    return std::move(opened).assume_value();
}

// The same database as a URI.
std::string uri_of(const std::string& keywords) {
    PQconninfoOption* const options = PQconninfoParse(keywords.c_str(), nullptr);
    std::string uri = "postgresql://?";
    for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option)
        if (option->val != nullptr) uri += std::string(option->keyword) + '=' + option->val + '&';
    PQconninfoFree(options);
    uri.pop_back();
    return uri;
}

void end_other_sessions(const TestDatabase& database) {
    REQUIRE(database.connect()
                .query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                       "WHERE datname = current_database() AND pid <> pg_backend_pid()")
                .has_value());
}

}  // namespace

TEST_CASE("connection strings that SOCI would break are understood") {
    const TestDatabase database;
    const std::string form =
        GENERATE(as<std::string>(), R"( application_name='it\'s "not" \\ simple' options='-c work_mem=5MB')", "URI");
    const auto pool =
        open_pool(form == "URI" ? uri_of(database.url()) + "&application_name=a%20b&options=-c%20work_mem%3D5MB"
                                : database.url() + form);
    Lease lease = pool->lease().value();
    CHECK(value_of(lease.session(), "SHOW application_name") == (form == "URI" ? "a b" : R"(it's "not" \ simple)"));
    CHECK(value_of(lease.session(), "SHOW work_mem") == "5MB");
    CHECK(value_of(lease.session(), "SELECT current_database()::text") == database.name());
    CHECK(value_of(lease.session(), "SHOW client_encoding") == "UTF8");
    CHECK(value_of(lease.session(), "SHOW statement_timeout") == "5s");
}

TEST_CASE("a database that is not there is told without its string") {
    const TestDatabase database;
    SECTION("a string that cannot be read") {
        const auto failed = ConnectionPool::open({.database = "host=x pass word=hunter2"});
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.assume_error().kind() == ErrorKind::usage);
        CHECK_THAT(full_text(failed.assume_error()), !Catch::Contains("hunter2"));
    }
    SECTION("an unknown database") {
        const auto failed = ConnectionPool::open({.database = database.url() + " dbname=none password=hunter2"});
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.assume_error().kind() == ErrorKind::unavailable);
        CHECK_THAT(full_text(failed.assume_error()), !Catch::Contains("hunter2"));
    }
}

TEST_CASE("of several hosts the services take the one that can be written to") {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"default_transaction_read_only=on"};
    const auto read_only = migrator::cluster::EphemeralCluster::start(options);
    REQUIRE(read_only.has_value());
    const auto host_of = [](const std::string& url) {
        const std::size_t start = url.find("host=") + 5;
        return url.substr(start, url.find(' ', start) - start);
    };
    const std::string passed_over = read_only.assume_value().connection_string();
    const TestDatabase writable;
    const auto pool = open_pool(passed_over + " host=" + host_of(passed_over) + "," + host_of(writable.url()));
    CHECK(value_of(pool->lease().value().session(), "SHOW transaction_read_only") == "off");
}

TEST_CASE("a connection that was given back is as good as new") {
    const TestDatabase database;
    const auto pool = open_pool(database.url());
    {
        Lease lease = pool->lease().value();
        soci::session& session = lease.session();
        session << "SET search_path = pg_catalog";
        session << "SET statement_timeout = 90000";
        session << "SELECT pg_advisory_lock(7)";
        session << "CREATE TEMP TABLE scrap (x integer)";
        session << "BEGIN";
        session << "CREATE TABLE public.left_over (x integer)";
    }
    Lease lease = pool->lease().value();
    soci::session& session = lease.session();
    CHECK(value_of(session, "SHOW search_path") == R"("$user", public)");
    CHECK(value_of(session, "SHOW statement_timeout") == "5s");
    CHECK(value_of(session, "SHOW TimeZone") == "UTC");
    CHECK(value_of(session, "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory'") == "0");
    CHECK(value_of(session, "SELECT count(*)::text FROM pg_class WHERE relname IN ('scrap', 'left_over')") == "0");
}

TEST_CASE("a dead connection is replaced when it is leased") {
    const TestDatabase database;
    const auto pool = open_pool(database.url(), 2);
    end_other_sessions(database);
    for (int i = 0; i < 4; ++i) {
        Lease first = pool->lease().value();
        Lease second = pool->lease().value();
        CHECK(value_of(first.session(), "SELECT '1'") == "1");
        CHECK(value_of(second.session(), "SELECT '1'") == "1");
    }
    SECTION("also when it died in use") {
        {
            Lease lease = pool->lease().value();
            end_other_sessions(database);
            CHECK_FALSE(migrator::model::run_command(lease.session(), {.sql = "SELECT 1"}).has_value());
        }
        Lease lease = pool->lease().value();
        CHECK(migrator::model::run_command(lease.session(), {.sql = "SELECT 1"}).has_value());
    }
}

TEST_CASE("a lease is waited for, not longer than asked") {
    const TestDatabase database;
    const auto pool = open_pool(database.url());
    auto lease = std::make_unique<Lease>(pool->lease().value());
    const auto failed = pool->lease(50ms);
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.assume_error().kind() == ErrorKind::unavailable);
    std::thread other([&] {
        std::this_thread::sleep_for(50ms);
        lease.reset();
    });
    CHECK(pool->lease(5s).has_value());
    other.join();
}

TEST_CASE("closing the pool ends a statement under way and everyone's waiting") {
    const TestDatabase database;
    const auto pool = open_pool(database.url());
    Lease lease = pool->lease().value();
    std::thread closing([&] {
        std::this_thread::sleep_for(100ms);
        pool->close();
    });
    std::thread waiting([&] { CHECK(pool->lease(10s).assume_error().kind() == ErrorKind::interrupted); });
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(migrator::model::run_command(lease.session(), {.sql = "SELECT pg_sleep(4)"}).has_value());
    CHECK(std::chrono::steady_clock::now() - start < 2s);
    closing.join();
    waiting.join();
    CHECK_FALSE(pool->lease().has_value());
}

TEST_CASE("a transaction in which a statement failed is not taken for committed") {
    const TestDatabase database;
    const auto pool = open_pool(database.url());
    Lease lease = pool->lease().value();
    Transaction transaction = Transaction::begin(lease.session()).value();
    CHECK_FALSE(migrator::model::run_command(lease.session(), {.sql = "SELECT 1 / 0"}).has_value());
    CHECK_FALSE(transaction.commit().has_value());
}

TEST_CASE("stopping the server does not wait for the database") {
    test::GameServer server;
    const std::string token = server.new_player("alice");
    auto locker = server.connect();
    REQUIRE(locker.run_script("BEGIN; LOCK TABLE characters").has_value());
    test::HttpClient client(server.address());
    client.send("GET /api/v1/characters HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    const auto start = std::chrono::steady_clock::now();
    server.front().stop();
    CHECK(std::chrono::steady_clock::now() - start < 1s);
    CHECK(client.read_reply().status == 503);
}

TEST_CASE("a statement that takes too long is answered 503") {
    test::GameServer server({.statement_timeout = 100ms});
    const std::string token = server.new_player("alice");
    auto locker = server.connect();
    REQUIRE(locker.run_script("BEGIN; LOCK TABLE characters").has_value());
    const test::JsonReply late = server.get("/api/v1/characters", token);
    CHECK(late.status == 503);
    CHECK(late.code() == "database_unavailable");
    REQUIRE(locker.run_script("ROLLBACK").has_value());
    CHECK(server.get("/api/v1/characters", token).status == 200);
}
