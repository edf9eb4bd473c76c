// Who holds what, and for how long: T13 to T21.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "arena.hpp"
#include "migrator/postgres/migration_lock.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::eventually;
using gestaloka::test::Process;
using migrator::postgres::Session;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double unanswered = 1e9;

std::string query_that_runs(Session& session, const std::string& pattern) {
    return ask(session,
               "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND "
               "datname = current_database() AND query LIKE '" +
                   pattern + "'");
}

// The milliseconds at the end of each line that tells of progress.
std::vector<int> times_of_progress(const std::string& text) {
    std::vector<int> times;
    for (const std::string& line : gestaloka::acceptance::lines_of(text))
        if (line.starts_with("progress: ")) times.push_back(std::stoi(line.substr(line.rfind("after ") + 6)));
    return times;
}

// Twenty readers, or others, a second, each of its own connection, until the end; none waits for another.
class Readers {
 public:
    explicit Readers(const std::string& database, std::string sql = "SELECT count(*) FROM players",
                     const std::string& setting = {})
        : sql_(std::move(sql)) {
        constexpr int a_second = 20;
        for (int i = 0; i < a_second; ++i)
            threads_.emplace_back([this, database, setting, i] {
                auto session = gestaloka::acceptance::connect(database);
                if (!setting.empty()) must(session.run_script("SET " + setting));
                Clock::time_point next = Clock::now() + std::chrono::milliseconds(1000 / a_second * i);
                while (!is_over_) {
                    std::this_thread::sleep_until(next);
                    read(session);
                    next += std::chrono::seconds(1);
                }
            });
    }
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;
    ~Readers() { end(); }

    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return waits_.size();
    }
    // All waits in seconds, the shortest first.
    std::vector<double> end() {
        is_over_ = true;
        for (std::thread& thread : threads_)
            if (thread.joinable()) thread.join();
        std::sort(waits_.begin(), waits_.end());
        return waits_;
    }

 private:
    void read(Session& session) {
        const Clock::time_point start = Clock::now();
        const bool is_answered = session.run_script(sql_).has_value();
        const std::lock_guard lock(mutex_);
        waits_.push_back(is_answered ? seconds_since(start) : unanswered);
    }

    const std::string sql_;
    std::mutex mutex_;
    std::vector<double> waits_;
    std::atomic<bool> is_over_{false};
    std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("T2: a migrator that is killed inside the C++ of a step leaves nothing, and its lock is free at once") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("compute");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    Process process(program.on(database));
    REQUIRE(process.wait_for_output("computing", patience));
    const Clock::time_point start = Clock::now();
    process.signal(SIGKILL);
    finish(process);
    CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
    const double lock_free = seconds_since(start);
    CHECK(lock_free < bound(2));
    CHECK(ask(database, "SELECT count(*) FROM journal") == "0");
    require_golden(program, database, golden);
    tell({"T2", "kill -9 inside the C++ of a step", "lock gone within 2 s, step rolled back",
          "lock gone after " + std::to_string(static_cast<int>(lock_free * 1000)) + " ms, step rolled back", 1,
          seconds_since(start)});
}

TEST_CASE("T5: a statement that somebody cancels ends the run, without another attempt") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("sleep");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto session = gestaloka::acceptance::connect(database);
    Process process(program.on(database));
    REQUIRE(eventually([&] { return query_that_runs(session, "%pg_sleep(60)%") == "1"; }));
    const Clock::time_point start = Clock::now();
    ask(session,
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> "
        "pg_backend_pid()");
    const Outcome outcome = finish(process);
    INFO(outcome.text);
    CHECK(outcome.code == 11);
    CHECK(outcome.says("57014"));
    CHECK(outcome.says("revision f002: operation 1 of 1 (execute): statement 2: "));
    CHECK_FALSE(outcome.says("retrying"));
    CHECK(ask(database, "SELECT count(*) FROM journal") == "0");
    CHECK(applied(database) == "f001 applied");
    CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
    end_cause(database);
    require_golden(program, database, golden);
    tell({"T5", "pg_cancel_backend during a step", "57014, rolled back, no retry, exit 11 with the step",
          "exit 11, 57014, nothing applied", 1, seconds_since(start)});
}

TEST_CASE("T13: the lock of a migrator that was killed in a long statement is free within seconds") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("sleep");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto session = gestaloka::acceptance::connect(database);
    Process holder(program.on(database));
    REQUIRE(eventually([&] { return query_that_runs(session, "%pg_sleep(60)%") == "1"; }));
    Process waiter(program.on(database));
    REQUIRE(waiter.wait_for_output("waiting for lock", patience));
    const Clock::time_point start = Clock::now();
    holder.signal(SIGKILL);
    REQUIRE(waiter.wait_for_output("starting f002", patience));
    const double taken_over = seconds_since(start);
    CHECK(taken_over < bound(3));
    waiter.signal(SIGTERM);
    CHECK(finish(waiter).code == 18);
    end_cause(database);
    require_golden(program, database, golden);
    tell({"T13", "kill -9 the lock holder in a 60 s statement", "a waiter has the lock within 3 s, runs the step",
          "after " + std::to_string(static_cast<int>(taken_over * 1000)) + " ms", 1, taken_over});
}

TEST_CASE("T14: a migrator that is stopped loses its lock, and does nothing when it wakes up") {
    Arena arena;
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    double longest = 0;
    int runs = 0;
    for (const int n : {12, 30, 45, 60, 75}) {
        INFO("stopped after message " << n);
        const std::string database = arena.new_database();
        std::atomic<pid_t> pid{0};
        arena.proxy.arm({}, [&](const FrontendMessage& message) {
            while (pid == 0)
                std::this_thread::yield();
            if (message.number == n) ::kill(pid, SIGSTOP);
        });
        Process frozen(program.on(arena.proxied(database), {"idle-timeout=1s"}));
        pid = frozen.pid();
        REQUIRE(eventually([&] { return arena.proxy.messages() >= n; }));
        const Clock::time_point start = Clock::now();
        Process waiting(program.on(arena.direct(database), {"idle-timeout=1s"}));
        REQUIRE(waiting.wait_for_output("starting f", patience));
        const double taken_over = seconds_since(start);
        CHECK(taken_over < bound(2));
        longest = std::max(longest, taken_over);
        const Outcome waiter = finish(waiting);
        INFO(waiter.text);
        CHECK(waiter.code == 0);
        check_after_conditions(arena.direct(database), golden);
        ::kill(frozen.pid(), SIGCONT);
        const Outcome woken = finish(frozen);
        INFO(woken.text);
        // Its session is gone: it connects again, and finds that another one has gone on.
        CHECK(woken.code == 18);
        CHECK(woken.says("connection lost"));
        CHECK(woken.says("the migration lock was lost"));
        CHECK(woken.count("applied f") + waiter.count("applied f") == 13);
        check_after_conditions(arena.direct(database), golden);
        ++runs;
    }
    tell({"T14", "SIGSTOP the lock holder between two statements",
          "a waiter takes over within the idle timeout (here "
          "1 s); the stopped one applies nothing when it wakes up, exit 18",
          "taken over; the woken one applied nothing more, told that its lock was lost and ended with 18", runs,
          longest});
}

TEST_CASE("T15: a waiter ends at its deadline and names the holder and who blocks that one") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("alter");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto third = gestaloka::acceptance::connect(database, "third party");
    must(third.run_script("BEGIN; LOCK players IN ACCESS SHARE MODE"));
    Process holder(program.on(database, {"lock-attempt=60s", "lock-timeout=60s"}));
    auto session = gestaloka::acceptance::connect(database);
    REQUIRE(eventually([&] {
        return ask(session, "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'players'::regclass") ==
               "1";
    }));
    Process waiting(program.on(database, {"lock-timeout=2s"}));
    REQUIRE(waiting.wait_for_output("waiting for lock", patience));
    const Clock::time_point start = Clock::now();
    const Outcome waiter = finish(waiting);
    const double took = seconds_since(start);
    INFO(waiter.text);
    CHECK(waiter.code == 12);
    CHECK(took > 1.8);
    CHECK(took < bound(2.2));
    const std::string pid = ask(session,
                                "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
                                "(SELECT oid FROM pg_database WHERE datname = current_database())");
    CHECK(waiter.says("pid " + pid + " \"fault_chain 1 "));
    CHECK(waiter.says(" f002\" (active for "));
    CHECK(waiter.says("itself blocked by " + std::to_string(third.backend_pid())));
    CHECK(applied(database) == "f001 applied");
    holder.signal(SIGTERM);
    CHECK(finish(holder).code == 18);
    must(third.run_script("COMMIT"));
    require_golden(program, database, golden);
    tell({"T15", "the lock holder is blocked for ever by a third session",
          "exit 12 at the deadline, naming holder and blocker; database unchanged", "exit 12, both named", 1, took});
}

TEST_CASE("T16: a step that gives the migration lock away is rolled back") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("unlock");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    const Outcome outcome = run(program, database);
    INFO(outcome.text);
    CHECK(outcome.code == 18);
    CHECK(outcome.says("the migration lock was lost"));
    CHECK(applied(database) == "f001 applied");
    end_cause(database);
    require_golden(program, database, golden);
}

TEST_CASE("T16: while a step's lock is gone a second migrator applies nothing beside it") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("unlock-wait");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto holder = gestaloka::acceptance::connect(database);
    must(holder.run_script("BEGIN; LOCK players"));
    auto session = gestaloka::acceptance::connect(database);
    const Clock::time_point start = Clock::now();
    Process first(program.on(database, {"lock-attempt=60s"}));
    REQUIRE(eventually([&] {
        return ask(session, "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'players'::regclass") ==
               "1";
    }));
    CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
    end_cause(database);
    Process second(program.on(database, {"lock-attempt=200ms"}));
    // It has the lock, and the first one's uncommitted claim stops it.
    REQUIRE(second.wait_for_output("retrying f002", patience));
    CHECK(applied(database) == "f001 applied");
    must(holder.run_script("COMMIT"));
    const Outcome fenced = finish(first);
    INFO(fenced.text);
    CHECK(fenced.code == 18);
    CHECK(fenced.says("the migration lock was lost"));
    CHECK_FALSE(fenced.says("applied f002"));
    const Outcome outcome = finish(second);
    INFO(outcome.text);
    CHECK(outcome.code == 0);
    CHECK(outcome.count("applied f") == 2);
    check_after_conditions(database, golden);
    require_golden(program, database, golden);
    tell({"T16", "a step calls pg_advisory_unlock_all(), DISCARD ALL; a second migrator starts while the lock is gone",
          "found before COMMIT, rolled back, lock lost told; the second applies nothing beside it",
          "exit 18 (lock_lost), rolled back; the second was stopped by the claimed row", 3, seconds_since(start)});
}

TEST_CASE(
    "T16: DISCARD ALL outside a transaction loses the lock, and what the next one finishes is not recorded twice") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("discard");
    std::string golden;
    {
        const std::string database = prepared(arena, program);
        end_cause(database);
        const Outcome alone = run(program, database);
        INFO(alone.text);
        CHECK(alone.code == 18);
        CHECK(alone.says("the migration lock was lost"));
        CHECK(applied(database) == "f001 applied, f002 running");
        CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
        REQUIRE(run(program, database).code == 0);
        golden = golden_digest(database);
    }
    const std::string database = prepared(arena, program);
    auto session = gestaloka::acceptance::connect(database);
    Process first(program.on(database));
    REQUIRE(eventually([&] { return query_that_runs(session, "%pg_sleep(3)%") == "1"; }));
    REQUIRE(eventually([&] { return ask(session, "SELECT count(*) FROM journal") == "1"; }));
    end_cause(database);
    const Outcome second = run(program, database);
    INFO(second.text);
    CHECK(second.code == 0);
    CHECK(second.count("applied f") == 2);
    CHECK(applied(database) == "f001 applied, f002 applied, f003 applied");
    const std::string rows = ask(session, "SELECT * FROM migrator.history ORDER BY sequence");
    const Outcome fenced = finish(first);
    INFO(fenced.text);
    CHECK(fenced.code == 18);
    CHECK(fenced.says("the migration lock was lost"));
    CHECK_FALSE(fenced.says("applied f"));
    CHECK(ask(session, "SELECT * FROM migrator.history ORDER BY sequence") == rows);
    require_golden(program, database, golden);
}

TEST_CASE("T17: a concurrent index build among waiting servers never deadlocks") {
    Arena arena;
    const Program program = fault_chain("index");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    // An old snapshot keeps the build until the waiters have waited longer than deadlock_timeout.
    auto reader = gestaloka::acceptance::connect(database);
    must(reader.run_script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM players"));
    const Clock::time_point start = Clock::now();
    std::vector<std::unique_ptr<Process>> servers;
    for (int i = 0; i < 10; ++i)
        servers.push_back(std::make_unique<Process>(program.on(database)));
    auto session = gestaloka::acceptance::connect(arena.direct("postgres"));
    REQUIRE(eventually([&] {
        return ask(session,
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND "
                   "wait_event_type = 'Lock' AND query_start < now() - interval '1500 ms'") == "1";
    }));
    must(reader.run_script("ROLLBACK"));
    for (const auto& server : servers) {
        const Outcome outcome = finish(*server);
        INFO(outcome.text);
        CHECK(outcome.code == 0);
    }
    const double took = seconds_since(start);
    CHECK(arena.log().find("deadlock detected") == std::string::npos);
    check_after_conditions(database, golden);
    tell({"T17", "concurrent index build with 9 servers waiting longer than deadlock_timeout",
          "no deadlock, index valid, all exit 0", "no 40P01, all 10 exit 0", 1, took});
}

TEST_CASE("T18: an INVALID index that a build left behind is found and built again") {
    Arena arena;
    const Program program = fault_chain("index");
    const std::string golden = golden_of(program);
    double longest = 0;
    int runs = 0;
    for (const std::string how : {"kill", "cancel", "terminate", "time-out"}) {
        INFO(how);
        const std::string database = prepared(arena, program);
        auto reader = gestaloka::acceptance::connect(database);
        must(reader.run_script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM players"));
        Process process(program.on(database, {"lock-attempt=100ms", how == "time-out" ? "lock-timeout=2s" : ""}));
        auto session = gestaloka::acceptance::connect(database);
        const auto builds = [&](const std::string& condition) {
            return ask(session,
                       "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND "
                       "datname = current_database() AND " +
                           condition);
        };
        const auto invalid = [&] { return ask(session, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"); };
        REQUIRE(eventually([&] { return invalid() == "1" && builds("wait_event_type = 'Lock'") == "1"; }));
        const Clock::time_point start = Clock::now();
        if (how == "kill") process.signal(SIGKILL);
        const std::string function = how == "cancel" ? "pg_cancel_backend" : "pg_terminate_backend";
        if (how == "cancel" || how == "terminate")
            ask(session, "SELECT " + function + "(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%'");
        if (how == "terminate") {
            // Reconnected, it removes the index and builds it again in the same run.
            REQUIRE(process.wait_for_output("connection lost", patience));
            must(reader.run_script("ROLLBACK"));
        }
        const Outcome outcome = finish(process);
        INFO(outcome.text);
        CHECK(outcome.signal == (how == "kill" ? SIGKILL : 0));
        if (how == "cancel") CHECK((outcome.code == 11 && outcome.says("57014")));
        if (how == "terminate") CHECK((outcome.code == 0 && outcome.says("57P01")));
        if (how == "time-out") CHECK((outcome.code == 12 && outcome.says("55P03")));
        if (how != "terminate") {
            REQUIRE(eventually([&] { return builds("state = 'active'") == "0"; }));
            CHECK(invalid() == "1");
            CHECK(applied(database) == "f001 applied, f002 running");
            must(reader.run_script("ROLLBACK"));
        }
        require_golden(program, database, golden);
        CHECK(ask(session, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_players'::regclass") == "t");
        longest = std::max(longest, seconds_since(start));
        ++runs;
    }
    {
        const Program unique = fault_chain("unique-index");
        const std::string database = prepared(arena, unique);
        gestaloka::acceptance::run_sql(database, "INSERT INTO players VALUES (1), (1)");
        const Outcome refused = run(unique, database);
        INFO(refused.text);
        CHECK((refused.code == 11 && refused.says("23505")));
        gestaloka::acceptance::run_sql(database, "DELETE FROM players");
        require_golden(unique, database, golden_of(unique));
        ++runs;
    }
    tell({"T18", "kill -9, cancel, terminate or time out a concurrent build, or rows that are not unique",
          "found, dropped concurrently, built again, valid before it is recorded",
          "terminated: valid in the same run; else exit 11 or 12, valid after the next boot", runs, longest});
}

TEST_CASE("T19: a build that waits for an old snapshot names its holder, and keeps nobody else out") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("index");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto reader = gestaloka::acceptance::connect(database, "old reader");
    must(reader.run_script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM players"));
    const Clock::time_point start = Clock::now();
    Process process(program.on(database, {"lock-timeout=7s"}));
    REQUIRE(process.wait_for_output("progress: ", patience));
    Outcome outcome;
    std::size_t statements = 0;
    {
        // Whoever has to wait for a lock is refused.
        const std::string no_wait = "lock_timeout = '100ms'";
        Readers readers(database, "SELECT count(*) FROM players", no_wait);
        Readers writers(database, "INSERT INTO players VALUES (-1); DELETE FROM players WHERE id = -1", no_wait);
        outcome = finish(process);
        for (Readers* const players : {&readers, &writers}) {
            const std::vector<double> waits = players->end();
            CHECK(waits.size() >= 40);
            CHECK(waits.back() < unanswered);
            statements += waits.size();
        }
    }
    INFO(outcome.text);
    CHECK(outcome.code == 12);
    CHECK(seconds_since(start) > 6.5);
    CHECK(seconds_since(start) < bound(12));
    REQUIRE(outcome.count("progress: ") == 2);
    const std::vector<int> told = times_of_progress(outcome.text);
    // It is looked each second; every fifth is told.
    CHECK(told[1] - told[0] >= 5000);
    CHECK(told[1] - told[0] < bound(6) * 1000);
    const std::string whom =
        "waiting for pid " + std::to_string(reader.backend_pid()) + " \"old reader\" (idle in transaction for ";
    CHECK(outcome.count(whom) == 2);
    CHECK(outcome.count("): BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM players, after ") == 2);
    must(reader.run_script("ROLLBACK"));
    const Clock::time_point freed = Clock::now();
    require_golden(program, database, golden);
    tell({"T19", "an old snapshot during a concurrent build",
          "blocker named every 5 s, exit 12 at the budget, nobody "
          "else blocked",
          "named, exit 12 after 7 s; " + std::to_string(statements) + " statements of readers and writers went on", 1,
          seconds_since(freed)});
}

TEST_CASE("T20: while a step waits for a table its readers wait no longer than one lock attempt") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("alter");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto holder = gestaloka::acceptance::connect(database);
    must(holder.run_script("BEGIN; SELECT count(*) FROM players"));
    Process process(program.on(database, {"lock-attempt=300ms"}));
    REQUIRE(process.wait_for_output("retrying f002", patience));
    Readers readers(database);
    REQUIRE(eventually([&] { return readers.count() >= 200; }));
    const std::vector<double> waits = readers.end();
    const Clock::time_point freed = Clock::now();
    must(holder.run_script("COMMIT"));
    const Outcome outcome = finish(process);
    const double after = seconds_since(freed);
    INFO(outcome.text);
    CHECK(outcome.code == 0);
    CHECK(after < bound(2));
    const double percentile_99 = waits[waits.size() * 99 / 100 - 1];
    CHECK(percentile_99 <= bound(0.3 + 0.05));
    // Others did wait behind the step.
    CHECK(percentile_99 > 0.1);
    CHECK(outcome.count("retrying f002") >= 2);
    check_after_conditions(database, golden);
    tell({"T20", "a long SELECT, an ALTER behind it, and twenty readers a second",
          "99 of 100 readers wait at most one lock attempt (here 300 ms) and 50 ms; done within 2 s after the SELECT",
          "99 of 100 waited at most " + std::to_string(static_cast<int>(percentile_99 * 1000)) + " ms, the longest " +
              std::to_string(static_cast<int>(waits.back() * 1000)) + " ms",
          static_cast<int>(waits.size()), after});
}

TEST_CASE("T21: a table that is never given back ends the run at its budget, with the blockers listed") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("alter");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    // Older ones that are in nobody's way.
    std::vector<Session> bystanders;
    for (int i = 0; i < 6; ++i) {
        bystanders.push_back(gestaloka::acceptance::connect(database, "bystander"));
        must(bystanders.back().run_script("BEGIN; SELECT count(*) FROM journal"));
    }
    auto holder = gestaloka::acceptance::connect(database, "long query");
    must(holder.run_script("BEGIN; SELECT count(*) FROM players"));
    const Clock::time_point start = Clock::now();
    const Outcome outcome = run(program, database, {"lock-attempt=300ms", "lock-timeout=1s"});
    INFO(outcome.text);
    CHECK(outcome.code == 12);
    CHECK(seconds_since(start) > 0.9);
    CHECK(seconds_since(start) < bound(2));
    const std::string pid = std::to_string(holder.backend_pid());
    CHECK(outcome.says("detail: blocked by:\n    pid " + pid + " \"long query\" (idle in transaction for "));
    CHECK(outcome.says("then run again: SELECT pg_terminate_backend(" + pid + ")\n"));
    CHECK(outcome.says("(55P03); blocked by: pid " + pid + " \"long query\""));
    CHECK_FALSE(outcome.says("bystander"));
    CHECK(applied(database) == "f001 applied");
    must(holder.run_script("COMMIT"));
    require_golden(program, database, golden);
    tell({"T21", "as T20, but the SELECT never ends, among six older transactions that block nothing",
          "exit 12 at the budget, blockers listed, nothing changed", "exit 12, the blocker named, and nobody else", 1,
          seconds_since(start)});
}

TEST_CASE("T21: a prepared transaction in the way is named, with the statement that ends it") {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"max_prepared_transactions=5"};
    Arena arena(options);
    const Program program = fault_chain("alter");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    auto session = gestaloka::acceptance::connect(database);
    const auto prepare = [&](const std::string& sql, const std::string& id) {
        must(session.run_script("BEGIN; " + sql + "; PREPARE TRANSACTION " + id));
    };
    prepare("LOCK journal", "'bystander'");
    const Clock::time_point start = Clock::now();
    {
        prepare("SELECT count(*) FROM players", "'pay''s out'");
        Process migrating(program.on(database, {"lock-attempt=3s", "lock-timeout=3s"}));
        REQUIRE(eventually([&] {
            return ask(session, "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'players'::regclass") ==
                   "1";
        }));
        const Outcome waiter = run(program, database, {"lock-timeout=500ms"});
        INFO(waiter.text);
        CHECK(waiter.code == 12);
        CHECK(waiter.says("itself blocked by prepared transaction 'pay''s out')"));
        const Outcome outcome = finish(migrating);
        INFO(outcome.text);
        CHECK(outcome.code == 12);
        CHECK(outcome.says("detail: blocked by:\n    prepared transaction 'pay''s out' (prepared "));
        CHECK(outcome.says("then run again: ROLLBACK PREPARED 'pay''s out'\n"));
        CHECK_FALSE(outcome.says("bystander"));
        must(session.run_script("ROLLBACK PREPARED 'pay''s out'"));
    }
    {
        const auto key = migrator::postgres::migration_lock_key("migrator", "history");
        prepare("SELECT pg_advisory_xact_lock(" + std::to_string(key.number) + ")", "'the lock'");
        const Outcome outcome = run(program, database, {"lock-timeout=300ms"});
        INFO(outcome.text);
        CHECK(outcome.code == 12);
        CHECK(outcome.says("waiting for lock: prepared transaction 'the lock'"));
        CHECK(outcome.says("still holds the migration lock: prepared transaction 'the lock' (prepared "));
        CHECK(outcome.says("or end it: ROLLBACK PREPARED 'the lock'\n"));
        must(session.run_script("ROLLBACK PREPARED 'the lock'"));
    }
    CHECK(applied(database) == "f001 applied");
    must(session.run_script("ROLLBACK PREPARED 'bystander'"));
    require_golden(program, database, golden);
    tell({"T21", "a prepared transaction on the table, or with the migration lock",
          "exit 12, the transaction named with ROLLBACK PREPARED", "exit 12, named", 3, seconds_since(start)});
}
