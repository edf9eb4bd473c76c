// The embedded server in daily use: first start, next start, several users, odd directories, errors.
#include "migrator/cluster/embedded.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "migrator/cluster/postmaster.hpp"
#include "migrator/support/interrupt.hpp"
#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;
namespace fs = std::filesystem;

namespace {

EmbeddedOptions in(const fs::path& directory) {
    EmbeddedOptions options;
    options.directory = directory;
    return options;
}

std::vector<std::string> names_in(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("first use makes a durable UTF8 server with the database, reachable by nobody else") {
    const ScratchDirectory scratch;
    const fs::path home = scratch.path() / "made/on/the/way";
    auto cluster = must(EmbeddedCluster::open(in(home)));
    const std::string connection = cluster.connection_string();
    CHECK(query(connection, "SELECT current_database() || ' ' || current_user") == "gestaloka gestaloka");
    CHECK(query(connection, "SHOW server_encoding") == "UTF8");
    CHECK(query(connection, "SELECT datcollate || ' ' || datctype FROM pg_database WHERE datname = 'gestaloka'") ==
          "C C");
    CHECK(query(connection, "SHOW fsync") == "on");
    CHECK(query(connection, "SHOW listen_addresses") == "");
    CHECK(query(connection, "SHOW timezone") == "UTC");

    struct stat status {};
    REQUIRE(::stat((home / "data").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    REQUIRE(::stat((home / "postgresql.log").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(names_in(home) == std::vector<std::string>{"data", "postgresql.log", "start.lock", "users.lock"});
}

TEST_CASE("data is found again at the next start, and closing stops the server") {
    const ScratchDirectory scratch;
    {
        auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
        CHECK(query(cluster.connection_string(), "CREATE TABLE kept AS SELECT 42 AS answer") == "");
        CHECK(error_of(cluster.close()).empty());
        CHECK(error_of(cluster.close()).empty());
        CHECK_FALSE(find_postmaster(scratch.path() / "data"));
    }
    auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
    CHECK(query(cluster.connection_string(), "SELECT answer FROM kept") == "42");
}

TEST_CASE("the last one out stops the server") {
    const ScratchDirectory scratch;
    auto first = must(EmbeddedCluster::open(in(scratch.path())));
    auto second = must(EmbeddedCluster::open(in(scratch.path())));
    CHECK(first.connection_string() == second.connection_string());
    const std::string connection = first.connection_string();
    CHECK(error_of(first.close()).empty());
    CHECK(query(connection, "SELECT 1") == "1");
    CHECK(error_of(second.close()).empty());
    CHECK_FALSE(find_postmaster(scratch.path() / "data"));
}

TEST_CASE("a directory too long or too odd for a socket gets a short socket directory, found again and removed") {
    const ScratchDirectory scratch;
    const auto directory = GENERATE(as<std::string>(), "long-" + std::string(150, 'x'), "with a space, and comma");
    const fs::path home = scratch.path() / directory;
    std::string socket_directory;
    {
        auto cluster = must(EmbeddedCluster::open(in(home)));
        auto other = must(EmbeddedCluster::open(in(home)));
        CHECK(cluster.connection_string() == other.connection_string());
        CHECK(cluster.connection_string().find('\'') == std::string::npos);
        socket_directory = query(other.connection_string(),
                                 "SELECT trim('\"' FROM setting) FROM pg_settings "
                                 "WHERE name = 'unix_socket_directories'");
        struct stat status {};
        REQUIRE(::stat(socket_directory.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0700);
    }
    CHECK_FALSE(fs::exists(socket_directory));
    CHECK_FALSE(fs::exists(home / "socket_directory"));
}

TEST_CASE("the server is in a session of its own and holds no descriptor of its starter") {
    const ScratchDirectory scratch;
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
    const auto postmaster = find_postmaster(scratch.path() / "data");
    REQUIRE(postmaster);
    CHECK(::getsid(postmaster->process.number()) == postmaster->process.number());
    ::close(ends[1]);
    char byte = 0;
    CHECK(::read(ends[0], &byte, 1) == 0);
    ::close(ends[0]);
}

TEST_CASE("a server that does not start is an error with the end of its log") {
    const ScratchDirectory scratch;
    must(EmbeddedCluster::open(in(scratch.path())));
    std::ofstream(scratch.path() / "data/postgresql.conf", std::ios::app) << "no_such_setting = 1\n";
    const auto cluster = EmbeddedCluster::open(in(scratch.path()));
    REQUIRE_FALSE(cluster.has_value());
    CHECK(cluster.error().kind() == ErrorKind::unavailable);
    CHECK(summary(cluster.error()) == "PostgreSQL ended while starting in " + scratch.path().string());
    CHECK(cluster.error().details().detail.find("no_such_setting") != std::string::npos);
    CHECK(cluster.error().details().detail.find("starting PostgreSQL") == std::string::npos);
}

TEST_CASE("a data directory of another version is an error that names the version") {
    const ScratchDirectory scratch;
    must(EmbeddedCluster::open(in(scratch.path())));
    std::ofstream(scratch.path() / "data/PG_VERSION") << "11\n";
    const auto cluster = EmbeddedCluster::open(in(scratch.path()));
    CHECK(error_of(cluster).find("no PostgreSQL 11 server programs were found") == 0);
}

TEST_CASE("opening can be interrupted and limited, and leaves nothing half-done") {
    const ScratchDirectory scratch;
    Interrupt interrupt;
    EmbeddedOptions options = in(scratch.path());
    options.interrupt = &interrupt;
    SECTION("before it begins") {
        interrupt.request();
        CHECK(EmbeddedCluster::open(options).error().kind() == ErrorKind::interrupted);
    }
    SECTION("during initdb") {
        std::thread other([&] {
            eventually([&] { return names_in(scratch.path()).size() > 2; });
            interrupt.request();
        });
        CHECK(EmbeddedCluster::open(options).error().kind() == ErrorKind::interrupted);
        other.join();
    }
    SECTION("by its limit") {
        options.start_limit = std::chrono::milliseconds(20);
        CHECK(EmbeddedCluster::open(options).error().kind() == ErrorKind::unavailable);
    }
    CHECK(names_in(scratch.path()) == std::vector<std::string>{"start.lock", "users.lock"});
    must(EmbeddedCluster::open(in(scratch.path())));
}

TEST_CASE("a directory that cannot be made is an error with a way out") {
    const auto cluster = EmbeddedCluster::open(in("/proc/nowhere"));
    REQUIRE_FALSE(cluster.has_value());
    CHECK(summary(cluster.error()).find("cannot make the directory /proc/nowhere") == 0);
    CHECK(cluster.error().details().hint.find("--database URL") != std::string::npos);
}
