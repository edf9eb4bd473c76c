// What a run says when there is no database to be had, without a secret in it.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "fixture.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using std::chrono::milliseconds;

namespace {

const Revision make = {.message = "Make", .upgrade = [](Operations& op) { op.create_table("made", {}); }};

struct Attempts : Observer {
    void connect_failed(const Error& error) override {
        ++failures;
        texts += full_text(error) + "\n";
        if (act) act();
    }
    int failures = 0;
    std::string texts = {};
    std::function<void()> act = {};
};

constexpr const char* secret = "s3cr3t-w0rd";

// The error of an upgrade of `database`, in which the secret must not appear anywhere.
Error failed_upgrade(const std::string& database, Attempts& attempts, milliseconds timeout = milliseconds(300)) {
    RunOptions options = options_for(database);
    options.connect_timeout = timeout;
    RunReport report;
    Error error = error_of(upgrade(options, must(Registry::create({{"a", "a.cpp", &make}})), "head", attempts, report));
    CHECK(full_text(error).find(secret) == std::string::npos);
    CHECK(error.details().detail.find(secret) == std::string::npos);
    CHECK(attempts.texts.find(secret) == std::string::npos);
    return error;
}

Error failed_upgrade(const std::string& database) {
    Attempts attempts;
    return failed_upgrade(database, attempts);
}

// The socket directory of the test server.
std::string socket_directory() {
    const std::string url = url_of("postgres");
    const std::size_t start = url.find("host=") + 5;
    return url.substr(start, url.find(' ', start) - start);
}

}  // namespace

TEST_CASE("a database that does not exist is told at once, with its name") {
    Attempts attempts;
    const Error error = failed_upgrade(url_of("no such database") + " password=" + secret, attempts);
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(exit_code(error.kind()) == 16);
    CHECK(error.details().sqlstate == "3D000");
    CHECK(summary(error).find("connecting: ") == 0);
    CHECK(summary(error).find("database \"no such database\" does not exist") != std::string::npos);
    CHECK(attempts.failures == 0);
}

TEST_CASE("a role that does not exist is told at once") {
    const Error error = failed_upgrade(url_of("postgres") + " user=nobody_at_all password=" + secret);
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(error.details().sqlstate.substr(0, 2) == "28");
}

TEST_CASE("a server that does not answer is waited for until the deadline") {
    Attempts attempts;
    SECTION("nobody listens at the port") {
        const Error error = failed_upgrade("postgresql://u:" + std::string(secret) + "@127.0.0.1:1/db", attempts);
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(attempts.failures > 0);
    }
    SECTION("the host is unknown") {
        const Error error = failed_upgrade("host=no-such-host.invalid dbname=db password=" + std::string(secret));
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(summary(error).find("no-such-host.invalid") != std::string::npos);
    }
    SECTION("the socket is not there") {
        CHECK(failed_upgrade("host=/nonexistent dbname=db").kind() == ErrorKind::unavailable);
    }
}

TEST_CASE("a connection string that cannot be read is a usage error that does not repeat it") {
    const std::string leaking = secret;
    for (const std::string& database :
         {"postgresql://u:" + leaking + "@[::1/db", "postgresql://u:" + leaking + "%zz@host/db",
          "host=x password='" + leaking, "password=" + leaking + " nonsense", leaking, "host=x " + leaking + "=1",
          "postgresql://host/db?" + leaking + "=1"}) {
        const Error error = failed_upgrade(database);
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(exit_code(error.kind()) == 64);
    }
}

TEST_CASE("a stop while waiting for a server is followed at once") {
    Interrupt interrupt;
    RunOptions options = options_for("host=/nonexistent");
    options.interrupt = &interrupt;
    Attempts attempts;
    attempts.act = [&] { interrupt.request(); };
    RunReport report;
    const auto start = std::chrono::steady_clock::now();
    const Error error = error_of(upgrade(options, must(Registry::create({})), "head", attempts, report));
    CHECK(error.kind() == ErrorKind::interrupted);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("of several hosts the one that lives is taken") {
    Bench bench;
    bench.options.database = "host=/nonexistent," + socket_directory() +
                             " port=1,5432 dbname=" + bench.database.name() +
                             " user=" + bench.ask("SELECT session_user");
    must(bench.upgrade({{"a", "a.cpp", &make}}));
    CHECK(bench.history() == "a applied");
}

TEST_CASE("T31: with several hosts a read-only one is passed over") {
    Bench bench;
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET default_transaction_read_only = on");
    Attempts attempts;
    const Error error =
        failed_upgrade("host=" + socket_directory() + "," + socket_directory() + " dbname=" + bench.database.name() +
                           " user=" + bench.ask("SELECT session_user"),
                       attempts);
    CHECK(error.kind() == ErrorKind::unavailable);
    // The last attempt may end at the deadline.
    CHECK((attempts.texts + summary(error)).find("session is read-only") != std::string::npos);
}

TEST_CASE("T31: hosts that a service or the environment names are several hosts as well") {
    Bench bench;
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET default_transaction_read_only = on");
    const std::string hosts = socket_directory() + "," + socket_directory();
    const std::string rest = "dbname=" + bench.database.name() + " user=" + bench.ask("SELECT session_user");
    Attempts attempts;
    const auto check_passed_over = [&](const std::string& database) {
        const Error error = failed_upgrade(database, attempts);
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(attempts.failures > 0);
        // The last attempt may end at the deadline.
        CHECK_THAT(attempts.texts + full_text(error), Catch::Contains("session is read-only") &&
                                                          Catch::Contains("one that can be written to is waited for"));
    };
    SECTION("a service") {
        const gestaloka::test::TemporaryDirectory directory;
        const std::string file = (directory.path() / "services").string();
        std::ofstream(file) << "[ha]\nhost=" << hosts << "\n";
        ::setenv("PGSERVICEFILE", file.c_str(), 1);
        check_passed_over("service=ha " + rest);
        ::unsetenv("PGSERVICEFILE");
    }
    SECTION("the environment") {
        ::setenv("PGHOST", hosts.c_str(), 1);
        check_passed_over(rest);
        ::unsetenv("PGHOST");
    }
}

TEST_CASE("when no host will do, the error tells why of each") {
    const std::string nowhere = "host=/nonexistent," + socket_directory() + " dbname=nosuch password=" + secret;
    Attempts attempts;
    const Error error = failed_upgrade(nowhere + " user=" + Bench().ask("SELECT session_user"), attempts);
    CHECK(error.kind() == ErrorKind::unavailable);
    // The last attempt may end at the deadline.
    CHECK_THAT(attempts.texts + summary(error), Catch::Contains("/nonexistent/.s.PGSQL") &&
                                                    Catch::Contains(socket_directory()) &&
                                                    Catch::Contains("database \"nosuch\" does not exist (3D000)"));
    // The first may come back.
    CHECK(attempts.failures > 0);
}

TEST_CASE("a role that has used up its connections is told by which limit") {
    Bench bench;
    const std::string role = bench.database.name() + "_few";
    bench.execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 0");
    Attempts attempts;
    const Error error = failed_upgrade(bench.database.url() + " user=" + role, attempts);
    bench.execute("DROP ROLE " + role);
    CHECK(error.details().sqlstate == "53300");
    CHECK(attempts.failures > 0);
    CHECK_THAT(error.details().hint, Catch::Contains("max_connections") && Catch::Contains("CONNECTION LIMIT"));
}

TEST_CASE("a server that wants a password") {
    // Its own pg_hba.conf, readable for whomever the server runs as.
    const std::filesystem::path hba =
        std::filesystem::temp_directory_path() / ("hba_" + std::to_string(::getpid()) + ".conf");
    std::ofstream(hba) << "local all with_password scram-sha-256\nlocal all all trust\n";
    ::chmod(hba.c_str(), 0644);
    cluster::EphemeralOptions options;
    options.settings = {"hba_file=" + hba.string()};
    const auto cluster = must(cluster::EphemeralCluster::start(options));
    postgres::ConnectOptions owner;
    owner.database = cluster.connection_string();
    auto session = must(postgres::Session::open(owner));
    must(session.run_script("CREATE ROLE with_password LOGIN PASSWORD '" + std::string(secret) +
                            "'; "
                            "GRANT CREATE ON DATABASE postgres TO with_password; "
                            "GRANT CREATE ON SCHEMA public TO with_password"));
    const std::string url = cluster.connection_string() + " user=with_password";

    SECTION("lets the right one in") {
        RunReport report;
        Observer quiet;
        must(upgrade(options_for(url + " password=" + secret), must(Registry::create({{"a", "a.cpp", &make}})), "head",
                     quiet, report));
        CHECK(report.steps.size() == 1);
    }
    SECTION("refuses a wrong one at once") {
        Attempts attempts;
        const Error error = failed_upgrade(url + " password=wrong-" + secret, attempts);
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(error.details().sqlstate == "28P01");
        CHECK(error.details().hint.find("check user and password") == 0);
        CHECK(attempts.failures == 0);
    }
    SECTION("refuses one that is not given") {
        CHECK(failed_upgrade(url + " passfile=/nonexistent").kind() == ErrorKind::unavailable);
    }
    std::filesystem::remove(hba);
}
