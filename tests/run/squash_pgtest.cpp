// A squash on a database: new ones run it, those inside its range go on as before, and the history tells of both the
// same.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "migrator/operation/checksum.hpp"
#include "migrator/run/damage.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/run/repair.hpp"
#include "migrator/run/stamp.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision a1 = {.message = "A", .upgrade = [](Operations& op) { op.create_table("a", {column("x", bigint())}); }};
const Revision b2 = {.message = "B", .revises = {"a1"}, .upgrade = [](Operations& op) {
                         op.create_table("b", {column("x", bigint())});
                     }};
const Revision c3 = {
    .message = "C", .revises = {"b2"}, .upgrade = [](Operations& op) { op.add_column("b", column("y", bigint())); }};
const Revision d4 = {.message = "D",
                     .revises = {"c3"},
                     .upgrade = [](Operations& op) { op.drop_table("a"); },
                     .irreversible = "the rows of a are gone"};
const Revision e5 = {
    .message = "E", .revises = {"d4"}, .upgrade = [](Operations& op) { op.add_column("b", column("z", bigint())); }};

const Revisions long_way = {
    {"a1", "a1.cpp", &a1}, {"b2", "b2.cpp", &b2}, {"c3", "c3.cpp", &c3}, {"d4", "d4.cpp", &d4}, {"e5", "e5.cpp", &e5}};

std::string line_for(const Registry& registry, const char* id, const char* compatibility) {
    const RevisionNode& node = *registry.find(id);
    std::string line = std::string(id) + " " + compatibility + " " + checksum(must(node.upgrade_operations()));
    for (const std::string& parent : node.parents)
        line += " " + parent;
    return line + "\n";
}

void make_b(Operations& op) {
    op.create_table("b", {column("x", bigint()), column("y", bigint())});
}

// s of b2 and c3; t of a1 to d4, for new databases only.
const Revision& squash_s() {
    static const std::string lines = [] {
        const Registry registry = must(Registry::create(long_way));
        return line_for(registry, "b2", "additive") + line_for(registry, "c3", "additive");
    }();
    static const Revision squash = {
        .message = "B and C", .revises = {"a1"}, .replaces = lines.c_str(), .upgrade = make_b};
    return squash;
}

const Revision& squash_t() {
    static const std::string lines = [] {
        const Registry registry = must(Registry::create(long_way));
        return line_for(registry, "a1", "additive") + line_for(registry, "b2", "additive") +
               line_for(registry, "c3", "additive") + line_for(registry, "d4", "breaking");
    }();
    static const Revision squash = {
        .message = "A to D", .replaces = lines.c_str(), .new_databases_only = "it drops a", .upgrade = make_b};
    return squash;
}

Revisions with(const Revisions& list, const char* id, const Revision& squash, const std::string& gone = "") {
    Revisions all;
    for (const RegisteredRevision& revision : list)
        if (gone.find(revision.id) == std::string::npos) all.push_back(revision);
    all.push_back({id, "squash.cpp", &squash});
    return all;
}

std::string ran(const RunReport& report) {
    std::string ids;
    for (const AppliedStep& step : report.steps)
        ids += (ids.empty() ? "" : " ") + step.revision;
    return ids;
}

// Everything that a history says of what is applied.
std::string rows_of(Bench& bench) {
    return bench.ask(
        "SELECT string_agg(concat_ws(' ', revision, parents, message, checksum, state, breaking), E'\\n' "
        "ORDER BY sequence) FROM migrator.history");
}

std::string columns_of_b(Bench& bench) {
    return bench.ask(
        "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = "
        "'b'::regclass AND attnum > 0 AND NOT attisdropped");
}

}  // namespace

TEST_CASE("a new database runs the squash instead of its range, and its history is that of the range") {
    Bench by_range(long_way);
    Bench bench;
    must(bench.upgrade(with(long_way, "s", squash_s())));
    CHECK(ran(bench.report) == "a1 s d4 e5");
    CHECK(bench.report.applied_count == 5);
    CHECK(rows_of(bench) == rows_of(by_range));
    CHECK(columns_of_b(bench) == columns_of_b(by_range));
    must(bench.upgrade(with(long_way, "s", squash_s())));
    CHECK(bench.report.steps.empty());
    INFO("a binary without the squash finds nothing to do and nothing wrong");
    must(bench.upgrade(long_way));
    CHECK(bench.report.steps.empty());
    must(bench.downgrade(long_way, "d4"));
}

TEST_CASE("of two squashes a new database takes the one that replaces more") {
    Bench bench;
    Revisions list = with(long_way, "s", squash_s());
    list.push_back({"t", "t.cpp", &squash_t()});
    must(bench.upgrade(list));
    CHECK(ran(bench.report) == "t e5");
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied, d4 applied, e5 applied");
}

TEST_CASE("a target inside the range goes the long way") {
    Bench bench;
    must(bench.upgrade(with(long_way, "s", squash_s()), "b2"));
    CHECK(ran(bench.report) == "a1 b2");
    must(bench.upgrade(with(long_way, "s", squash_s()), "s"));
    CHECK(ran(bench.report) == "c3");
}

TEST_CASE("a database before the range or inside it goes on with the replaced revisions") {
    const char* at = GENERATE("a1", "b2", "c3");
    INFO("at " << at);
    Bench bench;
    must(bench.upgrade(long_way, at));
    must(bench.upgrade(with(long_way, "s", squash_s())));
    CHECK(ran(bench.report).find('s') == std::string::npos);
    CHECK(bench.history() == "a1 applied, b2 applied, c3 applied, d4 applied, e5 applied");
}

TEST_CASE("when the files of the range are gone, its rows are the squash") {
    const Revisions short_list = with(long_way, "s", squash_s(), "b2 c3");
    const Registry registry = must(Registry::create(short_list));
    SECTION("on a database that went the long way there is nothing to do") {
        Bench bench(long_way);
        must(bench.upgrade(short_list));
        CHECK(bench.report.steps.empty());
        CHECK(bench.report.applied_count == 5);
        CHECK(bench.report.ahead.empty());
        Observer quiet;
        CHECK(must(find_damage(must(inspect(bench.options, quiet)), registry)).empty());
    }
    SECTION("a new one gets rows that an older binary takes for its own") {
        Bench bench;
        must(bench.upgrade(short_list));
        CHECK(ran(bench.report) == "a1 s d4 e5");
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied, d4 applied, e5 applied");
        must(bench.upgrade(long_way));
        CHECK(bench.report.steps.empty());
    }
    SECTION("a database inside the range is refused with the way out, and left as it is") {
        Bench bench;
        must(bench.upgrade(long_way, "b2"));
        const Error error = error_of(bench.upgrade(short_list));
        CHECK(error.kind() == ErrorKind::diverged);
        CHECK(summary(error) == "the database has b2 but not c3, and s (squash.cpp) replaces both");
        CHECK(full_text(error).find("with a binary that still has the files") != std::string::npos);
        CHECK(bench.history() == "a1 applied, b2 applied");
    }
    SECTION("a database before the range runs it, for nothing in it needs rows") {
        Bench bench;
        must(bench.upgrade(long_way, "a1"));
        must(bench.upgrade(short_list));
        CHECK(ran(bench.report) == "s d4 e5");
    }
    SECTION("a row under a replaced id that is something else is found") {
        Bench bench(long_way);
        bench.execute("UPDATE migrator.history SET checksum = 'other' WHERE revision = 'b2'");
        const Error error = error_of(bench.upgrade(short_list));
        CHECK(error.kind() == ErrorKind::diverged);
        CHECK(summary(error).find("as something else than what s (squash.cpp) replaces") != std::string::npos);
    }
    SECTION("the way back is one step, and up again") {
        Bench bench;
        must(bench.upgrade(long_way, "c3"));
        must(bench.downgrade(short_list, "a1"));
        CHECK(ran(bench.report) == "s");
        CHECK(bench.history() == "a1 applied");
        CHECK(bench.ask("SELECT to_regclass('b')") == "NULL");
        must(bench.upgrade(short_list, "s"));
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
    }
    SECTION("a stamp writes and deletes its rows") {
        Bench bench;
        Observer quiet;
        must(stamp(bench.options, registry, {"s"}, StampMode::replace_lineage, quiet));
        CHECK(bench.history() == "a1 applied, b2 applied, c3 applied");
        CHECK(must(stamp(bench.options, registry, {"s"}, StampMode::replace_lineage, quiet)).added.empty());
        must(stamp(bench.options, registry, {"a1"}, StampMode::replace_lineage, quiet));
        CHECK(bench.history() == "a1 applied");
    }
}

TEST_CASE("a squash that leaves out what happened to rows runs on a new database only") {
    const Revisions short_list = with(long_way, "t", squash_t(), "a1 b2 c3 d4");
    Bench bench;
    must(bench.upgrade(short_list));
    CHECK(ran(bench.report) == "t e5");
    SECTION("irreversible revisions in it bar the way back") {
        const Revisions open = with(long_way, "t", squash_t());
        CHECK(error_of(bench.downgrade(open, "c3")).kind() == ErrorKind::usage);
    }
    SECTION("not on one that has revisions of another branch") {
        static const Revision other = {.message = "Other"};
        Revisions list = short_list;
        list.push_back({"f6", "f6.cpp", &other});
        Bench started;
        must(started.upgrade({{"f6", "f6.cpp", &other}}));
        const Error error = error_of(started.upgrade(list, "heads"));
        CHECK(error.kind() == ErrorKind::diverged);
        CHECK(summary(error).find("is for new databases only, and this one has revisions: it drops a") !=
              std::string::npos);
    }
}

TEST_CASE("a torn squash shows in each of its rows, and each is settled by hand") {
    static const std::string lines = [] {
        const Registry registry = must(Registry::create(long_way));
        return line_for(registry, "b2", "additive") + line_for(registry, "c3", "additive");
    }();
    static const Revision tearing = {.message = "Tearing",
                                     .revises = {"a1"},
                                     .replaces = lines.c_str(),
                                     .upgrade = [](Operations& op) { op.execute("COMMIT"); },
                                     .irreversible = "no"};
    const Revisions list = with(long_way, "s", tearing, "b2 c3 d4 e5");
    Bench bench;
    CHECK(error_of(bench.upgrade(list)).kind() == ErrorKind::torn);
    CHECK(bench.history() == "a1 applied, b2 applying, c3 applying");
    const Registry registry = must(Registry::create(list));
    Observer quiet;
    CHECK(must(find_damage(must(inspect(bench.options, quiet)), registry)).size() == 2);
    must(repair(bench.options, registry, {RepairAction::mark_not_applied, "b2"}, quiet));
    must(repair(bench.options, registry, {RepairAction::mark_not_applied, "c3"}, quiet));
    CHECK(bench.history() == "a1 applied");
}
