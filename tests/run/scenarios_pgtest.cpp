// Alembic's scenarios about the version table and the transactions of steps, as they are with a history of one row a
// revision.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make = {.message = "Make",
                       .upgrade = [](Operations& op) { op.create_table("made", {column("a", bigint())}); }};
const Revision add = {
    .message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) { op.add_column("made", column("b", text())); }};
const Revisions chain = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &add}};

// Deletes the history row of a step that is about to be reverted, as somebody in psql might.
struct Meddler : Observer {
    explicit Meddler(Bench& bench) : bench_(bench) {}
    void step_starting(const PlannedStep& step, StepPosition) override {
        bench_.execute("DELETE FROM migrator.history WHERE revision = '" + step.revision->id + "'");
    }

 private:
    Bench& bench_;
};

struct Listener : Observer {
    explicit Listener(Bench& bench) : bench_(bench) {}
    void step_starting(const PlannedStep& step, StepPosition position) override {
        heard += "starting " + step.revision->id + " " + std::to_string(position.number) + "/" +
                 std::to_string(position.count) + "; ";
    }
    void step_done(const AppliedStep& step, StepPosition position) override {
        heard += "done " + step.revision + " " + std::to_string(position.number) + "/" +
                 std::to_string(position.count) + ", history: " + bench_.history() + "; ";
    }
    std::string heard;

 private:
    Bench& bench_;
};

}  // namespace

TEST_CASE("RC17: the history holds a revision once, whoever writes it") {
    Bench bench(chain);
    auto twice = bench.session.run_script(
        "INSERT INTO migrator.history (revision, parents, message, checksum, state, breaking, attempts, "
        "transaction_id, backend_pid, host, client_pid, application_version) SELECT revision, parents, message, "
        "checksum, state, breaking, attempts, transaction_id, backend_pid, host, client_pid, application_version "
        "FROM migrator.history WHERE revision = 'a1'");
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.assume_error().details().sqlstate == "23505");
}

TEST_CASE("RC18: a history that somebody doubled is found before a step is run") {
    Bench bench(chain);
    bench.execute(
        "ALTER TABLE migrator.history DROP CONSTRAINT history_pkey;\n"
        "INSERT INTO migrator.history (revision, parents, message, checksum, state, breaking, attempts, "
        "transaction_id, backend_pid, host, client_pid, application_version) SELECT revision, parents, message, "
        "checksum, state, breaking, attempts, transaction_id, backend_pid, host, client_pid, application_version "
        "FROM migrator.history WHERE revision = 'b2'");
    const Error error = error_of(bench.downgrade(chain, "-1"));
    CHECK(error.kind() == ErrorKind::diverged);
    CHECK(summary(error) == "the history holds revision b2 twice");
    CHECK(bench.ask("SELECT count(*) FROM pg_attribute WHERE attrelid = 'made'::regclass AND attname = 'b'") == "1");
}

TEST_CASE("RC19: a step whose history row is gone fails, and nothing of it stays") {
    Bench bench(chain);
    Meddler meddler(bench);
    const Registry registry = must(Registry::create(chain));
    RunReport report;
    const Error error = error_of(downgrade(bench.options, registry, "a1", meddler, report));
    CHECK(error.kind() == ErrorKind::diverged);
    CHECK(summary(error) == "revision b2: the history row of the step is gone");
    CHECK(bench.ask("SELECT count(*) FROM pg_attribute WHERE attrelid = 'made'::regclass AND attname = 'b'") == "1");
    INFO("a history without the row of a parent is found at once");
    bench.execute("UPDATE migrator.history SET revision = 'b2', parents = '{a1}' WHERE revision = 'a1'");
    CHECK(error_of(bench.upgrade(chain)).kind() == ErrorKind::diverged);
}

TEST_CASE("RC41: a run has a connection of its own, and leaves the caller's transaction alone") {
    Bench bench;
    bench.execute("BEGIN; CREATE TABLE of_the_caller (a integer)");
    must(bench.upgrade(chain));
    CHECK(bench.session.transaction_status() == postgres::TransactionStatus::in_transaction);
    CHECK(bench.ask("SELECT to_regclass('of_the_caller')") == "of_the_caller");
    bench.execute("ROLLBACK");
    CHECK(bench.ask("SELECT to_regclass('of_the_caller')") == "NULL");
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("RC42: a step that ends its transaction and opens another one is torn, and says so") {
    static const Revision opening = {.message = "Open",
                                     .revises = {"b2"},
                                     .upgrade = [](Operations& op) { op.execute("COMMIT; BEGIN"); },
                                     .irreversible = "no"};
    Revisions list = chain;
    list.push_back({"c3", "c3.cpp", &opening});
    Bench bench;
    const Error error = error_of(bench.upgrade(list));
    CHECK(error.kind() == ErrorKind::torn);
    CHECK(full_text(error).find("ended the step's transaction") != std::string::npos);
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applying");
}

TEST_CASE("RC43: a host hears of each step before and after it, with its place in the run") {
    Bench bench;
    Listener listener(bench);
    must(bench.upgrade(chain, listener));
    CHECK(listener.heard ==
          "starting a1 1/2; done a1 1/2, history: a1 applied; "
          "starting b2 2/2; done b2 2/2, history: a1 applied, b2 applied; ");
}
