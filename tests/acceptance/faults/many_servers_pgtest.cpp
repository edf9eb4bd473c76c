// Many servers at once: T10, T11, T12, and boots with nothing to do beside a migration.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <functional>
#include <memory>
#include <utility>

#include "arena.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::Server;
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

// By the words for 23505, 42P07, 42710 and 40P01: the numbers are not logged, and some process has each as its own.
bool has_race_in_log(const std::string& log) {
    for (const char* words : {"duplicate key", "already exists", "deadlock"})
        if (log.find(words) != std::string::npos) return true;
    return false;
}

// What the server has logged since it was looked at last.
class NewLog {
 public:
    explicit NewLog(Arena& arena) : arena_(arena), seen_(arena.log().size()) {}
    std::string take() {
        const std::string log = arena_.log();
        return log.substr(std::exchange(seen_, log.size()));
    }

 private:
    Arena& arena_;
    std::size_t seen_;
};

void drop(Arena& arena, const std::string& database) {
    gestaloka::acceptance::run_sql(arena.direct("postgres"), "DROP DATABASE " + database + " WITH (FORCE)");
}

// Waits until all others have left, and their figures with them.
bool has_no_session(const std::string& database) {
    auto session = gestaloka::acceptance::connect(database);
    return gestaloka::acceptance::eventually([&] {
        return ask(session,
                   "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                   "pid <> pg_backend_pid()") == "0";
    });
}

// Rows that all that ever ran has inserted, changed and deleted, the catalogs' and what was rolled back with them.
std::string written_rows(const std::string& database) {
    return ask(database, R"sql(SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del)
FROM pg_stat_all_tables AS s JOIN pg_class AS c ON c.oid = s.relid
WHERE NOT c.relisshared)sql");
}

}  // namespace

TEST_CASE("T10: of two servers that boot at once one applies all steps, the other writes nothing, and both succeed") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("short");
    const std::string golden = golden_of(program);
    const std::string alone = arena.new_database();
    require_all_zero({run(program, arena.direct(alone))});
    REQUIRE(has_no_session(arena.direct(alone)));
    const std::string written_alone = written_rows(arena.direct(alone));
    const int count = rounds(60, 1000);
    NewLog log(arena);
    double longest = 0;
    for (int round = 1; round <= count; ++round) {
        INFO("round " << round);
        const std::string name = arena.new_database();
        const std::string database = arena.direct(name);
        const Clock::time_point start = Clock::now();
        const auto outcomes = run_together(program, database, 2);
        longest = std::max(longest, seconds_since(start));
        require_all_zero(outcomes);
        REQUIRE(applications(outcomes, "applied f") == 3);
        REQUIRE(applications({outcomes[0]}, "applied f") % 3 == 0);
        REQUIRE(has_no_session(database));
        CHECK(written_rows(database) == written_alone);
        check_after_conditions(database, golden);
        // An insert that was rolled back would have taken a number too.
        CHECK(ask(database, "SELECT count(*), max(sequence), count(DISTINCT client_pid) FROM migrator.history") ==
              "3|3|1");
        drop(arena, name);
    }
    CHECK_FALSE(has_race_in_log(log.take()));
    tell({"T10", "two servers boot at once", "both exit 0, each step applied once, the loser writes nothing",
          "all exit 0, 3 steps applied once by one of them, as many rows written as by one alone", count, longest});
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
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const std::string database = arena.new_database();
    const Clock::time_point start = Clock::now();
    // All connections are taken until a server has been refused.
    std::vector<migrator::postgres::Session> occupants;
    for (int i = 0; i < options.max_connections; ++i)
        occupants.push_back(gestaloka::acceptance::connect(arena.direct("postgres")));
    const auto outcomes = run_together(program, arena.direct(database), 50, {}, [&] {
        REQUIRE(gestaloka::acceptance::eventually(
            [&] { return arena.log().find("too many clients") != std::string::npos; }));
        occupants.clear();
    });
    const double took = seconds_since(start);
    require_all_zero(outcomes);
    CHECK(applications(outcomes, "applied f") == 13);
    CHECK(applications(outcomes, "53300") > 0);
    CHECK(took < bound(30));
    CHECK_FALSE(has_race_in_log(arena.log()));
    check_after_conditions(arena.direct(database), golden);
    tell({"T12", "50 servers at once, max_connections=30, 13 steps",
          "all exit 0, exactly once, no deadlock, under 30 s",
          "all exit 0; " + std::to_string(applications(outcomes, "53300")) + " refusals (53300) were retried", 50,
          took});
}

namespace {

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string milliseconds(double seconds) {
    return std::to_string(static_cast<int>(seconds * 1000)) + " ms";
}

void tell_idle_boots(const std::string& program, const std::vector<double>& before, const std::vector<double>& during) {
    tell(
        {"idle boots",
         "boots with nothing to do, of the fixture chain while a step runs, of the game server, ten at a time, while a "
         "newer one migrates",
         "no lock taken, nothing written, none waits, boot time as without the step",
         program + ": median " + milliseconds(median(during)) + ", without the step " + milliseconds(median(before)),
         static_cast<int>(during.size()), *std::max_element(during.begin(), during.end())});
}

// No boot may lock or write: each statement of the server's log is one that only looks.
void check_only_read(const std::string& log, int boots) {
    const auto count = [&](const char* part) {
        return static_cast<int>(gestaloka::acceptance::occurrences(log, part));
    };
    CHECK(count("migrator.history") + count("\"migrator\".\"history\"") >= boots);
    for (const char* const part : {"advisory", "LOCK", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER"})
        CHECK(count(part) == 0);
}

}  // namespace

TEST_CASE("idle boots: with nothing to do, while a migration runs, none waits, locks or writes") {
    Arena& arena = shared_arena();
    const std::string name = arena.new_database();
    const std::string database = arena.direct(name);
    REQUIRE(run(fault_chain("sleep"), database, {"target=f001"}).code == 0);
    const Program idle = fault_chain("sleep");
    const auto boot = [&] {
        const Clock::time_point start = Clock::now();
        const Outcome outcome = run(idle, database, {"target=f001"});
        REQUIRE(outcome.code == 0);
        REQUIRE_FALSE(outcome.says("waiting for lock"));
        return seconds_since(start);
    };
    std::vector<double> before;
    for (int i = 0; i < 20; ++i)
        before.push_back(boot());
    Process migration(fault_chain("sleep").on(database));
    REQUIRE(migration.wait_for_output("starting f002", patience));
    gestaloka::acceptance::run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " SET log_statement = 'all'");
    NewLog log(arena);
    std::vector<double> during;
    const int boots = 200;
    for (int i = 0; i < boots; ++i)
        during.push_back(boot());
    check_only_read(log.take(), boots);
    migration.signal(SIGTERM);
    CHECK(finish(migration).code == 18);
    CHECK(median(during) < median(before) * 3 + 0.05);
    tell_idle_boots("fixture chain", before, during);
}

namespace {

// Boots of the game server that begin together and end when all serve. Returns the seconds until each served.
std::vector<double> serve_together(const std::string& database, int count) {
    const Clock::time_point start = Clock::now();
    std::vector<std::unique_ptr<Server>> servers;
    for (int i = 0; i < count; ++i)
        servers.push_back(std::make_unique<Server>(gestaloka::acceptance::Arguments{"--database", database}));
    std::vector<double> took;
    for (const auto& server : servers) {
        REQUIRE(server->wait_until_ready());
        took.push_back(seconds_since(start));
    }
    for (const auto& server : servers) {
        CHECK(server->get("/api/v1/characters").status == 401);
        server->process().signal(SIGTERM);
    }
    for (const auto& server : servers) {
        const auto end = server->finish();
        INFO(end.err);
        CHECK(end.code == 0);
        CHECK_FALSE(end.says("migration lock"));
    }
    return took;
}

std::vector<double> serve_in_batches(const std::string& database, int batches) {
    constexpr int at_once = 10;
    std::vector<double> took;
    for (int i = 0; i < batches; ++i)
        for (const double seconds : serve_together(database, at_once))
            took.push_back(seconds);
    return took;
}

// Each statement, and each wait for a lock of more than 50 ms, of the sessions that begin from now on.
void log_all_of(Arena& arena, const std::string& name) {
    for (const char* const setting : {"log_statement = 'all'", "log_lock_waits = on", "deadlock_timeout = '50ms'"})
        gestaloka::acceptance::run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " SET " + setting);
}

// "17|t": the sessions that hold or want an advisory lock, and whether they have it.
std::string advisory_locks(Arena& arena) {
    return ask(arena.direct("postgres"), "SELECT pid, granted FROM pg_locks WHERE locktype = 'advisory'");
}

}  // namespace

TEST_CASE("idle boots: two hundred game servers serve at once, while a newer one migrates") {
    migrator::cluster::EphemeralOptions options;
    options.max_connections = 100;
    Arena arena(options);
    const std::string name = arena.new_database();
    const std::string database = arena.direct(name);
    REQUIRE(run(game_server(), database).code == 0);
    const std::vector<double> before = serve_in_batches(database, rounds(5, 5));
    Process migration(fault_chain("game-next").on(database));
    REQUIRE(migration.wait_for_output("starting f001", patience));
    const std::string holder = advisory_locks(arena);
    REQUIRE(holder.ends_with("|t"));
    log_all_of(arena, name);
    NewLog log(arena);
    const std::vector<double> during = serve_in_batches(database, rounds(20, 20));
    const std::string logged = log.take();
    check_only_read(logged, static_cast<int>(during.size()));
    CHECK(logged.find("still waiting for") == std::string::npos);
    // It has held the lock and worked all the while: only now it may end.
    CHECK(advisory_locks(arena) == holder);
    CHECK(ask(database, "SELECT to_regclass('from_the_future') IS NULL") == "t");
    gestaloka::acceptance::run_sql(database, "CREATE TABLE may_end AS SELECT clock_timestamp() AS at");
    const Outcome migrated = finish(migration);
    INFO(migrated.text);
    CHECK(migrated.code == 0);
    CHECK(migrated.says("applied f001"));
    CHECK(ask(database, "SELECT max(done.at) > max(may_end.at) FROM from_the_future AS done, may_end") == "t");
    CHECK(median(during) < median(before) * 3 + 0.05);
    tell_idle_boots("game server", before, during);
}
