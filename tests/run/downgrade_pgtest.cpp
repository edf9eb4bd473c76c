// A downgrade reverts the last steps, each in its own transaction, or refuses before it changes anything.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make = {.message = "Make",
                       .upgrade = [](Operations& op) { op.create_table("made", {column("a", bigint())}); }};
const Revision add = {.message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) {
                          op.add_column("made", column("b", bigint()));
                          op.create_index("ix_b", "made", {"b"});
                      }};
const Revision fill = {.message = "Fill",
                       .revises = {"b2"},
                       .upgrade = [](Operations& op) { op.execute("INSERT INTO made VALUES (1, 2)"); },
                       .downgrade = [](Operations& op) { op.execute("DELETE FROM made"); }};
const Revisions chain = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &add}, {"c3", "c3.cpp", &fill}};

}  // namespace

TEST_CASE("a downgrade goes to a revision, by a number, or to the base") {
    Bench bench(chain);
    SECTION("to the one that stays") {
        must(bench.downgrade(chain, "a1"));
        CHECK(bench.history() == "a1 applied");
        REQUIRE(bench.report.steps.size() == 2);
        CHECK(bench.report.steps[0].revision == "c3");
        CHECK(bench.report.steps[0].direction == Direction::downgrade);
        CHECK(bench.report.applied_count == 1);
        CHECK(bench.ask("SELECT count(*) FROM pg_attribute WHERE attrelid = 'made'::regclass AND attnum > 0 "
                        "AND NOT attisdropped") == "1");
    }
    SECTION("by one") {
        must(bench.downgrade(chain, "-1"));
        CHECK(bench.history() == "a1 applied, b2 applied");
        CHECK(bench.ask("SELECT count(*) FROM made") == "0");
    }
    SECTION("to the base, and up again") {
        must(bench.downgrade(chain, "base"));
        CHECK(bench.history() == "");
        CHECK(bench.ask("SELECT to_regclass('made')") == "NULL");
        must(bench.upgrade(chain));
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
        CHECK(bench.ask("SELECT b FROM made") == "2");
    }
    SECTION("nothing to revert is no work") {
        must(bench.downgrade(chain, "c3"));
        CHECK(bench.report.steps.empty());
        CHECK(bench.report.traffic.statements == 2);
    }
    SECTION("too far is refused") {
        CHECK(error_of(bench.downgrade(chain, "-4")).kind() == ErrorKind::usage);
        CHECK(error_of(bench.downgrade(chain, "nowhere")).kind() == ErrorKind::usage);
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    }
    CHECK(bench.is_settled());
}

TEST_CASE("an irreversible step on the way is refused before anything changes") {
    static const Revision irreversible = {.message = "m",
                                          .revises = {"a1"},
                                          .upgrade = [](Operations& op) { op.execute("SELECT 1"); },
                                          .irreversible = "the names are gone"};
    static const Revision last = {
        .message = "m", .revises = {"b2"}, .upgrade = [](Operations& op) { op.create_table("last", {}); }};
    const Revisions with_wall = {chain[0], {"b2", "b2.cpp", &irreversible}, {"c3", "c3.cpp", &last}};
    Bench bench(with_wall);
    const Error error = error_of(bench.downgrade(with_wall, "base"));
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(summary(error) == "revision b2 (b2.cpp): it is irreversible: the names are gone");
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    CHECK(bench.ask("SELECT to_regclass('last')") == "last");
    must(bench.downgrade(with_wall, "-1"));
    CHECK(bench.history() == "a1 applied, b2 applied");
}

TEST_CASE("a failing downgrade keeps the step applied and what was reverted before it reverted") {
    static const Revision stubborn = {.message = "m",
                                      .revises = {"a1"},
                                      .upgrade = [](Operations& op) { op.create_table("other", {}); },
                                      .downgrade =
                                          [](Operations& op) {
                                              op.drop_table("other");
                                              op.drop_table("nowhere");
                                          }};
    static const Revision last = {
        .message = "m", .revises = {"b2"}, .upgrade = [](Operations& op) { op.create_table("last", {}); }};
    const Revisions failing = {chain[0], {"b2", "b2.cpp", &stubborn}, {"c3", "c3.cpp", &last}};
    Bench bench(failing);
    const Error error = error_of(bench.downgrade(failing, "base"));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error) == "revision b2: operation 2 of 2 (drop_table): table \"nowhere\" does not exist (42P01)");
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.report.steps.size() == 1);
    CHECK(bench.ask("SELECT to_regclass('other')") == "other");
    CHECK(bench.is_settled());
}

TEST_CASE("a downgrade of a database without history has nothing to do") {
    Bench bench;
    must(bench.downgrade(chain, "base"));
    CHECK(bench.history() == "none");
}
