// T31: a standby is refused, passed over, and followed when it is promoted.
#include <catch2/catch.hpp>
#include <csignal>

#include "arena.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::eventually;
using gestaloka::acceptance::run_sql;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

std::string host_of(const std::string& connection_string) {
    const std::size_t at = connection_string.find("host=") + 5;
    return connection_string.substr(at, connection_string.find(' ', at) - at);
}

// One connection string for both, the first one named first.
std::string both(const Arena& first, const Arena& second, const std::string& database) {
    std::string text = first.direct(database);
    const std::string host = host_of(text);
    return text.replace(text.find(host), host.size(), host + "," + host_of(second.direct(database)));
}

}  // namespace

TEST_CASE("T31: a standby is refused at once, passed over for the primary, and followed when it is promoted") {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"wal_level=replica", "max_wal_senders=4", "max_worker_processes=4"};
    Arena primary(options);
    run_sql(primary.direct("postgres"), "CREATE DATABASE game; ");
    options.primary = &primary.cluster;
    Arena standby(options);
    const Program program = fault_chain("short-sleep");
    const std::string golden = golden_of(program);

    const Outcome refused = run(program, standby.direct("game"));
    INFO(refused.text);
    CHECK(refused.code == 17);
    CHECK(refused.says("standby"));
    CHECK(std::chrono::duration<double>(refused.took).count() < bound(1));

    const Outcome chosen = run(program, both(standby, primary, "game"), {"target=f001"});
    INFO(chosen.text);
    CHECK(chosen.code == 0);
    CHECK(chosen.says("applied f001"));
    REQUIRE(eventually([&] {
        return ask(standby.direct("game"), "SELECT to_regclass('migrator.history') IS NOT NULL") == "t" &&
               ask(standby.direct("game"), "SELECT count(*) FROM migrator.history WHERE state = 'applied'") == "1";
    }));

    Process process(program.on(both(primary, standby, "game"), {"connect-timeout=60s"}));
    REQUIRE(process.wait_for_output("starting f002", patience));
    const Clock::time_point start = Clock::now();
    ::kill(primary.cluster.pid(), SIGQUIT);
    run_sql(standby.direct("postgres"), "SELECT pg_promote()");
    const Outcome followed = finish(process);
    INFO(followed.text);
    CHECK(followed.code == 0);
    CHECK(followed.says("connection lost"));
    check_after_conditions(standby.direct("game"), golden);
    tell({"T31",
          "a hot standby; a standby and its primary in one URL; the primary dies in a step, the standby is promoted",
          "exit 17 within 1 s; the primary is taken; resumed on the promoted one",
          "as required; finished on the promoted one in the same run", 3,
          std::chrono::duration<double>(Clock::now() - start).count()});
}
