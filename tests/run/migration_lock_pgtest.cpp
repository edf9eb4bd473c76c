// One migrator at a time changes a database; the others wait with an end, and know for whom.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

const Revision make = {.message = "Make", .upgrade = [](Operations& op) { op.create_table("made", {}); }};
const Revisions chain = {{"a", "a.cpp", &make}};
const postgres::LockKey key = postgres::migration_lock_key("migrator", "history");

struct Waiting : Observer {
    void waiting_for_lock(const postgres::OtherSession& holder, milliseconds) override {
        holders.push_back(holder.pid);
        description = holder.describe();
        if (act) act();
    }
    std::vector<int> holders;
    std::string description;
    std::function<void()> act;
};

}  // namespace

TEST_CASE("a waiting migrator names the holder and goes on when the lock is free") {
    Bench bench;
    Session holder = bench.database.connect();
    REQUIRE(must(postgres::try_lock(holder, key)));
    Waiting waiting;
    waiting.act = [&] { must(postgres::unlock(holder, key)); };
    must(bench.upgrade(chain, waiting));
    CHECK(waiting.holders == std::vector<int>{holder.backend_pid()});
    CHECK(waiting.description.find("pid " + std::to_string(holder.backend_pid()) + " \"test\" (idle for ") == 0);
    CHECK(bench.history() == "a applied");
    CHECK(bench.is_settled());
}

TEST_CASE("a lock that is not given back ends the wait at its deadline, with the holder and who blocks it") {
    Bench bench;
    bench.execute("CREATE TABLE busy ()");
    Session third = bench.database.connect();
    must(third.run_script("BEGIN; LOCK busy"));
    Session holder = bench.database.connect();
    REQUIRE(must(postgres::try_lock(holder, key)));
    std::thread blocked([&] { [[maybe_unused]] const auto locked = holder.run_script("BEGIN; LOCK busy"); });
    CHECK(eventually([&] { return bench.ask("SELECT count(*) FROM pg_locks WHERE NOT granted") == "1"; }));
    bench.options.lock_timeout = milliseconds(300);
    const auto start = Clock::now();
    const Error error = error_of(bench.upgrade(chain));
    const auto took = Clock::now() - start;
    CHECK(took >= milliseconds(300));
    CHECK(took < milliseconds(5000));
    CHECK(error.kind() == ErrorKind::lock_timeout);
    CHECK(exit_code(error.kind()) == 12);
    CHECK(summary(error).find("pid " + std::to_string(holder.backend_pid())) != std::string::npos);
    CHECK(summary(error).find("(active for ") != std::string::npos);
    CHECK(summary(error).find("itself blocked by " + std::to_string(third.backend_pid())) != std::string::npos);
    CHECK(error.details().hint.find("pg_terminate_backend(" + std::to_string(holder.backend_pid()) + ")") !=
          std::string::npos);
    CHECK(bench.history() == "none");
    must(third.run_script("ROLLBACK"));
    blocked.join();
}

TEST_CASE("what another migrator did meanwhile is not done again") {
    Bench bench;
    Session holder = bench.database.connect();
    REQUIRE(must(postgres::try_lock(holder, key)));
    Bench* const shared = &bench;
    Waiting waiting;
    waiting.act = [&] {
        // The holder migrates, as seen from the waiting one, then gives the lock back.
        RunOptions options = shared->options;
        RunReport report;
        Observer quiet;
        must(postgres::unlock(holder, key));
        must(upgrade(options, must(Registry::create(chain)), "head", quiet, report));
        CHECK(report.steps.size() == 1);
    };
    must(bench.upgrade(chain, waiting));
    CHECK(bench.report.steps.empty());
    CHECK(bench.report.applied_count == 1);
    CHECK(bench.ask("SELECT count(*) FROM migrator.history") == "1");
}

TEST_CASE("a stop while waiting for the lock is followed at once") {
    Bench bench;
    Session holder = bench.database.connect();
    REQUIRE(must(postgres::try_lock(holder, key)));
    Interrupt interrupt;
    bench.options.interrupt = &interrupt;
    Clock::time_point requested;
    Waiting waiting;
    waiting.act = [&] {
        requested = Clock::now();
        interrupt.request();
    };
    const Error error = error_of(bench.upgrade(chain, waiting));
    CHECK(error.kind() == ErrorKind::interrupted);
    CHECK(exit_code(error.kind()) == 18);
    CHECK(Clock::now() - requested < milliseconds(1000));
    CHECK(bench.history() == "none");
}

TEST_CASE("a migrator of another history does not wait") {
    Bench bench;
    Session holder = bench.database.connect();
    REQUIRE(must(postgres::try_lock(holder, key)));
    bench.options.history.name = ObjectName("other", "history");
    Waiting waiting;
    must(bench.upgrade(chain, waiting));
    CHECK(waiting.holders.empty());
}

TEST_CASE("while a step runs, pg_stat_activity tells who migrates and which step") {
    static const Revision look = {.message = "m", .upgrade = [](Operations& op) {
                                      op.execute(
                                          "CREATE TABLE seen AS SELECT application_name FROM pg_stat_activity "
                                          "WHERE pid = pg_backend_pid()");
                                  }};
    Bench bench;
    must(bench.upgrade({{"abc123", "a.cpp", &look}}));
    const std::string name = bench.ask("SELECT application_name FROM seen");
    CHECK(name.find("run_test 1.2.3 ") == 0);
    CHECK(name.substr(name.size() - 7) == " abc123");
}
