// The server on its own PostgreSQL: found again at the next start, whatever the last one died of.
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "server.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;

namespace {

/// A data directory of its own. A server that a failed test leaves behind ends with it.
class EmbeddedHome {
 public:
    EmbeddedHome() {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
        // Root enters a user namespace where the user postgres cannot go; the sanitizer's own thread keeps it from
        // that.
        std::filesystem::permissions(directory_.path(), std::filesystem::perms(0711));
#endif
#endif
    }
    EmbeddedHome(const EmbeddedHome&) = delete;
    EmbeddedHome& operator=(const EmbeddedHome&) = delete;
    ~EmbeddedHome() {
        const pid_t left = postmaster();
        if (left > 0 && ::kill(left, SIGQUIT) == 0) eventually([&] { return ::kill(left, 0) != 0; });
    }

    /// The first process of the embedded PostgreSQL; 0 when it does not run.
    pid_t postmaster() const {
        pid_t pid = 0;
        std::ifstream(path() / "data" / "postmaster.pid") >> pid;
        return pid;
    }
    std::filesystem::path path() const {
        return directory_.path() / "home";
    }
    Arguments arguments() const {
        return {"--data-dir", path().string()};
    }

 private:
    gestaloka::test::TemporaryDirectory directory_;
};

const nlohmann::json hana{{"username", "hana"}, {"email", "hana@example.org"}, {"password", "a long password"}};
const nlohmann::json login_of_hana{{"username", "hana"}, {"password", "a long password"}};

}  // namespace

TEST_CASE("the server keeps what players stored in its own PostgreSQL, over a stop and over kill -9") {
    const EmbeddedHome home;
    {
        Server first(home.arguments());
        CHECK(first.get("/healthz").status == 200);
        REQUIRE(first.wait_until_ready());
        CHECK(first.post("/api/v1/users", hana).status == 201);
        const Finished end = first.stop(SIGTERM);
        CHECK(end.code == 0);
        CHECK(end.took < std::chrono::seconds(2));
        CHECK(applied_in(end.err).size() == 33);
        CHECK(home.postmaster() == 0);
    }
    {
        Server second(home.arguments());
        REQUIRE(second.wait_until_ready());
        CHECK(second.post("/api/v1/login", login_of_hana).status == 200);
        CHECK(home.postmaster() > 0);
        CHECK(second.stop(SIGKILL).signal == SIGKILL);
    }
    Server third(home.arguments());
    REQUIRE(third.wait_until_ready());
    CHECK(third.post("/api/v1/login", login_of_hana).status == 200);
    CHECK(third.post("/api/v1/users", hana).status == 409);
    const Finished end = third.stop(SIGTERM);
    CHECK(end.code == 0);
    CHECK(applied_in(end.err).empty());
    CHECK(home.postmaster() == 0);
}

TEST_CASE("the server recovers when its PostgreSQL was killed with it") {
    const EmbeddedHome home;
    {
        Server first(home.arguments());
        REQUIRE(first.wait_until_ready());
        CHECK(first.post("/api/v1/users", hana).status == 201);
        REQUIRE(home.postmaster() > 0);
        ::kill(home.postmaster(), SIGKILL);
        first.stop(SIGKILL);
    }
    Server second(home.arguments());
    REQUIRE(second.wait_until_ready());
    CHECK(second.post("/api/v1/login", login_of_hana).status == 200);
    CHECK(second.stop(SIGTERM).code == 0);
}

TEST_CASE("a signal while the embedded PostgreSQL is made stops the server within two seconds; the next start works") {
    const EmbeddedHome home;
    for (const int further_ms : {0, 150, 400}) {
        CAPTURE(further_ms);
        Server server(home.arguments());
        server.address();
        server.finish(std::chrono::milliseconds(further_ms));  // it does not end by itself: this only lets time pass
        const Finished end = server.stop(SIGTERM);
        CAPTURE(end.err);
        CHECK((end.code == 18 || end.code == 0));
        CHECK(end.took < std::chrono::seconds(2));
        CHECK(home.postmaster() == 0);
    }
    Arguments arguments = home.arguments();
    arguments.emplace_back("--migrate-only");
    const Finished run = run_server(arguments);
    INFO(run.err);
    CHECK(run.code == 0);
    CHECK(home.postmaster() == 0);
}

TEST_CASE("a machine without PostgreSQL's server programs is told the way out") {
    const EmbeddedHome home;
    Arguments arguments = home.arguments();
    arguments.insert(arguments.end(), {"--migrate-only", "--postgres-bindir", home.path().parent_path().string()});
    const Finished run = run_server(arguments);
    CHECK(run.code == 64);
    CHECK_THAT(run.err, Contains("initdb"));
    CHECK_FALSE(std::filesystem::exists(home.path() / "data"));
}
