// One repair at a time, chosen by a person, with an entry in the log.
#include "migrator/run/repair.hpp"

#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make_users = {.message = "Make users",
                             .upgrade = [](Operations& op) { op.create_table("users", {column("id", bigint())}); }};
const Revision splits = {.message = "Splits", .revises = {"a1"}, .upgrade = [](Operations& op) {
                             op.execute("CREATE TABLE half (id int); COMMIT; CREATE TABLE other (id int)");
                         }};
const Revision mended = {.message = "Splits no more", .revises = {"a1"}, .upgrade = [](Operations& op) {
                             op.execute("CREATE TABLE half (id int); CREATE TABLE other (id int)");
                         }};
const Revision sound = {.message = "Sound", .revises = {"a1"}, .upgrade = [](Operations& op) {
                            op.create_table("sound", {column("id", bigint())});
                        }};

const Revisions splitting = {{"a1", "a1.cpp", &make_users}, {"b2", "b2.cpp", &splits}};
const Revisions mending = {{"a1", "a1.cpp", &make_users}, {"b2", "b2.cpp", &mended}};
const Revisions chain = {{"a1", "a1.cpp", &make_users}, {"b2", "b2.cpp", &sound}};

Result<Finding> repair(Bench& bench, const Revisions& revisions, RepairAction action, const std::string& revision) {
    Observer quiet;
    return migrator::repair(bench.options, must(Registry::create(revisions)), {action, revision}, quiet);
}

// The log's entries: what, by whom, and the state of the row before.
std::string log(Bench& bench) {
    return bench.ask(
        "SELECT coalesce(string_agg(revision || ' ' || action || ' ' || coalesce(row_before ->> 'state', 'no row') || "
        "' ' || repaired_by || ' ' || application_version, ', ' ORDER BY repaired_at), '') "
        "FROM migrator.history_repairs");
}

}  // namespace

TEST_CASE("a torn step whose work is complete is marked applied") {
    Bench bench;
    REQUIRE(error_of(bench.upgrade(splitting)).kind() == ErrorKind::torn);
    REQUIRE(bench.history() == "a1 applied, b2 applying");
    const std::string role = bench.ask("SELECT current_user");
    CHECK(must(repair(bench, splitting, RepairAction::mark_applied, "b2")).kind == Finding::Kind::torn_upgrade);
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(log(bench) == "b2 mark-applied applying " + role + " 1.2.3");
    must(bench.upgrade(splitting));
    CHECK(bench.report.steps.empty());
    CHECK(bench.is_settled());
}

TEST_CASE("a torn step that was undone by hand is marked not applied, and runs again when it is mended") {
    Bench bench;
    REQUIRE(error_of(bench.upgrade(splitting)).kind() == ErrorKind::torn);
    bench.execute("DROP TABLE half; DROP TABLE IF EXISTS other");
    must(repair(bench, mending, RepairAction::mark_not_applied, "b2"));
    CHECK(bench.history() == "a1 applied");
    must(bench.upgrade(mending));
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("an edited step is restamped, and the row that it had is kept in the log") {
    Bench bench(chain);
    bench.execute("UPDATE migrator.history SET checksum = 'former' WHERE revision = 'b2'");
    REQUIRE(error_of(bench.upgrade(chain)).kind() == ErrorKind::diverged);
    CHECK(must(repair(bench, chain, RepairAction::restamp, "b2")).kind == Finding::Kind::edited);
    CHECK(bench.ask("SELECT row_before ->> 'checksum' FROM migrator.history_repairs") == "former");
    must(bench.upgrade(chain));
    CHECK(bench.report.steps.empty());
}

TEST_CASE("a missing row below an applied one is recorded again") {
    Bench bench(chain);
    bench.execute("DELETE FROM migrator.history WHERE revision = 'a1'");
    REQUIRE(error_of(bench.upgrade(chain)).kind() == ErrorKind::diverged);
    must(repair(bench, chain, RepairAction::mark_applied, "a1"));
    CHECK(bench.history() == "b2 applied, a1 applied");
    must(bench.upgrade(chain));
    CHECK(bench.report.steps.empty());
}

TEST_CASE("what is no choice changes nothing") {
    Bench bench(chain);
    const auto refused = [&](RepairAction action, const char* revision) {
        return error_of(repair(bench, chain, action, revision));
    };
    CHECK(refused(RepairAction::restamp, "b2").kind() == ErrorKind::usage);
    CHECK(refused(RepairAction::mark_not_applied, "a1").kind() == ErrorKind::usage);
    CHECK(refused(RepairAction::mark_applied, "nope").kind() == ErrorKind::usage);
    bench.execute("UPDATE migrator.history SET state = 'reverting' WHERE revision = 'b2'");
    const Error error = refused(RepairAction::restamp, "b2");
    CHECK(summary(error) == "restamp is no choice for revision b2; nothing was changed");
    CHECK(error.details().hint == "its choices: mark-applied or mark-not-applied");
    CHECK(bench.history() == "a1 applied, b2 reverting");
    CHECK(bench.ask("SELECT to_regclass('migrator.history_repairs') IS NULL") == "t");
}
