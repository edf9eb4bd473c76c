// Ephemeral clusters: quick, separate, and gone afterwards, whatever happened to their owner.
#include "migrator/cluster/ephemeral.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "migrator/cluster/database.hpp"
#include "migrator/cluster/postmaster.hpp"
#include "migrator/support/interrupt.hpp"
#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> clusters_in(const fs::path& home) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(home)) {
        if (entry.path().filename().string().starts_with("cluster-")) names.push_back(entry.path().string());
    }
    return names;
}

EphemeralOptions in(const fs::path& parent) {
    EphemeralOptions options;
    options.parent = parent;
    return options;
}

// Starts, says where and which server, and waits to be killed.
void own_forever(const fs::path& parent, const Child::Tell& tell) {
    const auto cluster = EphemeralCluster::start(in(parent));
    tell(cluster.has_value() ? cluster.assume_value().directory().string() : error_of(cluster));
    tell(cluster.has_value() ? std::to_string(cluster.assume_value().pid()) : "0");
    while (true)
        ::pause();
}

}  // namespace

TEST_CASE("an ephemeral cluster answers, is fast rather than durable, and is gone afterwards") {
    fs::path directory;
    pid_t server = 0;
    {
        EphemeralOptions options;
        options.max_connections = 17;
        options.settings = {"work_mem=5MB", "fsync=on"};
        const auto cluster = must(EphemeralCluster::start(options));
        directory = cluster.directory();
        server = cluster.pid();
        const std::string connection = cluster.connection_string();
        CHECK(query(connection, "SHOW max_connections") == "17");
        CHECK(query(connection, "SHOW full_page_writes") == "off");
        CHECK(query(connection, "SHOW work_mem") == "5MB");
        CHECK(query(connection, "SHOW fsync") == "on");
        CHECK(query(connection, "SHOW server_encoding") == "UTF8");
        CHECK(fs::exists(cluster.log_path()));
    }
    CHECK_FALSE(fs::exists(directory));
    CHECK_FALSE(Process::open(server));
}

TEST_CASE("clusters of one process do not see each other") {
    const auto one = must(EphemeralCluster::start());
    const auto two = must(EphemeralCluster::start());
    CHECK(query(one.connection_string(), "CREATE TABLE mine ()") == "");
    CHECK(query(two.connection_string(), "SELECT to_regclass('mine') IS NULL") == "t");
}

TEST_CASE("a restarted cluster keeps what was committed") {
    auto cluster = must(EphemeralCluster::start());
    const pid_t before = cluster.pid();
    CHECK(query(cluster.connection_string(), "CREATE TABLE kept AS SELECT 42 AS answer") == "");
    must(cluster.restart());
    CHECK(cluster.pid() != before);
    CHECK(query(cluster.connection_string(), "SELECT answer FROM kept") == "42");
}

TEST_CASE("the cluster of a killed owner is removed by the next start, those of the living are not") {
    const ScratchDirectory scratch;
    Child killed([&](const Child::Tell& tell) { own_forever(scratch.path(), tell); });
    Child living([&](const Child::Tell& tell) { own_forever(scratch.path(), tell); });
    const fs::path orphan = killed.next_line();
    const auto orphan_server = Process::open(std::stoi(killed.next_line()));
    const fs::path owned = living.next_line();
    const auto owned_server = Process::open(std::stoi(living.next_line()));
    REQUIRE(orphan_server);
    REQUIRE(owned_server);
    killed.kill_now();
    REQUIRE_FALSE(orphan_server->has_ended());

    const auto cluster = must(EphemeralCluster::start(in(scratch.path())));
    CHECK(orphan_server->has_ended());
    CHECK_FALSE(fs::exists(orphan));
    CHECK_FALSE(owned_server->has_ended());
    CHECK(fs::exists(owned));

    living.kill_now();
    must(EphemeralCluster::start(in(scratch.path())));
    CHECK(owned_server->has_ended());
    CHECK(clusters_in(cluster.directory().parent_path()) == std::vector{cluster.directory().string()});
}

TEST_CASE("an orphan's postmaster.pid that names another process harms nobody") {
    const ScratchDirectory scratch;
    const fs::path home = must(EphemeralCluster::start(in(scratch.path()))).directory().parent_path();
    fs::create_directories(home / "cluster-orphan/data");
    const auto bystander = must(spawn({{"/bin/sh", "-c", "exec sleep 1000"}}));
    std::ofstream(home / "cluster-orphan/data/postmaster.pid") << bystander.number() << "\n/somewhere\n1\n5432\n";
    must(EphemeralCluster::start(in(scratch.path())));
    CHECK(clusters_in(home).empty());
    CHECK_FALSE(bystander.has_ended());
    bystander.signal(SIGKILL);
}

TEST_CASE("many processes may make their first cluster at the same time") {
    const ScratchDirectory scratch;
    const auto visit = [&](const Child::Tell& tell) {
        const auto cluster = EphemeralCluster::start(in(scratch.path()));
        tell(cluster.has_value() ? query(cluster.assume_value().connection_string(), "SELECT 'fine'")
                                 : error_of(cluster));
    };
    std::vector<std::unique_ptr<Child>> visitors;
    for (int number = 0; number < 4; ++number)
        visitors.push_back(std::make_unique<Child>(visit));
    for (const auto& visitor : visitors)
        CHECK(visitor->finish() == "fine\n");
    const auto home = must(EphemeralCluster::start(in(scratch.path()))).directory().parent_path();
    CHECK(clusters_in(home).empty());
}

TEST_CASE("a damaged cache is replaced") {
    const ScratchDirectory scratch;
    const fs::path home = must(EphemeralCluster::start(in(scratch.path()))).directory().parent_path();
    for (const auto& entry : fs::directory_iterator(home)) {
        if (entry.is_directory()) fs::resize_file(entry.path() / "global/pg_control", 0);
    }
    const auto cluster = must(EphemeralCluster::start(in(scratch.path())));
    CHECK(query(cluster.connection_string(), "SELECT 1") == "1");
}

TEST_CASE("a wrong setting is an error with the server's own words, and leaves no cluster behind") {
    const ScratchDirectory scratch;
    EphemeralOptions options = in(scratch.path());
    options.settings = {"work_mem=much"};
    const auto cluster = EphemeralCluster::start(options);
    REQUIRE_FALSE(cluster.has_value());
    CHECK(cluster.error().details().detail.find("work_mem") != std::string::npos);
    CHECK(clusters_in(fs::directory_iterator(scratch.path())->path()).empty());
}

TEST_CASE("starting can be interrupted and leaves no cluster behind") {
    const ScratchDirectory scratch;
    Interrupt interrupt;
    interrupt.request();
    EphemeralOptions options = in(scratch.path());
    options.interrupt = &interrupt;
    CHECK(EphemeralCluster::start(options).error().kind() == ErrorKind::interrupted);
    CHECK(clusters_in(fs::directory_iterator(scratch.path())->path()).empty());
}

TEST_CASE("a home that somebody else can write to is refused") {
    const ScratchDirectory scratch;
    const fs::path home = scratch.path() / ("gestaloka-ephemeral-" + std::to_string(::geteuid()));
    fs::create_directory(home);
    REQUIRE(::chmod(home.c_str(), 0777) == 0);
    CHECK(EphemeralCluster::start(in(scratch.path())).error().kind() == ErrorKind::privilege);
}

TEST_CASE("an ordinary user has ephemeral clusters too") {
    if (!can_test_as_root("becoming an ordinary user")) return;
    const ScratchDirectory scratch;
    REQUIRE(::chmod(scratch.path().c_str(), 01777) == 0);
    Child user(
        [&](const Child::Tell& tell) {
            const auto cluster = EphemeralCluster::start(in(scratch.path()));
            tell(cluster.has_value() ? query(cluster.assume_value().connection_string(), "SELECT 'fine'")
                                     : error_of(cluster));
        },
        65534);
    CHECK(user.finish() == "fine\n");
}

TEST_CASE("time from start to the first answer, for a person to read", "[.bench]") {
    must(EphemeralCluster::start());
    for (int round = 0; round < 10; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        const auto cluster = must(EphemeralCluster::start());
        CHECK(query(cluster.connection_string(), "SELECT 1") == "1");
        const auto taken = std::chrono::steady_clock::now() - begin;
        WARN("first answer after " << std::chrono::duration_cast<std::chrono::milliseconds>(taken).count() << " ms");
    }
}
