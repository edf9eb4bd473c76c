// An upgrade applies what is missing, records it in the same transaction, and does nothing when nothing is missing.
#include <unistd.h>

#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "migrator/operation/checksum.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make_users = {
    .message = "Make users, \"größe\" 'und' so", .upgrade = [](Operations& op) {
        op.create_table("users", {column("id", bigint()).not_null(), column("name", text())}, {primary_key({"id"})});
        op.bulk_insert("users", {"id", "name"}, {{1LL, "Aqua"}, {2LL, "Rook"}});
    }};
const Revision add_mp = {.message = "Add mp", .revises = {"a1"}, .upgrade = [](Operations& op) {
                             op.add_column("users", column("mp", integer()).not_null().server_default("100"));
                         }};
const Revision fill_mp = {.message = "Fill mp", .revises = {"b2"}, .upgrade = [](Operations& op) {
                              op.execute("UPDATE users SET mp = id", "UPDATE users SET mp = 100");
                              op.alter_column("users", "mp", change().drop_default().from_default("100"));
                          }};
const Revision fails = {.message = "Fails", .revises = {"b2"}, .upgrade = [](Operations& op) {
                            op.create_table("half", {});
                            op.rename_column("users", "energy", "mana");
                            op.create_table("never", {});
                        }};

const Revisions chain = {{"a1", "a1.cpp", &make_users}, {"b2", "b2.cpp", &add_mp}, {"c3", "c3.cpp", &fill_mp}};

struct Recorder : Observer {
    void connecting() override { events += "connecting "; }
    void connected(const postgres::ServerFacts& facts) override { events += "connected:" + facts.database + " "; }
    void planned(const Plan& plan) override { events += "planned:" + std::to_string(plan.steps.size()) + " "; }
    void step_starting(const PlannedStep& step, StepPosition position) override {
        events += "start:" + step.revision->id + ":" + at(position) + " ";
    }
    void step_done(const AppliedStep& step, StepPosition position) override {
        events += "done:" + step.revision + ":" + at(position) + " ";
    }
    static std::string at(StepPosition position) {
        return std::to_string(position.number) + "/" + std::to_string(position.count);
    }
    std::string events;
};

}  // namespace

TEST_CASE("an empty database is brought to the head, and the run tells what it does") {
    Bench bench;
    Recorder recorder;
    must(bench.upgrade(chain, recorder));
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    CHECK(bench.ask("SELECT string_agg(name || mp, ',' ORDER BY id) FROM users") == "Aqua1,Rook2");
    CHECK(recorder.events == "connecting connected:" + bench.database.name() +
                                 " planned:3 start:a1:1/3 done:a1:1/3 start:b2:2/3 done:b2:2/3 start:c3:3/3 "
                                 "done:c3:3/3 ");
    REQUIRE(bench.report.steps.size() == 3);
    CHECK(bench.report.steps[1].revision == "b2");
    CHECK(bench.report.steps[1].message == "Add mp");
    CHECK(bench.report.steps[1].attempts == 1);
    CHECK_FALSE(bench.report.steps[1].resolved);
    CHECK(bench.report.applied_count == 3);
    CHECK(bench.report.database == bench.database.name());
    CHECK(bench.report.role == bench.ask("SELECT session_user"));
    CHECK(bench.is_settled());
}

TEST_CASE("the history tells what was applied, when, by whom and in which transaction") {
    Bench bench(chain);
    const auto of = [&](const char* expression, const char* revision = "b2") {
        return bench.ask("SELECT " + std::string(expression) + " FROM migrator.history WHERE revision = '" + revision +
                         "'");
    };
    const Registry registry = must(Registry::create(chain));
    CHECK(of("message", "a1") == "Make users, \"größe\" 'und' so");
    CHECK(of("parents") == "{a1}");
    CHECK(of("parents", "a1") == "{}");
    CHECK(of("checksum") == checksum(must(registry.find("b2")->upgrade_operations())));
    CHECK(of("breaking") == "f");
    CHECK(of("breaking", "c3") == "t");
    CHECK(of("attempts") == "1");
    CHECK(of("applied_by") == bench.report.role);
    CHECK(of("client_pid") == std::to_string(::getpid()));
    CHECK(of("application_version") == "1.2.3");
    CHECK(of("host <> ''") == "t");
    CHECK(of("applied_at BETWEEN now() - interval '1 minute' AND now()") == "t");
    CHECK(of("duration_ms BETWEEN 0 AND 60000") == "t");
    CHECK(of("transaction_id = xmin::text") == "t");
    Observer quiet;
    const History read = must(inspect(bench.options, quiet));
    REQUIRE(read.rows.size() == 3);
    CHECK(read.exists);
    CHECK(read.rows[0].sequence < read.rows[1].sequence);
    CHECK(read.rows[1].parents == std::vector<std::string>{"a1"});
    CHECK(read.rows[1].state == StepState::applied);
    CHECK(read.rows[1].applied_at == of("to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"));
    CHECK(read.rows[1].client_pid == ::getpid());
}

TEST_CASE("with nothing to do a run is two statements, without a lock and without a write") {
    Bench bench(chain);
    must(bench.upgrade(chain));
    const auto position = [&] {
        return bench.ask("SELECT pg_current_wal_insert_lsn() || ' ' || pg_snapshot_xmax(pg_current_snapshot())");
    };
    // The migration lock is held by somebody else all the time.
    const postgres::LockKey key = postgres::migration_lock_key("migrator", "history");
    REQUIRE(must(postgres::try_lock(bench.session, key)));
    const std::string before = position();
    must(bench.upgrade(chain));
    CHECK(position() == before);
    CHECK(bench.report.traffic.round_trips == 2);
    CHECK(bench.report.traffic.statements == 2);
    CHECK(bench.report.steps.empty());
    CHECK(bench.report.applied_count == 3);
}

TEST_CASE("a target ends an upgrade early") {
    Bench bench;
    must(bench.upgrade(chain, "+1"));
    CHECK(bench.history() == "a1 applied");
    must(bench.upgrade(chain, "b2"));
    CHECK(bench.history() == "a1 applied, b2 applied");
    must(bench.upgrade(chain, "b2"));
    CHECK(bench.report.steps.empty());
    CHECK(error_of(bench.upgrade(chain, "+2")).kind() == ErrorKind::usage);
    CHECK(error_of(bench.upgrade(chain, "nowhere")).kind() == ErrorKind::usage);
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("a failing step is rolled back whole, and the steps before it stay") {
    const Revisions failing = {chain[0], chain[1], {"f3", "f3.cpp", &fails}};
    Bench bench;
    const Error error = error_of(bench.upgrade(failing));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error) == "revision f3: operation 2 of 3 (rename_column): column \"energy\" does not exist (42703)");
    CHECK(error.details().statement == "ALTER TABLE users RENAME COLUMN energy TO mana");
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.ask("SELECT to_regclass('half')") == "NULL");
    REQUIRE(bench.report.steps.size() == 2);
    CHECK(bench.report.steps[1].revision == "b2");
    CHECK(bench.is_settled());
    SECTION("and a corrected chain goes on from there") {
        must(bench.upgrade(chain));
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
        CHECK(bench.report.steps.size() == 1);
    }
}

TEST_CASE("an error of raw SQL tells statement and position") {
    static const Revision raw = {.message = "m", .upgrade = [](Operations& op) {
                                     op.create_schema("s");
                                     op.execute("SELECT 1;\nSELECT 'größe', nonsense");
                                 }};
    Bench bench;
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &raw}}));
    CHECK(summary(error) ==
          "revision a: operation 2 of 2 (execute): statement 2: column \"nonsense\" does not exist (42703)");
    CHECK(full_text(error).find("SELECT 1;\n    SELECT 'größe', -->nonsense") != std::string::npos);
}

TEST_CASE("an error in the message of a typed step marks the place in its own statement") {
    static const Revision typed = {.message = "Größe", .upgrade = [](Operations& op) {
                                       op.create_table("größe", {column("a", text())});
                                       op.add_constraint("größe", check("nonsense > 0").named("ck"));
                                       op.create_table("b", {column("a", sql_type("no_such_type"))});
                                   }};
    Bench bench;
    Error error = error_of(bench.upgrade({{"a", "a.cpp", &typed}}));
    CHECK(summary(error).find("operation 2 of 3 (add_constraint): column \"nonsense\" does not exist") !=
          std::string::npos);
    static const Revision wrong_type = {.message = "Größe", .upgrade = [](Operations& op) {
                                            op.create_table("größe", {column("a", text())});
                                            op.create_table("b", {column("a", sql_type("no_such_type"))});
                                        }};
    error = error_of(bench.upgrade({{"a", "a.cpp", &wrong_type}}));
    CHECK(full_text(error).find("a -->no_such_type") != std::string::npos);
}

TEST_CASE("a revision without operations is recorded like any other") {
    static const Revision nothing = {.message = "A merge"};
    Bench bench;
    must(bench.upgrade({{"a", "a.cpp", &nothing}}));
    CHECK(bench.history() == "a applied");
}

TEST_CASE("COPY from the client cannot run in a step, and says so") {
    static const Revision copies = {
        .message = "m", .upgrade = [](Operations& op) { op.execute("CREATE TABLE c (a int); COPY c FROM STDIN"); }};
    Bench bench;
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &copies}}));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error).find("COPY from or to the client cannot run in a step") != std::string::npos);
    CHECK(bench.is_settled());
    CHECK(bench.history() == "");
}

TEST_CASE("SQL with a NUL byte is refused before a part of it runs") {
    static const Revision nul = {.message = "m", .upgrade = [](Operations& op) {
                                     op.execute(std::string("CREATE TABLE t (); \0 SELECT nonsense", 35));
                                 }};
    Bench bench;
    CHECK(error_of(bench.upgrade({{"a", "a.cpp", &nul}})).kind() == ErrorKind::step_failed);
    CHECK(bench.ask("SELECT to_regclass('t')") == "NULL");
    CHECK(bench.history() == "");
}

TEST_CASE("check changes nothing and tells what is left") {
    Bench bench;
    Observer quiet;
    const Registry registry = must(Registry::create(chain));
    const Error pending = error_of(check(bench.options, registry, quiet, bench.report));
    CHECK(pending.kind() == ErrorKind::pending);
    CHECK(summary(pending).find("3 revisions are to be applied, the first is a1") != std::string::npos);
    CHECK(bench.history() == "none");
    CHECK_FALSE(must(inspect(bench.options, quiet)).exists);
    must(bench.upgrade(chain));
    must(check(bench.options, registry, quiet, bench.report));
    CHECK(bench.report.applied_count == 3);
}

TEST_CASE("T40: the history can live in another schema and table, whatever their names are") {
    Bench bench;
    bench.options.history.name = ObjectName("Odd \"Schema", "it's.history");
    must(bench.upgrade(chain));
    must(bench.upgrade(chain));
    CHECK(bench.report.steps.empty());
    CHECK(bench.ask(R"(SELECT count(*) FROM "Odd ""Schema"."it's.history")") == "3");
    CHECK(bench.history() == "none");
    must(bench.downgrade(chain, "a1"));
    CHECK(bench.ask(R"(SELECT count(*) FROM "Odd ""Schema"."it's.history")") == "1");
}
