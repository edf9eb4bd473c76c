// A connection that breaks is opened again in the same run, and nothing is applied twice or forgotten.
#include <libpq-fe.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>
#include <stdexcept>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;

namespace {

int calls = 0;
int cut_descriptor = -1;

const Revision make = {.message = "Make",
                       .upgrade = [](Operations& op) { op.create_table("made", {column("a", bigint())}); }};
const Revision add = {.message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) {
                          op.add_column("made", column("b", bigint()));
                      }};
const Revisions two_steps = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &add}};

struct Watcher : Observer {
    void step_starting(const PlannedStep& step, StepPosition position) override {
        if (step.revision->id == kill_at && --kills >= 0) kill();
        positions.push_back(position.number);
    }
    void step_done(const AppliedStep& step, StepPosition position) override {
        done += step.revision + (step.resolved ? ":resolved " : " ");
        CHECK(position.number <= position.count);
    }
    void connection_lost(const Error& error) override {
        ++losses;
        sqlstate = error.details().sqlstate;
        kind = error.kind();
    }
    void notice(const postgres::Notice& notice) override {
        // The server process goes on with its COMMIT, but the answer does not reach us.
        if (notice.message == "committing") ::shutdown(cut_descriptor, SHUT_RDWR);
    }
    std::string kill_at = {};
    int kills = 1;
    std::function<void()> kill = {};
    std::vector<std::size_t> positions = {};
    std::string done = {};
    int losses = 0;
    std::string sqlstate = {};
    ErrorKind kind = ErrorKind::internal;
};

// Ends every other session of the database and waits until they are gone.
void terminate_others(Session& session) {
    must(session.query(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"));
}

Result<void> die_once(Session& session) {
    must(session.run_script("INSERT INTO made VALUES (1)"));
    if (++calls > 1) return success();
    auto died = session.query("SELECT pg_terminate_backend(pg_backend_pid())");
    if (!died.has_value()) return failure(std::move(died).assume_error());
    return success();
}

Result<void> die_once_and_say_nothing(Session& session) {
    [[maybe_unused]] const auto ignored = die_once(session);
    return success();
}

Result<void> die_once_and_throw(Session& session) {
    if (!die_once(session).has_value()) throw std::runtime_error("query failed");
    return success();
}

Result<void> remember_descriptor(Session& session) {
    ++calls;
    cut_descriptor = PQsocket(session.native_handle());
    return success();
}

}  // namespace

TEST_CASE("a connection that is terminated between two steps is opened again") {
    Bench bench;
    Watcher watcher;
    watcher.kill_at = "b2";
    watcher.kill = [&] { terminate_others(bench.session); };
    must(bench.upgrade(two_steps, watcher));
    CHECK(watcher.losses == 1);
    CHECK(watcher.sqlstate == "57P01");
    CHECK(watcher.done == "a1 b2 ");
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.report.steps.size() == 2);
    CHECK(bench.report.applied_count == 2);
    CHECK(bench.is_settled());
}

TEST_CASE("a relative target keeps its meaning when the connection is lost on the way") {
    static const Revision last = {
        .message = "m", .revises = {"b2"}, .upgrade = [](Operations& op) { op.create_table("never", {}); }};
    const Revisions three = {two_steps[0], two_steps[1], {"c3", "c3.cpp", &last}};
    Bench bench;
    Watcher watcher;
    watcher.kill_at = "b2";
    watcher.kill = [&] { terminate_others(bench.session); };
    must(bench.upgrade(three, watcher, "+2"));
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("a step whose connection is terminated while it runs is applied once, in the same run") {
    static const Revision dying = {
        .message = "m", .revises = {"a1"}, .upgrade = [](Operations& op) { op.run("die once", die_once); }};
    static const Revision silent = {.message = "m", .revises = {"a1"}, .upgrade = [](Operations& op) {
                                        op.run("die once", die_once_and_say_nothing);
                                    }};
    static const Revision throwing = {
        .message = "m", .revises = {"a1"}, .upgrade = [](Operations& op) { op.run("die once", die_once_and_throw); }};
    const Revision* revision = GENERATE(&dying, &silent, &throwing);
    calls = 0;
    Bench bench;
    Watcher watcher;
    must(bench.upgrade({{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", revision}}, watcher));
    CHECK(calls == 2);
    CHECK(watcher.losses == 1);
    CHECK(watcher.kind == ErrorKind::unavailable);
    CHECK(watcher.done == "a1 b2 ");
    CHECK(bench.ask("SELECT count(*) FROM made") == "1");
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.is_settled());
}

TEST_CASE("a connection that breaks again and again ends the run, with what was done kept") {
    Bench bench;
    Watcher watcher;
    watcher.kill_at = "b2";
    watcher.kills = 100;
    watcher.kill = [&] { terminate_others(bench.session); };
    const Error error = error_of(bench.upgrade(two_steps, watcher));
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(exit_code(error.kind()) == 16);
    CHECK(error.details().sqlstate == "57P01");
    CHECK(watcher.losses == 3);
    CHECK(bench.history() == "a1 applied");
    CHECK(bench.is_settled());
}

TEST_CASE("a commit whose answer is lost is found in the history, not done again") {
    static const Revision committing = {.message = "m", .upgrade = [](Operations& op) {
                                            op.execute(R"sql(CREATE TABLE made (a int);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE NOTICE 'committing';
    PERFORM pg_sleep(0.2);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON made DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION tell();
INSERT INTO made VALUES (1))sql");
                                            op.run("remember", remember_descriptor);
                                        }};
    calls = 0;
    Bench bench;
    Watcher watcher;
    must(bench.upgrade({{"a", "a.cpp", &committing}}, watcher));
    CHECK(watcher.losses == 1);
    CHECK(watcher.kind == ErrorKind::commit_unknown);
    CHECK(calls == 1);
    CHECK(watcher.done == "a:resolved ");
    CHECK(bench.history() == "a applied");
    REQUIRE(bench.report.steps.size() == 1);
    CHECK(bench.report.steps[0].resolved);
    CHECK(bench.report.applied_count == 1);
    CHECK(bench.ask("SELECT count(*) FROM made") == "1");
    CHECK(bench.is_settled());
}

TEST_CASE("a commit that failed is told as failed") {
    static const Revision refused = {.message = "m", .upgrade = [](Operations& op) {
                                         op.execute(R"sql(CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
INSERT INTO child VALUES (1))sql");
                                     }};
    Bench bench;
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &refused}}));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(error.details().sqlstate == "23503");
    CHECK(bench.history() == "");
    CHECK(bench.is_settled());
}
