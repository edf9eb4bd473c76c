// Whom the embedded server runs as: the caller, the user postgres, the owner, or nobody in a user namespace.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "migrator/cluster/embedded.hpp"
#include "migrator/cluster/process.hpp"
#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;
namespace fs = std::filesystem;

namespace {

constexpr uid_t nobody = 65534;

EmbeddedOptions in(const fs::path& directory) {
    EmbeddedOptions options;
    options.directory = directory;
    return options;
}

uid_t owner_of(const fs::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_uid : static_cast<uid_t>(-1);
}

std::string open_and_ask(const fs::path& directory) {
    const auto cluster = EmbeddedCluster::open(in(directory));
    return cluster.has_value() ? query(cluster.assume_value().connection_string(), "SELECT 'fine'") : error_of(cluster);
}

}  // namespace

TEST_CASE("an ordinary user runs the server as himself") {
    if (!can_test_as_root("becoming an ordinary user")) return;
    const ScratchDirectory scratch;
    REQUIRE(::chown(scratch.path().c_str(), nobody, nobody) == 0);
    const fs::path home = scratch.path() / "home";
    Child user([&](const Child::Tell& tell) { tell(open_and_ask(home)); }, nobody);
    CHECK(user.finish() == "fine\n");
    CHECK(owner_of(home / "data") == nobody);

    SECTION("and root runs it as that user later, without locking him out") {
        CHECK(open_and_ask(home) == "fine");
        Child again([&](const Child::Tell& tell) { tell(open_and_ask(home)); }, nobody);
        CHECK(again.finish() == "fine\n");
    }
    SECTION("and another user is told whose it is") {
        Child other([&](const Child::Tell& tell) { tell(open_and_ask(home)); }, 65533);
        CHECK(other.finish().find("Permission denied") != std::string::npos);
    }
}

TEST_CASE("root runs the server as the user postgres where that user can reach the directory") {
    if (!can_test_as_root("running as the user postgres")) return;
    const ScratchDirectory scratch;
    CHECK(open_and_ask(scratch.path()) == "fine");
    CHECK(owner_of(scratch.path() / "data") != 0);
    CHECK(open_and_ask(scratch.path()) == "fine");
}

TEST_CASE("root runs the server in a user namespace where nobody else can reach the directory") {
    if (!can_test_as_root("running in a user namespace")) return;
    const Account account{Account::Kind::user_namespace, 0, 0, ""};
    if (!succeeds_in_child([&]() noexcept { return become(account); })) {
        WARN("not tested, since the kernel forbids it: user namespaces");
        return;
    }
    const ScratchDirectory scratch;
    REQUIRE(::chmod(scratch.path().c_str(), 0700) == 0);
    const fs::path home = scratch.path() / "home";
    CHECK(open_and_ask(home) == "fine");
    CHECK(owner_of(home / "data") == 0);
    CHECK(open_and_ask(home) == "fine");

    SECTION("also when its user was killed and the server is found again") {
        Child user([&](const Child::Tell& tell) {
            const auto cluster = EmbeddedCluster::open(in(home));
            tell(error_of(cluster));
            while (true)
                ::pause();
        });
        REQUIRE(user.next_line().empty());
        user.kill_now();
        CHECK(open_and_ask(home) == "fine");
    }
}

TEST_CASE("when no user can run the server, the error says what was tried and the ways out") {
    if (!can_test_as_root("a data directory that its owner cannot reach")) return;
    const ScratchDirectory scratch;
    CHECK(open_and_ask(scratch.path() / "home") == "fine");
    REQUIRE(::chmod(scratch.path().c_str(), 0700) == 0);
    const auto cluster = EmbeddedCluster::open(in(scratch.path() / "home"));
    REQUIRE_FALSE(cluster.has_value());
    CHECK(cluster.error().kind() == ErrorKind::privilege);
    CHECK(cluster.error().details().detail.find("tried: user ") == 0);
    CHECK(cluster.error().details().hint.find("--database URL") != std::string::npos);
}
