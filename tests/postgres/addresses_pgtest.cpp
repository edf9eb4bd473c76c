// Host names: one that nobody answers for, and one with several addresses.
#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "migrator/cluster/ephemeral.hpp"
#include "migrator/postgres/session.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/loopback.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::postgres;
using Catch::Matchers::Contains;
using gestaloka::test::SilentListener;
using migrator::testing::error_of;
using migrator::testing::must;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

// 127.0.0.0/8 is all loopback: an address of this process's own needs no free port.
std::string own_address(int network) {
    const int pid = ::getpid();
    return "127." + std::to_string(network) + "." + std::to_string(pid / 256 % 256) + "." +
           std::to_string(pid % 254 + 1);
}

}  // namespace

TEST_CASE("a name server that does not answer is waited for until the deadline, or a request to stop") {
    Interrupt interrupt;
    ConnectOptions options;
    options.database = "host=silent.odd dbname=x";
    options.interrupt = &interrupt;
    const auto start = Clock::now();
    SECTION("the deadline") {
        options.timeout = milliseconds(300);
        const Error error = error_of(Session::open(options));
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(summary(error) == "could not translate host name \"silent.odd\" to address: no answer in time");
        CHECK_THAT(error.details().hint, Contains("name server"));
        CHECK(Clock::now() - start >= milliseconds(300));
    }
    SECTION("a request") {
        options.timeout = std::chrono::seconds(60);
        interrupt.request();
        CHECK(error_of(Session::open(options)).kind() == ErrorKind::interrupted);
    }
    SECTION("the next host is tried in time") {
        options.timeout = milliseconds(600);
        options.database = "host=silent.odd,/nonexistent dbname=x";
        const std::string told = summary(error_of(Session::open(options)));
        CHECK_THAT(told, Contains("silent.odd") && Contains("/nonexistent"));
    }
    CHECK(Clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("each address of a name has its share of the time") {
    const SilentListener silent;
    const std::string port = std::to_string(silent.port());
    ConnectOptions options;
    options.database = "host=127.0.0.1+127.0.0.2.odd dbname=x port=" + port;
    options.timeout = milliseconds(1000);
    milliseconds share = options.timeout / 2;
    SECTION("by the deadline of all") {}
    SECTION("by the connect_timeout of the string") {
        options.timeout = std::chrono::seconds(60);
        options.database += " connect_timeout=1";
        share = milliseconds(1000);
    }
    const auto start = Clock::now();
    const Error error = error_of(Session::open(options));
    CHECK(Clock::now() - start >= share);
    CHECK(Clock::now() - start < std::chrono::seconds(10));
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK_THAT(summary(error), Contains(".odd: no answer from \"127.0.0.1\", port " + port + ", in time") &&
                                   Contains(".odd: connection to server at \"127.0.0.2\", port " + port + " failed"));
}

TEST_CASE("of the addresses of a name the one that answers is taken, under the name") {
    const gestaloka::test::TemporaryDirectory directory;
    const std::string hba = (directory.path() / "hba.conf").string();
    std::ofstream(hba) << "local all all trust\nhost all all all trust\n";
    ::chmod(directory.path().c_str(), 0755);
    ::chmod(hba.c_str(), 0644);
    cluster::EphemeralOptions there;
    there.settings = {"listen_addresses=" + own_address(79), "hba_file=" + hba};
    const auto cluster = must(cluster::EphemeralCluster::start(there));
    const SilentListener silent(own_address(78), 5432);

    const std::string host = own_address(78) + "+" + own_address(79) + ".odd";
    ConnectOptions options;
    options.database = cluster.connection_string() + " host=" + host + " port=5432 connect_timeout=1";
    options.timeout = std::chrono::seconds(60);
    Session session = must(Session::open(options));
    CHECK(PQhost(session.native_handle()) == host);
    CHECK(PQhostaddr(session.native_handle()) == own_address(79));
    CHECK(must(session.query("SELECT 1")).integer(0, 0) == 1);
}
