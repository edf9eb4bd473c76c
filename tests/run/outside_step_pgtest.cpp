// Steps outside a transaction: whatever cuts them off, the next run finishes them by itself.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;
using std::chrono::milliseconds;

namespace {

const Revision make = {.message = "Make", .upgrade = [](Operations& op) {
                           op.execute(
                               "CREATE TABLE players (id bigint PRIMARY KEY, name text, clan int);"
                               "INSERT INTO players SELECT i, 'p' || i % 500, i % 7 FROM "
                               "generate_series(1, 1000) AS i",
                               "DROP TABLE players");
                       }};
const Revision index_clan = {.message = "Index", .revises = {"a1"}, .upgrade = [](Operations& op) {
                                 op.create_index_concurrently("ix_clan", "players", {"clan"});
                                 op.create_index_concurrently("ix_name", "players", {"name"});
                             }};
const Revision drop_clan = {.message = "Drop", .revises = {"b2"}, .upgrade = [](Operations& op) {
                                op.drop_index_concurrently(Index{"ix_clan", "players", {"clan"}, {}});
                            }};
const Revisions chain = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &index_clan}, {"c3", "c3.cpp", &drop_clan}};

IndexOptions unique_option() {
    IndexOptions options;
    options.unique = true;
    return options;
}
const Revision unique_name = {.message = "Unique", .revises = {"a1"}, .upgrade = [](Operations& op) {
                                  op.create_index_concurrently("ux_name", "players", {"name"}, unique_option());
                              }};
const Revisions impossible = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &unique_name}};

std::string indexes(Bench& bench) {
    return bench.ask(
        "SELECT coalesce(string_agg(indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END, ', ' "
        "ORDER BY indexrelid::regclass::text), '') FROM pg_index WHERE indrelid = 'players'::regclass AND NOT "
        "indisprimary");
}

// Ends the session of the migrator as soon as it builds an index.
class Killer {
 public:
    Killer(Bench& bench, const char* function, std::atomic<bool>& killed)
        : session_(bench.database.connect()), thread_([this, function, &killed] {
              killed = eventually([&] {
                  return ask(session_, std::string("SELECT ") + function +
                                           "(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE%INDEX CONCURRENTLY%' "
                                           "AND wait_event_type = 'Lock'") == "t";
              });
          }) {}
    ~Killer() { thread_.join(); }

 private:
    Session session_;
    std::thread thread_;
};

struct Watcher : Observer {
    void step_progress(const PlannedStep&, const StepProgress& progress) override {
        for (const postgres::OtherSession& blocker : progress.blockers)
            blockers += std::to_string(blocker.pid) + " ";
    }
    void connection_lost(const Error&) override { ++losses; }
    std::string blockers = {};
    int losses = 0;
};

}  // namespace

TEST_CASE("indexes are built and dropped concurrently, there and back") {
    Bench bench;
    must(bench.upgrade(chain));
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    CHECK(indexes(bench) == "ix_name");
    CHECK(bench.ask("SELECT progress IS NULL AND attempts = 1 AND duration_ms IS NOT NULL FROM migrator.history WHERE "
                    "revision = 'b2'") == "t");
    must(bench.downgrade(chain, "b2"));
    CHECK(indexes(bench) == "ix_clan, ix_name");
    must(bench.downgrade(chain, "base"));
    CHECK(bench.history() == "");
    must(bench.upgrade(chain));
    CHECK(indexes(bench) == "ix_name");
    CHECK(bench.is_settled());
}

TEST_CASE("a concurrent build whose server process is terminated is finished in the same run") {
    Bench bench(Revisions{chain[0]});
    Session old_reader = bench.database.connect();
    must(old_reader.run_script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM players"));
    Watcher watcher;
    std::atomic<bool> killed{false};
    std::thread release;
    {
        const Killer killer(bench, "pg_terminate_backend", killed);
        release = std::thread([&] {
            eventually([&] { return killed.load(); });
            must(old_reader.run_script("ROLLBACK"));
        });
        must(bench.upgrade({chain[0], chain[1]}, watcher));
    }
    release.join();
    CHECK(watcher.losses == 1);
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(indexes(bench) == "ix_clan, ix_name");
    CHECK(bench.ask("SELECT attempts FROM migrator.history WHERE revision = 'b2'") == "2");
    CHECK(bench.is_settled());
}

TEST_CASE("a step that was cut off goes on from what is there, in the direction in which it was begun") {
    Bench bench(Revisions{chain[0], chain[1]});
    SECTION("an upgrade with an INVALID index") {
        bench.execute("UPDATE migrator.history SET state = 'running' WHERE revision = 'b2'");
        bench.execute("DROP INDEX ix_name");
        bench.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_clan'::regclass");
        const std::string before = bench.ask("SELECT 'ix_clan'::regclass::oid");
        must(bench.upgrade(chain, "b2"));
        CHECK(indexes(bench) == "ix_clan, ix_name");
        CHECK(bench.ask("SELECT 'ix_clan'::regclass::oid") != before);
        CHECK(bench.history() == "a1 applied, b2 applied");
    }
    SECTION("a finished index is not built again") {
        bench.execute("UPDATE migrator.history SET state = 'running' WHERE revision = 'b2'");
        const std::string before = bench.ask("SELECT 'ix_clan'::regclass::oid");
        must(bench.upgrade(chain, "b2"));
        CHECK(bench.ask("SELECT 'ix_clan'::regclass::oid") == before);
    }
    SECTION("a downgrade is finished before the upgrade that is asked for") {
        bench.execute("UPDATE migrator.history SET state = 'undoing' WHERE revision = 'b2'");
        bench.execute("DROP INDEX ix_name");
        must(bench.upgrade(chain, "b2"));
        REQUIRE(bench.report.steps.size() == 2);
        CHECK(bench.report.steps[0].direction == Direction::downgrade);
        CHECK(bench.report.steps[1].direction == Direction::upgrade);
        CHECK(indexes(bench) == "ix_clan, ix_name");
        CHECK(bench.report.applied_count == 2);
    }
    SECTION("an upgrade is finished before the downgrade that is asked for") {
        bench.execute("UPDATE migrator.history SET state = 'running' WHERE revision = 'b2'");
        bench.execute("DROP INDEX ix_name");
        must(bench.downgrade(chain, "a1"));
        CHECK(bench.report.steps.size() == 2);
        CHECK(indexes(bench) == "");
        CHECK(bench.history() == "a1 applied");
        CHECK(bench.report.applied_count == 1);
    }
    CHECK(bench.is_settled());
}

TEST_CASE("an INVALID index that somebody left is rebuilt, a finished one of that name is refused") {
    Bench bench(Revisions{chain[0]});
    bench.execute("CREATE INDEX ix_clan ON players (clan)");
    SECTION("INVALID") {
        bench.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_clan'::regclass");
        must(bench.upgrade({chain[0], chain[1]}));
        CHECK(indexes(bench) == "ix_clan, ix_name");
    }
    SECTION("finished") {
        const Error error = error_of(bench.upgrade({chain[0], chain[1]}));
        CHECK(error.kind() == ErrorKind::step_failed);
        CHECK(error.details().sqlstate == "42P07");
        CHECK(bench.history() == "a1 applied");
    }
}

TEST_CASE("a unique index over duplicates fails without a trace, and again until the rows are corrected") {
    Bench bench(Revisions{chain[0]});
    for (int time = 1; time <= 2; ++time) {
        const Error error = error_of(bench.upgrade(impossible));
        CHECK(error.kind() == ErrorKind::step_failed);
        CHECK(error.details().sqlstate == "23505");
        CHECK(bench.history() == "a1 applied");
        CHECK(indexes(bench) == "");
    }
    bench.execute("DELETE FROM players WHERE id > 500");
    must(bench.upgrade(impossible));
    CHECK(indexes(bench) == "ux_name");
    CHECK(bench.is_settled());
}

TEST_CASE("a build that waits for an old snapshot names its holder, ends at the budget, and works later") {
    Bench bench(Revisions{chain[0]});
    Session old_reader = bench.database.connect();
    must(old_reader.run_script("BEGIN ISOLATION LEVEL REPEATABLE READ"));
    must(old_reader.query("SELECT count(*) FROM players"));
    bench.options.lock_timeout = milliseconds(2500);
    Watcher watcher;
    const auto start = std::chrono::steady_clock::now();
    const Error error = error_of(bench.upgrade({chain[0], chain[1]}, watcher));
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(error.kind() == ErrorKind::lock_timeout);
    CHECK(exit_code(error.kind()) == 12);
    CHECK(took >= milliseconds(2400));
    CHECK(took < milliseconds(8000));
    const std::string pid = std::to_string(old_reader.backend_pid());
    CHECK(error.details().detail.find("pid " + pid) != std::string::npos);
    CHECK(watcher.blockers.find(pid) != std::string::npos);
    // Readers and writers go on meanwhile.
    bench.execute("INSERT INTO players VALUES (2000, 'late', 1)");
    must(old_reader.run_script("ROLLBACK"));
    bench.options.lock_timeout = std::chrono::seconds(20);
    must(bench.upgrade({chain[0], chain[1]}));
    CHECK(indexes(bench) == "ix_clan, ix_name");
    CHECK(bench.is_settled());
}

TEST_CASE("SQL outside a transaction runs once, and its leftovers are removed first") {
    static const Revision reindex = {
        .message = "Reindex",
        .revises = {"a1"},
        .upgrade =
            [](Operations& op) {
                op.execute_outside_transaction({SqlText{"REINDEX INDEX CONCURRENTLY players_pkey"},
                                                SqlText{"SELECT count(*) = 1 FROM marks"},
                                                SqlText{"INSERT INTO marks VALUES (1)"}});
            },
        .downgrade = [](Operations&) {}};
    const Revisions revisions = {chain[0], {"b2", "b2.cpp", &reindex}};
    Bench bench(Revisions{chain[0]});
    bench.execute("CREATE TABLE marks (n int)");
    must(bench.upgrade(revisions));
    CHECK(bench.ask("SELECT count(*) FROM marks") == "1");
    must(bench.downgrade(revisions, "a1"));
    must(bench.upgrade(revisions));
    CHECK(bench.ask("SELECT count(*) FROM marks") == "1");
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("a statement outside a transaction that gives the migration lock away is not recorded") {
    static const Revision unlock = {.message = "Unlock", .revises = {"a1"}, .upgrade = [](Operations& op) {
                                        op.execute_outside_transaction({SqlText{"SELECT pg_advisory_unlock_all()"},
                                                                        SqlText{"SELECT EXISTS (SELECT 1 FROM marks)"},
                                                                        SqlText{"INSERT INTO marks VALUES (1)"}});
                                    }};
    Bench bench(Revisions{chain[0]});
    bench.execute("CREATE TABLE marks (n int)");
    const Error error = error_of(bench.upgrade({chain[0], {"b2", "b2.cpp", &unlock}}));
    CHECK(error.kind() == ErrorKind::lock_lost);
    CHECK(bench.history() == "a1 applied, b2 running");
}

TEST_CASE("a statement that takes longer than the network timeout is waited for") {
    static const Revision slow = {.message = "Slow",
                                  .upgrade = [](Operations& op) { op.execute("SELECT pg_sleep(3)"); }};
    Bench bench;
    bench.options.network_timeout = std::chrono::seconds(1);
    must(bench.upgrade({{"a1", "a1.cpp", &slow}}));
    CHECK(bench.history() == "a1 applied");
}
