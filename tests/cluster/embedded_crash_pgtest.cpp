// The embedded server after something was killed, and with several processes at once.
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>

#include "migrator/cluster/embedded.hpp"
#include "migrator/cluster/postmaster.hpp"
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

// Opens, says so, and waits to be killed.
void use_forever(const fs::path& directory, const Child::Tell& tell) {
    const auto cluster = EmbeddedCluster::open(in(directory));
    tell(cluster.has_value() ? "open" : error_of(cluster));
    while (true)
        ::pause();
}

pid_t server_of(const fs::path& directory) {
    const auto postmaster = find_postmaster(directory / "data");
    return postmaster ? postmaster->process.number() : 0;
}

void kill_server_of(const fs::path& directory) {
    auto postmaster = find_postmaster(directory / "data");
    REQUIRE(postmaster);
    postmaster->process.signal(SIGKILL);
    must(postmaster->process.wait(Patience(std::chrono::seconds(10)), "the killed server"));
}

}  // namespace

TEST_CASE("the server of a killed process is found and used, and stopped by the last one out") {
    const ScratchDirectory scratch;
    Child user([&](const Child::Tell& tell) { use_forever(scratch.path(), tell); });
    REQUIRE(user.next_line() == "open");
    const pid_t server = server_of(scratch.path());
    user.kill_now();
    {
        auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
        CHECK(server_of(scratch.path()) == server);
        CHECK(query(cluster.connection_string(), "SELECT 1") == "1");
    }
    CHECK(server_of(scratch.path()) == 0);
}

TEST_CASE("a process that leaves does not stop the server under another process") {
    const ScratchDirectory scratch;
    Child user([&](const Child::Tell& tell) { use_forever(scratch.path(), tell); });
    REQUIRE(user.next_line() == "open");
    auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
    const std::string connection = cluster.connection_string();
    CHECK(error_of(cluster.close()).empty());
    CHECK(query(connection, "SELECT 1") == "1");
    user.kill_now();
    must(EmbeddedCluster::open(in(scratch.path())));
    CHECK(server_of(scratch.path()) == 0);
}

TEST_CASE("a killed server is started again, whoever has its number now") {
    const ScratchDirectory scratch;
    auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
    CHECK(query(cluster.connection_string(), "CREATE TABLE kept AS SELECT 42 AS answer") == "");
    kill_server_of(scratch.path());
    SECTION("its starter has not yet taken its exit status") {}
    SECTION("a process of the same user, in a later boot") {
        must(cluster.close());
        const fs::path file = scratch.path() / "data/postmaster.pid";
        std::ofstream(file) << ::getpid() << "\n" << (scratch.path() / "data").string() << "\n1700000000\n5432\n";
    }
    SECTION("no process") {
        must(cluster.close());
    }
    auto again = must(EmbeddedCluster::open(in(scratch.path())));
    CHECK(query(again.connection_string(), "SELECT answer FROM kept") == "42");
}

TEST_CASE("a server that answers but cannot be seen, as in another container, is not given a rival") {
    const ScratchDirectory scratch;
    must(EmbeddedCluster::open(in(scratch.path())));
    const fs::path data = scratch.path() / "data";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, (data / ".s.PGSQL.5432").c_str());
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener, 1) == 0);
    std::ofstream(data / "postmaster.pid") << ::getpid() << "\n"
                                           << data.string() << "\n1700000000\n5432\n"
                                           << data.string() << "\n\n  1  2\nready   \n";
    const auto cluster = EmbeddedCluster::open(in(scratch.path()));
    CHECK(error_of(cluster).find("a PostgreSQL server that this process cannot see uses") == 0);
    CHECK(fs::exists(data / "postmaster.pid"));
    ::close(listener);
}

TEST_CASE("an initdb that was cut off is done again") {
    const ScratchDirectory scratch;
    Child user([&](const Child::Tell& tell) { use_forever(scratch.path(), tell); });
    const auto has_begun = [&] {
        for (const auto& entry : fs::directory_iterator(scratch.path())) {
            if (fs::exists(entry.path() / "PG_VERSION")) return true;
        }
        return false;
    };
    REQUIRE(eventually(has_begun));
    user.kill_now();
    CHECK_FALSE(fs::exists(scratch.path() / "data"));
    auto cluster = must(EmbeddedCluster::open(in(scratch.path())));
    CHECK(query(cluster.connection_string(), "SELECT 1") == "1");
    for (const auto& entry : fs::directory_iterator(scratch.path())) {
        CHECK(entry.path().filename().string().find("unfinished") == std::string::npos);
    }
}

TEST_CASE("processes that open at the same time share one server") {
    const ScratchDirectory scratch;
    const auto visit = [&](const Child::Tell& tell) {
        const auto cluster = EmbeddedCluster::open(in(scratch.path()));
        if (!cluster.has_value()) return tell(error_of(cluster));
        tell(query(cluster.assume_value().connection_string(), "SELECT 'fine'"));
    };
    std::vector<std::unique_ptr<Child>> visitors;
    for (int number = 0; number < 6; ++number)
        visitors.push_back(std::make_unique<Child>(visit));
    for (const auto& visitor : visitors)
        CHECK(visitor->finish() == "fine\n");
    CHECK(server_of(scratch.path()) == 0);
}
