// Many servers at once: T10, T11, T12, and boots with nothing to do beside a migration.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <functional>
#include <memory>

#include "arena.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

int rounds(int in_ci, int in_soak) {
    return is_soak() ? in_soak : std::max(1, in_ci / stride(1));
}

// Starts `count` programs on one database, calls `meanwhile`, and waits for all.
std::vector<Outcome> run_together(
    const Program& program, const std::string& database, int count, const std::vector<std::string>& more = {},
    const std::function<void()>& meanwhile = [] {}) {
    std::vector<std::unique_ptr<Process>> processes;
    for (int i = 0; i < count; ++i)
        processes.push_back(std::make_unique<Process>(program.on(database, more)));
    meanwhile();
    std::vector<Outcome> outcomes;
    for (const auto& process : processes)
        outcomes.push_back(finish(*process));
    return outcomes;
}

int applications(const std::vector<Outcome>& outcomes, const std::string& mark) {
    int count = 0;
    for (const Outcome& outcome : outcomes)
        count += outcome.count(mark);
    return count;
}

void require_all_zero(const std::vector<Outcome>& outcomes) {
    for (const Outcome& outcome : outcomes) {
        INFO(outcome.text);
        REQUIRE(outcome.code == 0);
    }
}

bool has_race_in_log(const std::string& log) {
    for (const char* sqlstate : {"23505", "42P07", "42710", "40P01"})
        if (log.find(sqlstate) != std::string::npos) return true;
    return log.find("deadlock") != std::string::npos || log.find("already exists") != std::string::npos;
}

void drop(Arena& arena, const std::string& database) {
    gestaloka::acceptance::run_sql(arena.direct("postgres"), "DROP DATABASE " + database + " WITH (FORCE)");
}

}  // namespace

TEST_CASE("T10: of two servers that boot at once each step is applied by one, and both succeed") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("short");
    const std::string golden = golden_of(program);
    const int count = rounds(60, 1000);
    const Clock::time_point start = Clock::now();
    for (int round = 1; round <= count; ++round) {
        INFO("round " << round);
        const std::string database = arena.new_database();
        const auto outcomes = run_together(program, arena.direct(database), 2);
        require_all_zero(outcomes);
        REQUIRE(applications(outcomes, "applied f") == 3);
        drop(arena, database);
    }
    CHECK_FALSE(has_race_in_log(arena.log()));
    tell({"T10", "two servers boot at once", "both exit 0, each step applied once",
          "all exit 0, 3 steps applied 3 times a round", count, seconds_since(start) / count});
}

TEST_CASE("T11: ten servers on a fresh database all succeed, and the server's log tells of no race") {
    Arena arena;
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int count = rounds(5, 100);
    double longest = 0;
    for (int round = 1; round <= count; ++round) {
        INFO("round " << round);
        const std::string database = arena.new_database();
        const Clock::time_point start = Clock::now();
        const auto outcomes = run_together(program, arena.direct(database), 10);
        require_all_zero(outcomes);
        REQUIRE(applications(outcomes, "applied f") == 13);
        longest = std::max(longest, seconds_since(start));
        check_after_conditions(arena.direct(database), golden);
        drop(arena, database);
    }
    CHECK_FALSE(has_race_in_log(arena.log()));
    tell({"T11", "ten servers on a fresh database", "all exit 0; no 23505, 42P07, 42710, 40P01 in the server's log",
          "all exit 0, log without any of them", count, longest});
}

TEST_CASE("T12: fifty servers on a database with thirty connections all succeed") {
    migrator::cluster::EphemeralOptions options;
    options.max_connections = 30;
    Arena arena(options);
    const Program program = fault_chain("compute");
    const std::string golden = golden_of(program);
    const std::string database = arena.new_database();
    const Clock::time_point start = Clock::now();
    // All connections are taken until a server has been refused.
    std::vector<migrator::postgres::Session> occupants;
    for (int i = 0; i < options.max_connections; ++i)
        occupants.push_back(gestaloka::acceptance::connect(arena.direct("postgres")));
    const auto outcomes =
        run_together(program, arena.direct(database), 50, {"connect-timeout=60s", "lock-timeout=60s"}, [&] {
            REQUIRE(gestaloka::acceptance::eventually(
                [&] { return arena.log().find("too many clients") != std::string::npos; }));
            occupants.clear();
        });
    const double took = seconds_since(start);
    require_all_zero(outcomes);
    CHECK(applications(outcomes, "applied f") == 3);
    CHECK(applications(outcomes, "53300") > 0);
    CHECK(took < bound(30));
    CHECK_FALSE(has_race_in_log(arena.log()));
    check_after_conditions(arena.direct(database), golden);
    tell({"T12", "50 servers at once, max_connections=30", "all exit 0, exactly once, no deadlock, under 30 s",
          "all exit 0; " + std::to_string(applications(outcomes, "53300")) + " refusals (53300) were retried", 50,
          took});
}

TEST_CASE("boots with nothing to do are not held up by a migration that runs") {
    Arena& arena = shared_arena();
    const std::string database = arena.direct(arena.new_database());
    REQUIRE(run(fault_chain("sleep"), database, {"target=f001"}).code == 0);
    const Program idle = fault_chain("sleep");
    std::vector<double> before;
    for (int i = 0; i < 20; ++i) {
        const Clock::time_point start = Clock::now();
        REQUIRE(run(idle, database, {"target=f001"}).code == 0);
        before.push_back(seconds_since(start));
    }
    Process migration(fault_chain("sleep").on(database));
    REQUIRE(migration.wait_for_output("starting f002", patience));
    std::vector<double> during;
    for (int i = 0; i < 200; ++i) {
        const Clock::time_point start = Clock::now();
        const Outcome boot = run(idle, database, {"target=f001"});
        REQUIRE(boot.code == 0);
        REQUIRE_FALSE(boot.says("waiting for lock"));
        during.push_back(seconds_since(start));
    }
    migration.signal(SIGTERM);
    CHECK(finish(migration).code == 18);
    std::sort(before.begin(), before.end());
    std::sort(during.begin(), during.end());
    CHECK(during[100] < before[10] * 3 + 0.05);
    tell({"idle boots", "200 boots with nothing to do while a step runs",
          "no lock taken, none waits, boot time as without the step",
          "median " + std::to_string(static_cast<int>(during[100] * 1000)) + " ms, without the step " +
              std::to_string(static_cast<int>(before[10] * 1000)) + " ms",
          200, during.back()});
}
