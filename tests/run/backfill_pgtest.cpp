// Backfills: each row once, whatever cuts them off.
#include <catch2/catch.hpp>
#include <chrono>

#include "fixture.hpp"
#include "migrator/run/backfill.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;
using std::chrono::milliseconds;

namespace {

constexpr int rows = 20'000;

const Revision make = {
    .message = "Make", .upgrade = [](Operations& op) {
        op.execute(
            "CREATE TABLE players (id bigint PRIMARY KEY, realm int, energy int, mp int, filled int NOT NULL "
            "DEFAULT 0);"
            "CREATE UNIQUE INDEX ON players (realm, id);"
            "INSERT INTO players (id, realm, energy) SELECT i * 3, i % 5, i FROM generate_series(1, " +
            std::to_string(rows) + ") AS i");
    }};
const Revision fill_mp = {
    .message = "Fill",
    .revises = {"a1"},
    .upgrade =
        [](Operations& op) {
            op.backfill({"players", {"id"}, "mp = energy, filled = filled + 1", "energy % 10 <> 0"});
        },
    .downgrade = [](Operations&) {}};
const Revision fill_by_pair = {
    .message = "Fill",
    .revises = {"a1"},
    .upgrade =
        [](Operations& op) {
            op.backfill({"players", {"realm", "id"}, "mp = energy, filled = filled + 1", ""});
        },
    .downgrade = [](Operations&) {}};
const Revisions chain = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &fill_mp}};
const Revisions by_pair = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &fill_by_pair}};

struct Watcher : Observer {
    void step_progress(const PlannedStep&, const StepProgress& progress) override {
        ++batches;
        CHECK(progress.phase == "backfill of players");
        CHECK(progress.done >= last);
        CHECK(progress.done <= progress.total);
        last = progress.done;
        if (batches == act_at && act) act();
    }
    void connection_lost(const Error&) override { ++losses; }
    int batches = 0;
    long long last = 0;
    int act_at = 0;
    std::function<void()> act = {};
    int losses = 0;
};

std::string filled(Bench& bench) {
    return bench.ask("SELECT min(filled) || ' ' || max(filled) || ' ' || sum(filled) FROM players");
}

}  // namespace

TEST_CASE("the size of a batch follows the time that it takes, slowly up and fast down") {
    CHECK(next_batch_size(1000, milliseconds(100), milliseconds(100)) == 1000);
    CHECK(next_batch_size(1000, milliseconds(1), milliseconds(100)) == 1200);
    CHECK(next_batch_size(1000, milliseconds(0), milliseconds(100)) == 1200);
    CHECK(next_batch_size(1000, milliseconds(10'000), milliseconds(100)) == 500);
    CHECK(next_batch_size(100, milliseconds(10'000), milliseconds(100)) == 100);
    CHECK(next_batch_size(50'000, milliseconds(1), milliseconds(100)) == 50'000);
}

TEST_CASE("a backfill sets each row that needs it once, and tells how far it is") {
    Bench bench;
    Watcher watcher;
    must(bench.upgrade(chain, watcher));
    CHECK(watcher.batches > 5);
    CHECK(watcher.last == rows);
    CHECK(filled(bench) == "0 1 18000");
    CHECK(bench.ask("SELECT count(*) FROM players WHERE mp IS DISTINCT FROM energy") == "2000");
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.is_settled());
}

TEST_CASE("a backfill can go by a key of several columns") {
    Bench bench;
    must(bench.upgrade(by_pair));
    CHECK(filled(bench) == "1 1 " + std::to_string(rows));
}

TEST_CASE("an empty table, or one that is smaller than a batch, is filled at once") {
    const int kept = GENERATE(0, 1, 999, 1000, 1001);
    Bench bench(Revisions{chain[0]});
    bench.execute("DELETE FROM players WHERE energy > " + std::to_string(kept));
    must(bench.upgrade(by_pair));
    CHECK(bench.ask("SELECT count(*) FROM players WHERE filled = 1") == std::to_string(kept));
}

TEST_CASE("a backfill whose connection is lost goes on from its last batch, in the same run") {
    Bench bench;
    Watcher watcher;
    watcher.act_at = 4;
    watcher.act = [&] {
        bench.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = "
            "current_database() AND pid <> pg_backend_pid()");
    };
    must(bench.upgrade(by_pair, watcher));
    CHECK(watcher.losses == 1);
    CHECK(filled(bench) == "1 1 " + std::to_string(rows));
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.is_settled());
}

TEST_CASE("a backfill ends at its time limit, and later runs finish it") {
    Bench bench(Revisions{chain[0]});
    bench.options.backfill.time_limit = milliseconds(1);
    bench.options.backfill.pause = milliseconds(2);
    const Error error = error_of(bench.upgrade(by_pair));
    CHECK(error.kind() == ErrorKind::pending);
    CHECK(error.details().message.find("the backfill of players is paused") == 0);
    CHECK(bench.history() == "a1 applied, b2 running");
    bench.options.backfill.time_limit = milliseconds(40);
    int runs = 1;
    while (!bench.upgrade(by_pair).has_value() && runs < 200)
        ++runs;
    CHECK(runs < 200);
    CHECK(filled(bench) == "1 1 " + std::to_string(rows));
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("a stop ends a backfill between two batches, and the next run goes on") {
    Bench bench(Revisions{chain[0]});
    Interrupt interrupt;
    bench.options.interrupt = &interrupt;
    Watcher watcher;
    watcher.act_at = 3;
    watcher.act = [&] { interrupt.request(); };
    const Error error = error_of(bench.upgrade(by_pair, watcher));
    CHECK(error.kind() == ErrorKind::interrupted);
    CHECK(watcher.batches == 3);
    bench.options.interrupt = nullptr;
    must(bench.upgrade(by_pair));
    CHECK(filled(bench) == "1 1 " + std::to_string(rows));
}

TEST_CASE("rows that come while a backfill runs do not keep it from ending") {
    Bench bench(Revisions{chain[0]});
    Watcher watcher;
    watcher.act_at = 1;
    watcher.act = [&] { bench.execute("INSERT INTO players (id, realm, energy) VALUES (1000000, 9, 1), (4, 0, 1)"); };
    must(bench.upgrade(by_pair, watcher));
    CHECK(bench.ask("SELECT filled FROM players WHERE id = 1000000") == "0");
}

TEST_CASE("a row that the game holds is waited for in a smaller batch") {
    Bench bench(Revisions{chain[0]});
    bench.options.session.lock_attempt = milliseconds(50);
    Session game = bench.database.connect();
    must(game.run_script("BEGIN; UPDATE players SET energy = 7 WHERE id = 300"));
    struct Retries : Observer {
        void step_retrying(const PlannedStep&, const Error& error, int attempt) override {
            CHECK(error.details().sqlstate == "55P03");
            if (attempt == 2) must(game->run_script("COMMIT"));
        }
        Session* game = nullptr;
    } retries;
    retries.game = &game;
    must(bench.upgrade(by_pair, retries));
    CHECK(filled(bench) == "1 1 " + std::to_string(rows));
    CHECK(bench.ask("SELECT mp FROM players WHERE id = 300") == "7");
}

TEST_CASE("a backfill that cannot work keeps what it has done, and says where it failed") {
    static const Revision divide = {.message = "Divide",
                                    .revises = {"a1"},
                                    .upgrade =
                                        [](Operations& op) {
                                            op.backfill({"players", {"id"}, "mp = 1 / (energy - 15000)", "mp IS NULL"});
                                        },
                                    .downgrade = [](Operations&) {}};
    Bench bench(Revisions{chain[0]});
    const Revisions revisions = {chain[0], {"b2", "b2.cpp", &divide}};
    const Error error = error_of(bench.upgrade(revisions));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(error.details().sqlstate == "22012");
    CHECK(bench.history() == "a1 applied, b2 running");
    bench.execute("UPDATE players SET energy = 1 WHERE energy = 15000");
    must(bench.upgrade(revisions));
    CHECK(bench.ask("SELECT count(*) FROM players WHERE mp IS NULL") == "0");
}

TEST_CASE("a backfill that breaks a key of the rows fails its step, and tells of no lost lock") {
    static const Revision doubles = {.message = "Fill",
                                     .revises = {"a1"},
                                     .upgrade =
                                         [](Operations& op) {
                                             op.backfill({"players", {"id"}, "id = 3", ""});
                                         },
                                     .downgrade = [](Operations&) {}};
    Bench bench({chain[0]});
    const Error error = error_of(bench.upgrade({chain[0], {"b2", "b2.cpp", &doubles}}));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(error.details().sqlstate == "23505");
    CHECK(error.details().message.find("players") != std::string::npos);
}
