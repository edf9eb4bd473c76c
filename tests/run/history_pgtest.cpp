// A history that somebody changed by hand is refused with words, whatever was changed.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "migrator/run/repair.hpp"
#include "migrator/run/stamp.hpp"
#include "tests/support/fault_results.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make = {.message = "Make", .upgrade = [](Operations& op) { op.create_table("made", {}); }};
const Revision add = {.message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) {
                          op.add_column("made", column("b", bigint()));
                      }};
const Revision more = {
    .message = "More", .revises = {"b2"}, .upgrade = [](Operations& op) { op.create_table("more", {}); }};
const Revisions two = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &add}};
const Revisions three = {two[0], two[1], {"c3", "c3.cpp", &more}};

constexpr const char* without_constraints = R"sql(ALTER TABLE migrator.history ALTER COLUMN state DROP NOT NULL,
    ALTER COLUMN parents DROP NOT NULL, ALTER COLUMN message DROP NOT NULL, ALTER COLUMN checksum DROP NOT NULL,
    ALTER COLUMN applied_at DROP NOT NULL, ALTER COLUMN applied_by DROP NOT NULL, ALTER COLUMN breaking DROP NOT NULL,
    DROP CONSTRAINT history_pkey, DROP CONSTRAINT history_state_check;
ALTER TABLE migrator.history ALTER COLUMN revision DROP NOT NULL;)sql";

std::string golden_of(const Revisions& chain) {
    return Bench(chain).golden_digest();
}

void tell_of_tampering(const std::string& seen) {
    gestaloka::faults::tell(
        {"T32",
         "rows deleted, doubled, with NULLs, unknown states, other checksums or parents; columns gone or of another "
         "type; a sequence or a view in its place; 10 MB of text",
         "exit 14 with what is wrong, nothing executed; what does not change its meaning (the order of rows, texts, "
         "columns beside its own) is let be; a step that cannot be recorded fails",
         seen, 1});
}

void tell_of_edits() {
    gestaloka::faults::tell({"T35",
                             "an applied step is edited; only line ends, comments and spaces of its source, its "
                             "message, file or downgrade change",
                             "exit 14 for another meaning only", "as required", 1});
}

}  // namespace

TEST_CASE("T32: a run refuses a history that was changed by hand") {
    struct Case {
        const char* change;
        const char* words;
    };
    const auto tried = GENERATE(
        Case{"DELETE FROM migrator.history WHERE revision = 'a1'", "but not its parent a1"},
        Case{"INSERT INTO migrator.history (revision, parents, message, checksum, state, breaking, attempts, "
             "transaction_id, backend_pid, host, client_pid, application_version) SELECT revision, parents, message, "
             "checksum, state, breaking, 1, '1', 1, '', 1, '' FROM migrator.history WHERE revision = 'a1'",
             "the history holds revision a1 twice"},
        Case{"UPDATE migrator.history SET state = 'finished' WHERE revision = 'b2'", "has no valid state"},
        Case{"UPDATE migrator.history SET state = NULL WHERE revision = 'b2'", "has no valid state"},
        Case{"ALTER TABLE migrator.history ALTER sequence DROP IDENTITY, ALTER sequence DROP NOT NULL; "
             "UPDATE migrator.history SET sequence = NULL WHERE revision = 'b2'",
             "has no sequence number"},
        Case{"UPDATE migrator.history SET revision = NULL WHERE revision = 'b2'", "has no valid state"},
        Case{"UPDATE migrator.history SET checksum = 'x' WHERE revision = 'b2'",
             "was edited after it had been applied"},
        Case{"UPDATE migrator.history SET checksum = NULL WHERE revision = 'b2'",
             "the history row of \"b2\" has no valid checksum"},
        Case{"UPDATE migrator.history SET parents = NULL WHERE revision = 'b2'",
             "the history row of \"b2\" has no valid parents"},
        Case{"UPDATE migrator.history SET breaking = NULL WHERE revision = 'b2'",
             "the history row of \"b2\" has no valid breaking"},
        Case{"UPDATE migrator.history SET checksum = NULL, parents = NULL, breaking = NULL WHERE revision = 'b2'",
             "the history row of \"b2\" has no valid parents, checksum, breaking"},
        Case{"ALTER TABLE migrator.history ALTER parents TYPE text USING 'a1'",
             "the history row of \"a1\" has no valid parents"},
        Case{"ALTER TABLE migrator.history ALTER breaking TYPE text", "reading the history"},
        Case{"UPDATE migrator.history SET parents = '{NULL,\"\"}' WHERE revision = 'b2'", "now revises a1"},
        Case{"UPDATE migrator.history SET revision = 'zz' WHERE revision = 'a1'", ""},
        Case{"ALTER TABLE migrator.history DROP COLUMN checksum", "column \"checksum\" does not exist"},
        Case{"ALTER TABLE migrator.history RENAME COLUMN state TO status", "column \"state\" does not exist"},
        Case{"DROP TABLE migrator.history; CREATE SEQUENCE migrator.history", "reading the history"},
        Case{"DROP TABLE migrator.history; CREATE VIEW migrator.history AS SELECT 1 AS one", "reading the history"},
        Case{"ALTER TABLE migrator.history RENAME TO rows; "
             "CREATE MATERIALIZED VIEW migrator.history AS SELECT * FROM migrator.rows",
             "reading the history: migrator.history is not a table"});
    CAPTURE(tried.change);
    Bench bench(two);
    bench.execute(without_constraints);
    bench.execute(tried.change);
    for (const Revisions& chain : {two, three}) {
        const Error error = error_of(bench.upgrade(chain));
        CHECK(error.kind() == ErrorKind::diverged);
        CHECK(exit_code(error.kind()) == 14);
        CHECK(summary(error).find(tried.words) != std::string::npos);
    }
    CHECK(error_of(bench.downgrade(two, "base")).kind() == ErrorKind::diverged);
    CHECK(bench.ask("SELECT to_regclass('more')") == "NULL");
    CHECK(bench.is_settled());
    tell_of_tampering("as required");
}

TEST_CASE("T32: what does not change the meaning of the history is let be") {
    Bench bench(two);
    bench.execute(without_constraints);
    const std::string change = GENERATE(as<std::string>{},  //
                                        "ALTER TABLE migrator.history ADD COLUMN note text DEFAULT 'ours'",
                                        "UPDATE migrator.history SET message = NULL, applied_at = NULL, "
                                        "duration_ms = NULL, applied_by = NULL",
                                        "UPDATE migrator.history SET message = repeat('x', 10000000)",
                                        "ALTER TABLE migrator.history ALTER COLUMN parents TYPE text",
                                        "ALTER TABLE migrator.history ALTER COLUMN revision TYPE varchar(12)");
    CAPTURE(change);
    bench.execute(change);
    must(bench.upgrade(three));
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    bench.require_finished(three);
    tell_of_tampering("as required");
}

TEST_CASE("T32: a history whose columns cannot take a record fails the step that would be recorded") {
    Bench bench(two);
    const std::string nullable = GENERATE("", ", ALTER COLUMN applied_at DROP NOT NULL");
    bench.execute(
        "ALTER TABLE migrator.history ALTER COLUMN applied_at DROP DEFAULT, "
        "ALTER COLUMN applied_at TYPE integer USING 0" +
        nullable);
    must(bench.upgrade(two));
    const Error error = error_of(bench.upgrade(three));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(error.details().sqlstate == (nullable.empty() ? "23502" : "42804"));
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.ask("SELECT to_regclass('more')") == "NULL");
    bench.require_finished(two);
    tell_of_tampering("as required");
}

TEST_CASE("T32: a view in the place of the history is refused, one that could be written as well") {
    const std::string rows = GENERATE("SELECT *", "SELECT DISTINCT *");
    CAPTURE(rows);
    Bench bench(two);
    bench.execute("ALTER TABLE migrator.history RENAME TO rows; CREATE VIEW migrator.history AS " + rows +
                  " FROM migrator.rows");
    Observer quiet;
    for (const Error& error : {error_of(bench.upgrade(two)), error_of(bench.upgrade(three)),
                               error_of(bench.downgrade(two, "base")), error_of(inspect(bench.options, quiet)),
                               error_of(check(bench.options, must(Registry::create(two)), quiet, bench.report))}) {
        CHECK(exit_code(error.kind()) == 14);
        CHECK(summary(error) == "reading the history: migrator.history is not a table");
    }
    CHECK(bench.ask("SELECT to_regclass('more')") == "NULL");
    CHECK(bench.ask("SELECT count(*) FROM migrator.history") == "2");
    bench.execute("DROP VIEW migrator.history; ALTER TABLE migrator.rows RENAME TO history");
    bench.require_finished(two);
    tell_of_tampering("as required");
}

TEST_CASE("T32: an unknown revision whose row does not tell whether it breaks is refused") {
    const std::string column = GENERATE("breaking", "parents", "checksum");
    CAPTURE(column);
    Bench bench(three);
    bench.execute(without_constraints);
    bench.execute("UPDATE migrator.history SET " + column + " = NULL WHERE revision = 'c3'");
    const Error error = error_of(bench.upgrade(two));
    CHECK(exit_code(error.kind()) == 14);
    CHECK(summary(error) == "the history row of \"c3\" has no valid " + column);
    CHECK(bench.report.ahead.empty());
    SECTION("until a binary that has the revision restamps it") {
        Observer quiet;
        const Registry registry = must(Registry::create(three));
        CHECK(must(repair(bench.options, registry, {RepairAction::restamp, "c3"}, quiet)).kind == Finding::Kind::unset);
        must(bench.upgrade(three));
        must(bench.upgrade(two));
        CHECK(bench.report.ahead == std::vector<std::string>{"c3"});
    }
    tell_of_tampering("as required");
}

TEST_CASE("T32: a sequence that stands behind the rows is told as that, with the statement that sets it right") {
    static const Revision outside = {.message = "Index", .revises = {"b2"}, .upgrade = [](Operations& op) {
                                         op.create_index_concurrently("made_b", "made", {"b"});
                                     }};
    const Revision* const last = GENERATE(&more, &outside);
    const Revisions chain = {two[0], two[1], {"c3", "c3.cpp", last}};
    Bench bench(two);
    bench.execute("ALTER SEQUENCE migrator.history_sequence_seq RESTART 1");
    const Error error = error_of(bench.upgrade(chain));
    CHECK(exit_code(error.kind()) == 14);
    CHECK(summary(error).find("revision c3: the history's sequence stands behind its rows: ") == 0);
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.ask("SELECT coalesce(to_regclass('more'), to_regclass('made_b'))") == "NULL");
    CHECK(bench.is_settled());
    Observer quiet;
    const Error stamped =
        error_of(stamp(bench.options, must(Registry::create(chain)), {"c3"}, StampMode::replace_lineage, quiet));
    CHECK(exit_code(stamped.kind()) == 14);
    const std::string& hint = error.details().hint;
    CHECK(stamped.details().hint == hint);
    bench.execute(hint.substr(hint.find("SELECT ")));
    must(bench.upgrade(chain));
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    tell_of_tampering("as required");
}

TEST_CASE("T32: row security that hides rows of the history is refused, with the way out") {
    Bench bench(two);
    const std::string role = bench.database.name() + "_restricted";
    bench.execute("CREATE ROLE " + role + " LOGIN; GRANT CREATE ON SCHEMA public TO " + role +
                  "; GRANT USAGE ON SCHEMA migrator TO " + role +
                  "; GRANT SELECT, INSERT, UPDATE, DELETE ON migrator.history TO " + role +
                  "; ALTER TABLE migrator.history ENABLE ROW LEVEL SECURITY"
                  "; CREATE POLICY guard ON migrator.history USING (revision <> 'c3')");
    must(bench.upgrade(three));  // the owner sees everything
    bench.options.database += " user=" + role;
    for (const Revisions& chain : {two, three}) {
        const Error error = error_of(bench.upgrade(chain));
        CHECK(exit_code(error.kind()) == 17);
        CHECK(summary(error) ==
              "reading the history: row security may hide rows of migrator.history from role \"" + role + "\"");
        CHECK(error.details().hint == "have the owner run: ALTER TABLE migrator.history DISABLE ROW LEVEL SECURITY");
    }
    bench.execute("ALTER TABLE migrator.history DISABLE ROW LEVEL SECURITY");
    must(bench.upgrade(three));
    CHECK(bench.report.steps.empty());
    tell_of_tampering("as required");
}

TEST_CASE("T35: an edited step is named with its file, and nothing else runs") {
    static const Revision edited = {.message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) {
                                        op.add_column("made", column("b", integer()));
                                    }};
    Bench bench(two);
    const Error error =
        error_of(bench.upgrade({{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &edited}, {"c3", "c3.cpp", &more}}));
    CHECK(error.kind() == ErrorKind::diverged);
    CHECK(summary(error).find("revision b2 (b2.cpp) was edited after it had been applied at 20") == 0);
    CHECK(bench.history() == "a1 applied, b2 applied");
    bench.require_golden(two, golden_of(two));
    tell_of_edits();
}

TEST_CASE("T35: line ends, comments and spaces of its source are no edit") {
    static const Revision plain = {.message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) {
#include "layouts/plain.inc"
                                   }};
    // With carriage returns, also inside the SQL.
    static const Revision other = {.message = "Add", .revises = {"a1"}, .upgrade = [](Operations& op) {
#include "layouts/other.inc"
                                   }};
    const auto chain = [](const Revision& second) { return Revisions{two[0], {"b2", "b2.cpp", &second}}; };
    Bench bench(chain(plain));
    must(bench.upgrade(chain(other)));
    CHECK(bench.report.steps.empty());
    bench.require_golden(chain(other), golden_of(two));
    tell_of_edits();
}

TEST_CASE("T35: a new message, file or downgrade is no edit") {
    static const Revision reworded = {.message = "Add b",
                                      .revises = {"a1"},
                                      .upgrade = [](Operations& op) { op.add_column("made", column("b", bigint())); },
                                      .downgrade = [](Operations& op) { op.drop_column("made", "b"); }};
    Bench bench(two);
    const Revisions moved = {{"a1", "moved.cpp", &make}, {"b2", "b2.cpp", &reworded}};
    must(bench.upgrade(moved));
    CHECK(bench.report.steps.empty());
    bench.require_golden(moved, golden_of(two));
    tell_of_edits();
}

TEST_CASE("T34: a database that is ahead") {
    static const Revision additive = {
        .message = "More", .revises = {"b2"}, .upgrade = [](Operations& op) { op.create_table("more", {}); }};
    static const Revision breaking = {.message = "Rename it", .revises = {"b2"}, .upgrade = [](Operations& op) {
                                          op.rename_column("made", "b", "c");
                                      }};
    SECTION("by additive revisions serves an older binary, which writes nothing") {
        Bench bench({two[0], two[1], {"c3", "c3.cpp", &additive}});
        must(bench.upgrade(two));
        CHECK(bench.report.ahead == std::vector<std::string>{"c3"});
        CHECK(bench.report.steps.empty());
        CHECK(bench.report.traffic.statements == 2);
        CHECK(error_of(bench.downgrade(two, "base")).kind() == ErrorKind::ahead);
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
        bench.require_golden(two, golden_of({two[0], two[1], {"c3", "c3.cpp", &additive}}));
    }
    SECTION("by breaking revisions refuses an older binary, naming both ends") {
        Bench bench({two[0], two[1], {"c3", "c3.cpp", &breaking}});
        const Error error = error_of(bench.upgrade(two));
        CHECK(error.kind() == ErrorKind::ahead);
        CHECK(exit_code(error.kind()) == 13);
        CHECK(summary(error) ==
              "the database is ahead of this binary by breaking revisions: c3 (Rename it); the newest one compiled in "
              "is b2");
        const Revisions newer = {two[0], two[1], {"c3", "c3.cpp", &breaking}};
        bench.require_golden(newer, golden_of(newer));
    }
    gestaloka::faults::tell({"T34", "the database is newer than the binary, by additive or by breaking revisions",
                             "serves without a write; exit 13 naming both sides", "as required", 1, 0});
}
