// Every wait of a session has an end.
#include <libpq-fe.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "migrator/cluster/ephemeral.hpp"
#include "migrator/postgres/session.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/eventually.hpp"

using namespace migrator;
using namespace migrator::postgres;
using gestaloka::test::eventually;
using migrator::testing::error_of;
using migrator::testing::must;
using migrator::testing::TestDatabase;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

Session open(const TestDatabase& database, const Interrupt& interrupt) {
    ConnectOptions options;
    options.database = database.url();
    options.interrupt = &interrupt;
    return must(Session::open(options));
}

// Waits until `pid` waits in a statement.
bool is_soon_at_work(Session& observer, int pid) {
    return eventually([&] {
        return must(observer.query("SELECT count(*) FROM pg_stat_activity WHERE pid = $1::int AND state = 'active' "
                                   "AND wait_event IS NOT NULL",
                                   {std::to_string(pid)}))
                   .integer(0, 0) == 1;
    });
}

}  // namespace

TEST_CASE("a request to stop cancels the statement that runs") {
    const TestDatabase database;
    Session observer = database.connect();
    Interrupt interrupt;
    Session session = open(database, interrupt);
    const int pid = session.backend_pid();
    Clock::time_point requested;
    std::thread requester([&] {
        is_soon_at_work(observer, pid);
        requested = Clock::now();
        interrupt.request();
    });
    const Error error = error_of(session.query("SELECT pg_sleep(600)"));
    const auto ended = Clock::now();
    requester.join();
    CHECK(error.kind() == ErrorKind::interrupted);
    CHECK(error.details().sqlstate == "57014");
    CHECK(ended - requested < milliseconds(1000));
    CHECK(error_of(session.query("SELECT 1")).kind() == ErrorKind::interrupted);
    CHECK(error_of(session.run_script("SELECT 1")).kind() == ErrorKind::interrupted);
}

TEST_CASE("connecting ends at a request to stop and at its deadline") {
    ConnectOptions options;
    SECTION("a request") {
        Interrupt interrupt;
        interrupt.request();
        const TestDatabase database;
        options.database = database.url();
        options.interrupt = &interrupt;
        CHECK(error_of(Session::open(options)).kind() == ErrorKind::interrupted);
    }
    SECTION("the deadline, with a listener that never answers") {
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr address{};
        address.sa_family = AF_INET;
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener, &address, size) == 0);
        REQUIRE(::listen(listener, 1) == 0);
        REQUIRE(::getsockname(listener, &address, &size) == 0);
        const auto* bytes = reinterpret_cast<const unsigned char*>(address.sa_data);
        options.database = "host=127.0.0.1 dbname=x port=" + std::to_string(bytes[0] * 256 + bytes[1]);
        options.timeout = milliseconds(200);
        const auto start = Clock::now();
        const Error error = error_of(Session::open(options));
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(summary(error) == "no answer from the server in time");
        CHECK(Clock::now() - start >= milliseconds(200));
        CHECK(Clock::now() - start < milliseconds(3000));
        ::close(listener);
    }
}

TEST_CASE("a server that is silent for too long is given up") {
    const TestDatabase database;
    Session session = database.connect();
    session.wait_at_most(milliseconds(100));
    const Error error = error_of(session.query("SELECT pg_sleep(600)"));
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(summary(error) == "the server has not answered in time");
    CHECK_FALSE(session.is_connected());
    CHECK(error_of(session.query("SELECT 1")).kind() == ErrorKind::unavailable);
}

TEST_CASE("an answer that takes longer than the patience is waited for as long as its bytes come") {
    const TestDatabase database;
    Session session = database.connect();
    session.wait_at_most(milliseconds(1000));
    // The server sends when it has 8 kB.
    const auto start = Clock::now();
    const auto rows =
        must(session.query("SELECT repeat('x', 9000) FROM generate_series(1, 6) WHERE pg_sleep(0.3) IS NOT NULL"));
    CHECK(rows.row_count() == 6);
    CHECK(Clock::now() - start > milliseconds(1500));
}

TEST_CASE("a caller that is busy for longer than the patience still gets what came meanwhile") {
    const TestDatabase database;
    Session session = database.connect();
    Session other = database.connect();
    session.wait_at_most(milliseconds(200));
    int received = 0;
    // Larger than the first read, so that the end of it is still to be read afterwards.
    must(session.run_script("SELECT 1; SELECT repeat('x', 1000000)", [&](const ResultSet&) {
        if (received++ == 0) must(other.query("SELECT pg_sleep(0.5)"));
    }));
    CHECK(received == 2);
}

TEST_CASE("patience can be without end") {
    const TestDatabase database;
    Session session = database.connect();
    session.wait_at_most(milliseconds(0));
    CHECK(must(session.query("SELECT pg_sleep(0.1)")).row_count() == 1);
}

TEST_CASE("a terminated connection tells the server's reason") {
    const TestDatabase database;
    Session victim = database.connect();
    Session other = database.connect();
    SECTION("while a statement runs") {
        std::thread killer([&] {
            is_soon_at_work(other, victim.backend_pid());
            must(other.query("SELECT pg_terminate_backend($1)", {std::to_string(victim.backend_pid())}));
        });
        const Error error = error_of(victim.query("SELECT pg_sleep(600)"));
        killer.join();
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(error.details().sqlstate == "57P01");
    }
    SECTION("while it is idle") {
        must(other.query("SELECT pg_terminate_backend($1, 10000)", {std::to_string(victim.backend_pid())}));
        const Error error = error_of(victim.query("SELECT 1"));
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(error.details().sqlstate == "57P01");
    }
    SECTION("by its own timeout") {
        must(victim.run_script("SET idle_session_timeout = '20ms'"));
        const std::string pid = std::to_string(victim.backend_pid());
        REQUIRE(eventually([&] {
            return must(other.query("SELECT count(*) FROM pg_stat_activity WHERE pid = $1::int", {pid}))
                       .integer(0, 0) == 0;
        }));
        const Error error = error_of(victim.query("SELECT 1"));
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(error.details().sqlstate == "57P05");
    }
    CHECK_FALSE(victim.is_connected());
    CHECK(error_of(victim.query("SELECT 1")).kind() == ErrorKind::unavailable);
}

TEST_CASE("a server process that is gone is told with the statement, and with the server's reason where it gave one") {
    const auto server = must(cluster::EphemeralCluster::start());
    ConnectOptions options;
    options.database = server.connection_string();
    Session victim = must(Session::open(options));
    Session other = must(Session::open(options));
    const bool is_crash = GENERATE(true, false);
    std::thread killer([&] {
        is_soon_at_work(other, victim.backend_pid());
        ::kill(is_crash ? victim.backend_pid() : server.pid(), is_crash ? SIGKILL : SIGQUIT);
    });
    const std::string sql = "SELECT 1; SELECT pg_sleep(600)";
    const Error error = error_of(victim.run_script(sql));
    killer.join();
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(error.details().statement == sql);
    CHECK_FALSE(victim.is_connected());
    if (is_crash) {
        CHECK(summary(error) == "the connection to the database was lost: server closed the connection unexpectedly");
    } else {
        CHECK(error.details().sqlstate == "57P01");
        CHECK(error.details().statement_number == 2);
    }
}

TEST_CASE("a network that breaks without a word is unavailable as well") {
    const TestDatabase database;
    Session session = database.connect();
    ::shutdown(PQsocket(session.native_handle()), SHUT_RDWR);
    const Error error = error_of(session.query("SELECT 1"));
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(error.details().sqlstate == "");
    CHECK(summary(error).find('\n') == std::string::npos);
}

TEST_CASE("COPY with the client is refused, not waited for") {
    const TestDatabase database;
    Session session = database.connect();
    must(session.run_script("CREATE TABLE t (a int)"));
    const std::string direction = GENERATE("COPY t FROM STDIN", "COPY t TO STDOUT");
    CHECK(error_of(session.run_script(direction)).kind() == ErrorKind::step_failed);
    CHECK_FALSE(session.is_connected());
}

TEST_CASE("a large message in both directions does not block") {
    const TestDatabase database;
    Session session = database.connect();
    const std::string large(30'000'000, 'x');
    CHECK(must(session.query("SELECT $1::text", {large})).text(0, 0).size() == large.size());
}
