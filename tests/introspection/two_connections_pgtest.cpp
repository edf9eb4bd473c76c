// A large catalog is read over two connections: in one snapshot, with the same settings, and without getting in the way
// of each other.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <future>

#include "migrator/introspection/read_catalog.hpp"
#include "migrator/postgres/pin.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/acceptance/faults/fault_proxy.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/eventually.hpp"

using namespace migrator;
using gestaloka::test::eventually;
using migrator::testing::must;

namespace {

// Enough tables for a second connection, and a role that reads them.
struct LargeDatabase {
    testing::TestDatabase database = {};
    postgres::Session owner = database.connect();
    const std::string role = "reader_" + std::to_string(owner.backend_pid());

    LargeDatabase() {
        run(R"sql(DO $$ BEGIN FOR i IN 1..700 LOOP EXECUTE format(
            'CREATE TABLE t_%s (id int PRIMARY KEY, n int CHECK (n > 0) DEFAULT 1); '
            'CREATE INDEX i_%s ON t_%s (n) WHERE n > 1', i, i, i); END LOOP; END $$)sql");
        run("CREATE ROLE " + role + " LOGIN");
    }
    ~LargeDatabase() { [[maybe_unused]] const auto dropped = owner.run_script("DROP ROLE " + role); }
    LargeDatabase(const LargeDatabase&) = delete;
    LargeDatabase& operator=(const LargeDatabase&) = delete;

    void run(const std::string& sql) { must(owner.run_script(sql)); }

    // To connect as the role.
    postgres::ConnectOptions options() const {
        postgres::ConnectOptions options;
        options.database = database.url() + " user=" + role;
        return options;
    }

    // What the role reads over one connection.
    Catalog read_over_one() {
        run("ALTER ROLE " + role + " CONNECTION LIMIT 1");
        Catalog catalog;
        {
            auto session = must(postgres::Session::open(options()));
            catalog = must(read_catalog(session));
        }
        run("ALTER ROLE " + role + " CONNECTION LIMIT -1");
        return catalog;
    }

    // The server's, by "host=DIRECTORY port=PORT …".
    std::string socket_path() const {
        const auto word = [url = database.url()](const std::string& keyword) {
            const std::size_t at = url.find(keyword + "=") + keyword.size() + 1;
            return url.substr(at, url.find(' ', at) - at);
        };
        return word("host") + "/.s.PGSQL." + word("port");
    }
};

// How many statements a reading runs on the session that was given, by whether a second connection helps.
constexpr long long statements_over_two = 15;
constexpr long long statements_over_one = statements_over_two + 2;

struct Read {
    Catalog catalog;
    long long statements = 0;
};

Read read(postgres::Session& session, const CatalogScope& scope = {}) {
    const auto before = session.traffic().statements;
    Catalog catalog = must(read_catalog(session, scope));
    return {std::move(catalog), session.traffic().statements - before};
}

// Whether `pid` waits for a lock, for at least so long.
bool waits_for_lock(postgres::Session& observer, int pid, const std::string& at_least = "0s") {
    return must(observer.query("SELECT count(*) FROM pg_stat_activity WHERE pid = $1::int AND wait_event_type = 'Lock' "
                               "AND clock_timestamp() - query_start >= $2::interval",
                               {std::to_string(pid), at_least}))
               .integer(0, 0) == 1;
}

}  // namespace

TEST_CASE("a large catalog is read over two connections, or over one where there is no second") {
    LargeDatabase large;
    auto reader = must(postgres::Session::open(large.options()));
    const Read over_two = read(reader);
    large.run("ALTER ROLE " + large.role + " CONNECTION LIMIT 1");
    const Read over_one = read(reader);

    CHECK(over_two.statements == statements_over_two);
    CHECK(over_one.statements == statements_over_one);
    CHECK(over_two.catalog.tables.size() == 700);
    CHECK(over_two.catalog.indexes.size() == 700);
    CHECK(over_two.catalog == over_one.catalog);
    CHECK(reader.transaction_status() == postgres::TransactionStatus::idle);
}

TEST_CASE("the number of statements does not grow with the tables") {
    const testing::TestDatabase small;
    postgres::Session session = small.connect();
    must(session.run_script("CREATE TABLE t (id int PRIMARY KEY)"));
    LargeDatabase large;
    auto reader = must(postgres::Session::open(large.options()));
    // BEGIN, settings, snapshot, twelve queries and the padding between them, COMMIT.
    CHECK(read(session).statements == 17);
    // Two of the queries are left to the second connection.
    CHECK(read(reader).statements == 15);
}

TEST_CASE("both connections print expressions alike, whatever the role's settings, and leave the settings alone") {
    LargeDatabase large;
    large.run(R"sql(
        CREATE TABLE events (at timestamptz DEFAULT '2026-01-02 03:04:05+00', lasts interval, weight float8, data bytea,
            CONSTRAINT late CHECK (at > timestamptz '2020-05-06 00:00:00+00'),
            CONSTRAINT short CHECK (lasts < interval '1 day 02:03:04'),
            CONSTRAINT light CHECK (weight < float8 '0.1' + 0.123456789012345678::float8),
            CONSTRAINT raw CHECK (data <> bytea '\x00ff'));
        CREATE INDEX recent ON events (at) WHERE at > timestamptz '2021-07-08 00:00:00+00')sql");
    auto plain = must(postgres::Session::open(large.options()));
    const Read expected = read(plain);
    for (const char* setting : {"TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'", "IntervalStyle = 'iso_8601'",
                                "extra_float_digits = -10", "bytea_output = 'escape'", "quote_all_identifiers = on"})
        large.run("ALTER ROLE " + large.role + " SET " + setting);
    auto unpinned = must(postgres::Session::open(large.options()));
    auto pinned = must(postgres::Session::open(large.options()));
    must(postgres::pin_session(pinned, {}, "migrator", "history"));

    for (postgres::Session* session : {&unpinned, &pinned}) {
        const Read found = read(*session);
        CHECK(found.statements == statements_over_two);
        CHECK(found.catalog == expected.catalog);
    }
    CHECK(must(unpinned.query("SHOW TimeZone")).text(0, 0) == "Asia/Tokyo");
    const auto index = std::find_if(expected.catalog.indexes.begin(), expected.catalog.indexes.end(),
                                    [](const Index& each) { return each.name == "recent"; });
    REQUIRE(index != expected.catalog.indexes.end());
    CHECK(index->options.where == "at > '2021-07-08 00:00:00+00'::timestamp with time zone");
}

TEST_CASE("both connections see one snapshot, whatever is changed between their beginnings") {
    LargeDatabase large;
    const Catalog before = large.read_over_one();
    std::atomic<bool> has_changed{false};
    gestaloka::faults::FaultProxy proxy(large.socket_path());
    proxy.arm([&](const gestaloka::faults::FrontendMessage& message) {
        if (message.text.find("SET TRANSACTION SNAPSHOT") != std::string::npos && !has_changed.exchange(true))
            large.run("ALTER TABLE t_1 ADD CHECK (n < 100); CREATE INDEX late ON t_2 (n); DROP INDEX i_3");
        return gestaloka::faults::Fate::forwarded;
    });
    postgres::ConnectOptions options = large.options();
    options.database += " host=127.0.0.1 sslmode=disable gssencmode=disable port=" + std::to_string(proxy.port());
    auto reader = must(postgres::Session::open(options));
    const Read during = read(reader);
    const Read after = read(reader);

    CHECK(has_changed);
    CHECK(during.statements == statements_over_two);
    CHECK(during.catalog.indexes.size() == before.indexes.size());
    CHECK(during.catalog == before);
    CHECK(after.catalog != before);
}

TEST_CASE("what the second connection would wait for is left to the first, so that neither waits for the other") {
    LargeDatabase large;
    large.run(
        "CREATE VIEW v AS SELECT n FROM t_1; CREATE TABLE held (n int); CREATE INDEX by_n ON held (n) WHERE n > 1");
    const Catalog expected = large.read_over_one();
    postgres::Session holder = large.database.connect();
    postgres::Session changer = large.database.connect();
    postgres::ConnectOptions options = large.options();
    options.network_timeout = gestaloka::test::patience;
    auto reader = must(postgres::Session::open(options));
    must(holder.run_script("BEGIN; LOCK TABLE held"));

    // The second connection has answered the constraints when it comes to the index of the table that is held.
    auto reading = std::async(std::launch::async, [&] { return read(reader); });
    REQUIRE(eventually([&] {
        return must(
                   large.owner.query("SELECT count(*) FROM pg_locks WHERE pid = $1::int AND relation = 't_1'::regclass",
                                     {std::to_string(reader.backend_pid())}))
                   .integer(0, 0) == 1;
    }));
    // Now behind the first one's lock on what the view reads, and before the second one's.
    auto changing = std::async(std::launch::async,
                               [&] { return changer.run_script("ALTER TABLE t_1 ADD COLUMN late int").has_value(); });
    CHECK(eventually([&] { return waits_for_lock(large.owner, changer.backend_pid()); }));
    CHECK(eventually([&] { return waits_for_lock(large.owner, reader.backend_pid()); }, std::chrono::seconds(20)));
    must(holder.run_script("COMMIT"));

    const Read found = reading.get();
    // One where the second had come as far as to the index, both where it met the change of the view's table before.
    CHECK(found.statements > statements_over_two);
    CHECK(found.statements <= statements_over_one);
    CHECK(found.catalog == expected);
    CHECK(changing.get());
}

TEST_CASE("timeouts that the database sets for its users do not end a reading") {
    LargeDatabase large;
    large.run("CREATE VIEW v AS SELECT n FROM t_1");
    const Catalog expected = large.read_over_one();
    // Shorter than any pause between the messages.
    large.run("ALTER ROLE " + large.role + " SET idle_in_transaction_session_timeout = '1ms'");
    large.run("ALTER ROLE " + large.role + " SET statement_timeout = '300ms'");
    postgres::Session holder = large.database.connect();
    auto reader = must(postgres::Session::open(large.options()));
    must(holder.run_script("BEGIN; LOCK TABLE t_1"));
    auto reading = std::async(std::launch::async, [&] { return read(reader); });
    CHECK(eventually([&] { return waits_for_lock(large.owner, reader.backend_pid(), "400ms"); }));
    must(holder.run_script("COMMIT"));
    CHECK(reading.get().catalog == expected);
}

TEST_CASE("what lies outside the scope is not opened") {
    LargeDatabase large;
    large.run(R"sql(CREATE SCHEMA elsewhere;
        CREATE TABLE elsewhere.t (a int CHECK (a > 0), b int GENERATED ALWAYS AS (a + 1) STORED);
        CREATE INDEX i ON elsewhere.t (a) WHERE a > 1;
        CREATE VIEW elsewhere.v AS SELECT a FROM elsewhere.t)sql");
    postgres::Session holder = large.database.connect();
    must(holder.run_script("BEGIN; LOCK TABLE elsewhere.t"));
    auto reader = must(postgres::Session::open(large.options()));
    must(reader.run_script("SET lock_timeout = '1s'"));
    CatalogScope scope;
    scope.schemas = {"public"};
    const Read found = read(reader, scope);
    CHECK(found.statements == statements_over_two);
    CHECK(found.catalog.tables.size() == 700);
}
