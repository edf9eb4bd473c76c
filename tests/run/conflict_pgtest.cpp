// A step that meets other sessions is tried again from scratch, as long as that can help.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "fixture.hpp"
#include "tests/support/fault_results.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;
using std::chrono::milliseconds;

namespace {

std::atomic<int> calls{0};
std::atomic<bool> holds_first{false};
Session* witness = nullptr;

// Locks `first`, waits until the other session wants it too, then locks `second`, which the other session holds.
Result<void> cross_locks(Session& session) {
    const bool is_first = ++calls == 1;
    auto locked = session.run_script("LOCK first; INSERT INTO journal DEFAULT VALUES");
    if (!locked.has_value()) return failure(std::move(locked).assume_error());
    holds_first = true;
    if (is_first && witness != nullptr)
        eventually([] {
            return ask(*witness, "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'first'::regclass") !=
                   "0";
        });
    locked = session.run_script("LOCK second");
    if (!locked.has_value()) return failure(std::move(locked).assume_error());
    return success();
}

const Revision crossing = {.message = "Cross", .upgrade = [](Operations& op) { op.run("cross locks", cross_locks); }};

const Revision serialization = {.message = "Conflict", .upgrade = [](Operations& op) {
                                    op.execute(R"sql(PREPARE leftover AS SELECT 1;
CREATE TEMP TABLE temporary_leftover ();
DO $$
BEGIN
    IF nextval('tries') < (SELECT last_try FROM patience) THEN
        RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
    END IF;
END $$)sql");
                                }};

const Revision alter_users = {.message = "Alter", .upgrade = [](Operations& op) {
                                  op.create_table("made", {});
                                  op.add_column("users", column("mp", integer()));
                              }};

struct Retries : Observer {
    void step_retrying(const PlannedStep&, const Error& error, int attempt) override {
        attempts.push_back(attempt);
        last = error.details().sqlstate;
        if (attempt == act_at && act) act();
    }
    std::vector<int> attempts;
    std::string last;
    int act_at = 0;
    std::function<void()> act;
};

// What the chain makes of a database where nobody else is.
std::string undisturbed(const Revisions& chain, const std::string& tables) {
    witness = nullptr;
    Bench bench;
    bench.execute(tables);
    must(bench.upgrade(chain));
    return bench.golden_digest();
}

void tell_row() {
    gestaloka::faults::tell({"T24", "40P01 by crossing locks, 40001 again and again",
                             "the whole step again, at most five times, from a clean session; attempts recorded",
                             "as required", 1});
}

}  // namespace

TEST_CASE("T24: a step that loses a deadlock is called again and applied once") {
    const Revisions chain = {{"a", "a.cpp", &crossing}};
    const char* const tables = "CREATE TABLE first (); CREATE TABLE second (); CREATE TABLE journal (n int DEFAULT 1)";
    const std::string golden = undisturbed(chain, tables);
    Bench bench;
    bench.execute(tables);
    // The step's session finds the deadlock, the other one never looks.
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET deadlock_timeout = '20ms'");
    bench.options.session.lock_attempt = std::chrono::seconds(60);
    Session other = bench.database.connect();
    must(other.run_script("SET deadlock_timeout = '1h'; BEGIN; LOCK second"));
    calls = 0;
    holds_first = false;
    witness = &bench.session;
    std::thread crossing_thread([&] {
        eventually([] { return holds_first.load(); });
        [[maybe_unused]] const auto first = other.run_script("LOCK first; COMMIT");
    });
    Retries retries;
    auto outcome = bench.upgrade(chain, retries);
    crossing_thread.join();
    must(std::move(outcome));
    CHECK(retries.attempts == std::vector<int>{1});
    CHECK(retries.last == "40P01");
    CHECK(calls == 2);
    CHECK(bench.report.steps.at(0).attempts == 2);
    CHECK(bench.ask("SELECT attempts FROM migrator.history") == "2");
    CHECK(bench.ask("SELECT count(*) FROM journal") == "1");
    CHECK(bench.is_settled());
    bench.require_golden(chain, golden);
    tell_row();
}

TEST_CASE("T24: a serialization failure is tried again five times, each time from a clean session") {
    const Revisions chain = {{"a", "a.cpp", &serialization}};
    const char* const tables = "CREATE SEQUENCE tries; CREATE TABLE patience (last_try int)";
    const std::string golden = undisturbed(chain, std::string(tables) + "; INSERT INTO patience VALUES (3)");
    Bench bench;
    bench.execute(tables);
    Retries retries;
    SECTION("enough") {
        bench.execute("INSERT INTO patience VALUES (3)");
        must(bench.upgrade(chain, retries));
        CHECK(retries.attempts == std::vector<int>{1, 2});
        CHECK(retries.last == "40001");
        CHECK(bench.ask("SELECT attempts FROM migrator.history") == "3");
    }
    SECTION("not enough") {
        bench.execute("INSERT INTO patience VALUES (100)");
        const Error error = error_of(bench.upgrade(chain, retries));
        CHECK(error.kind() == ErrorKind::step_failed);
        CHECK(error.details().sqlstate == "40001");
        CHECK(retries.attempts.size() == 5);
        CHECK(bench.history() == "");
        bench.execute("UPDATE patience SET last_try = 3");
        must(bench.upgrade(chain));
    }
    CHECK(bench.is_settled());
    bench.require_golden(chain, golden);
    tell_row();
}

TEST_CASE("a table lock that somebody holds") {
    Bench bench;
    bench.execute("CREATE TABLE users (id bigint)");
    bench.options.session.lock_attempt = milliseconds(30);
    Session reader = bench.database.connect();
    must(reader.run_script("BEGIN; SELECT count(*) FROM users /* the long report */"));
    Retries retries;

    SECTION("is had as soon as its holder ends") {
        retries.act_at = 3;
        retries.act = [&] { must(reader.run_script("COMMIT")); };
        must(bench.upgrade({{"a", "a.cpp", &alter_users}}, retries));
        CHECK(retries.attempts == std::vector<int>{1, 2, 3});
        CHECK(retries.last == "55P03");
        CHECK(bench.report.steps.at(0).attempts == 4);
    }
    SECTION("ends the run with the holder's name when it stays") {
        bench.options.session.lock_attempt = milliseconds(200);
        bench.options.lock_timeout = milliseconds(400);
        const auto start = std::chrono::steady_clock::now();
        const Error error = error_of(bench.upgrade({{"a", "a.cpp", &alter_users}}, retries));
        CHECK(std::chrono::steady_clock::now() - start >= milliseconds(400));
        CHECK(error.kind() == ErrorKind::lock_timeout);
        CHECK(error.details().sqlstate == "55P03");
        const std::string pid = std::to_string(reader.backend_pid());
        CHECK(error.details().detail.find("blocked by:\npid " + pid + " \"test\"") == 0);
        CHECK(error.details().hint.find("SELECT pg_terminate_backend(" + pid + ")") != std::string::npos);
        CHECK(error.details().detail.find("the long report") != std::string::npos);
        CHECK_FALSE(retries.attempts.empty());
        CHECK(bench.history() == "");
        CHECK(bench.ask("SELECT to_regclass('made')") == "NULL");
        must(reader.run_script("COMMIT"));
        must(bench.upgrade({{"a", "a.cpp", &alter_users}}));
    }
    SECTION("ends the run with those who may hold it where a wait is too short to ask") {
        bench.options.session.lock_attempt = milliseconds(1);
        bench.options.lock_timeout = milliseconds(50);
        const Error error = error_of(bench.upgrade({{"a", "a.cpp", &alter_users}}, retries));
        CHECK(error.kind() == ErrorKind::lock_timeout);
        CHECK(error.details().detail.find("the oldest that hold locks on tables:\npid " +
                                          std::to_string(reader.backend_pid()) + " ") == 0);
        must(reader.run_script("COMMIT"));
        bench.options.session.lock_attempt = std::chrono::seconds(1);
        must(bench.upgrade({{"a", "a.cpp", &alter_users}}));
    }
    SECTION("does not keep others from the table for longer than one attempt") {
        // The waiting ALTER queues new readers behind it; it gives up before they notice.
        Session second_reader = bench.database.connect();
        retries.act_at = 1;
        bool could_read = false;
        retries.act = [&] {
            could_read = second_reader.query("SELECT count(*) FROM users").has_value();
            must(reader.run_script("COMMIT"));
        };
        must(bench.upgrade({{"a", "a.cpp", &alter_users}}, retries));
        CHECK(could_read);
    }
    CHECK(bench.is_settled());
}

TEST_CASE("other errors are not tried again") {
    static const Revision fails = {.message = "m", .upgrade = [](Operations& op) { op.execute("SELECT 1 / 0"); }};
    Bench bench;
    Retries retries;
    CHECK(error_of(bench.upgrade({{"a", "a.cpp", &fails}}, retries)).details().sqlstate == "22012");
    CHECK(retries.attempts.empty());
}
