// The decision of a run, without a database: history and revisions in, plan or refusal out.
#include "migrator/run/decide.hpp"

#include <catch2/catch.hpp>

#include "migrator/operation/checksum.hpp"
#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"
#include "tests/support/fault_results.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make_users = {.message = "Make users",
                             .upgrade = [](Operations& op) { op.create_table("users", {column("id", bigint())}); }};
const Revision make_skills = {.message = "Make skills", .revises = {"users"}, .upgrade = [](Operations& op) {
                                  op.create_table("skills", {column("id", bigint())});
                              }};
const Revision rename_skills = {.message = "Rename skills", .revises = {"skills"}, .upgrade = [](Operations& op) {
                                    op.rename_table("skills", "abilities");
                                }};

const std::vector<RegisteredRevision> all = {{"users", "users.cpp", &make_users},
                                             {"skills", "skills.cpp", &make_skills},
                                             {"rename", "rename.cpp", &rename_skills}};

Registry registry() {
    return must(Registry::create(all));
}

// The row that an undisturbed run leaves.
HistoryRow row_of(const std::string& id) {
    const Registry known = registry();
    const RevisionNode& node = *known.find(id);
    HistoryRow row;
    row.revision = id;
    row.parents = node.parents;
    row.message = node.message;
    row.checksum = checksum(must(node.upgrade_operations()));
    row.state = StepState::applied;
    row.applied_at = "2025-07-08T00:00:00Z";
    return row;
}

HistoryRow unknown_row(const std::string& id, const std::string& parent, bool breaking) {
    HistoryRow row;
    row.revision = id;
    row.parents = {parent};
    row.message = "From the future";
    row.state = StepState::applied;
    row.breaking = breaking;
    return row;
}

History applied(const std::vector<std::string>& ids) {
    History history;
    history.exists = true;
    for (const std::string& id : ids)
        history.rows.push_back(row_of(id));
    return history;
}

std::string steps(const Plan& plan) {
    std::vector<const RevisionNode*> nodes;
    for (const PlannedStep& step : plan.steps)
        nodes.push_back(step.revision);
    return ids_of(nodes);
}

void check_refusal(const History& history, ErrorKind kind, const std::string& text) {
    for (const bool upgrade : {true, false}) {
        const Registry known = registry();
        const Error error =
            error_of(upgrade ? decide_upgrade(history, known, "head") : decide_downgrade(history, known, "base"));
        CHECK(error.kind() == kind);
        CHECK(summary(error) == text);
    }
}

void tell_of_chains() {
    gestaloka::faults::tell(
        {"T33", "an unknown revision below the head; an older one that was not applied; two builds; two of one id",
         "findings of their own, exit 14; a branch that comes in late is applied; a doubled id is found before "
         "connecting",
         "as required", 1});
}

}  // namespace

TEST_CASE("an empty history needs everything") {
    const Registry known = registry();
    const Plan plan = must(decide_upgrade({}, known, "head"));
    CHECK(steps(plan) == "users skills rename");
    CHECK(plan.ahead.empty());
    CHECK(plan.steps[0].direction == Direction::upgrade);
    CHECK(plan.steps[0].operations.size() == 1);
    CHECK(plan.steps[0].checksum == row_of("users").checksum);
    CHECK_FALSE(plan.steps[0].breaking);
    CHECK(plan.steps[2].breaking);
    CHECK(must(decide_downgrade({}, known, "base")).steps.empty());
}

TEST_CASE("a complete history needs nothing") {
    const Registry known = registry();
    CHECK(must(decide_upgrade(applied({"users", "skills", "rename"}), known, "head")).steps.empty());
}

TEST_CASE("what is missing is planned from where the history ends") {
    const Registry known = registry();
    CHECK(steps(must(decide_upgrade(applied({"users"}), known, "head"))) == "skills rename");
    CHECK(steps(must(decide_upgrade(applied({"users"}), known, "+1"))) == "skills");
    CHECK(error_of(decide_upgrade(applied({"users"}), known, "nowhere")).kind() == ErrorKind::usage);
}

TEST_CASE("the order of rows does not matter") {
    const Registry known = registry();
    CHECK(steps(must(decide_upgrade(applied({"skills", "users"}), known, "head"))) == "rename");
}

TEST_CASE("a downgrade is planned with the inverse operations") {
    const Registry known = registry();
    const Plan plan = must(decide_downgrade(applied({"users", "skills", "rename"}), known, "users"));
    CHECK(steps(plan) == "rename skills");
    CHECK(plan.steps[0].direction == Direction::downgrade);
    CHECK(plan.steps[0].operations == std::vector<Operation>{RenameTable{"abilities", "skills"}});
    CHECK(plan.steps[0].checksum == row_of("rename").checksum);
}

TEST_CASE("an irreversible step on the way is refused with its file") {
    static const Revision irreversible = {.message = "m",
                                          .revises = {"users"},
                                          .upgrade = [](Operations& op) { op.drop_table("users"); },
                                          .irreversible = "the users are gone"};
    const Registry known = must(Registry::create({all[0], {"drop", "drop.cpp", &irreversible}}));
    History history = applied({"users"});
    HistoryRow row = unknown_row("drop", "users", true);
    row.checksum = checksum(must(known.find("drop")->upgrade_operations()));
    history.rows.push_back(row);
    const Error error = error_of(decide_downgrade(history, known, "base"));
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(summary(error) == "revision drop (drop.cpp): it is irreversible: the users are gone");
}

TEST_CASE("a step that began and never ended is torn") {
    History history = applied({"users", "skills"});
    SECTION("applying") {
        history.rows[1].state = StepState::applying;
        check_refusal(history, ErrorKind::torn,
                      "revision skills is torn: it began applying at 2025-07-08T00:00:00Z and never ended");
    }
    SECTION("reverting") {
        history.rows[1].state = StepState::reverting;
        check_refusal(history, ErrorKind::torn,
                      "revision skills is torn: it began reverting at 2025-07-08T00:00:00Z and never ended");
    }
    SECTION("also one that this binary does not know") {
        history.rows.push_back(unknown_row("future", "skills", false));
        history.rows.back().state = StepState::applying;
        CHECK(error_of(decide_upgrade(history, registry(), "head")).kind() == ErrorKind::torn);
    }
}

TEST_CASE("a history that was changed by hand has diverged") {
    SECTION("a state that does not exist") {
        History history = applied({"users"});
        history.rows[0].state = StepState::unknown;
        check_refusal(history, ErrorKind::diverged, "the history row of \"users\" has no valid state");
    }
    SECTION("a row without an id") {
        History history = applied({"users"});
        history.rows[0].revision.clear();
        check_refusal(history, ErrorKind::diverged, "the history row of \"\" has no valid state");
    }
    SECTION("a row twice") {
        check_refusal(applied({"users", "users"}), ErrorKind::diverged, "the history holds revision users twice");
    }
    SECTION("other parents") {
        History history = applied({"users", "skills"});
        history.rows[1].parents = {"users", "elsewhere"};
        check_refusal(history, ErrorKind::diverged,
                      "revision skills (skills.cpp) now revises users, but was applied on users, elsewhere");
        history.rows[1].parents.clear();
        check_refusal(history, ErrorKind::diverged,
                      "revision skills (skills.cpp) now revises users, but was applied on nothing");
    }
}

TEST_CASE("a step that was edited after it had been applied is named with both checksums") {
    History history = applied({"users", "skills"});
    history.rows[1].checksum = "0123";
    check_refusal(history, ErrorKind::diverged,
                  "revision skills (skills.cpp) was edited after it had been applied at 2025-07-08T00:00:00Z");
    const Error error = error_of(decide_upgrade(history, registry(), "head"));
    CHECK(error.details().detail == "applied checksum 0123\ncompiled checksum " + row_of("skills").checksum);
}

TEST_CASE("an older binary serves when all unknown revisions are additive") {
    History history = applied({"users", "skills", "rename"});
    history.rows.push_back(unknown_row("future1", "rename", false));
    history.rows.push_back(unknown_row("future2", "future1", false));
    const Registry known = registry();
    const Plan plan = must(decide_upgrade(history, known, "head"));
    CHECK(plan.steps.empty());
    CHECK(plan.ahead == std::vector<std::string>{"future1", "future2"});
    SECTION("but it cannot undo them") {
        const Error error = error_of(decide_downgrade(history, known, "-1"));
        CHECK(error.kind() == ErrorKind::ahead);
        CHECK(summary(error).find("future1, future2") != std::string::npos);
    }
}

TEST_CASE("an older binary refuses when an unknown revision breaks it") {
    History history = applied({"users", "skills", "rename"});
    history.rows.push_back(unknown_row("future1", "rename", false));
    history.rows.push_back(unknown_row("future2", "future1", true));
    check_refusal(history, ErrorKind::ahead,
                  "the database is ahead of this binary by breaking revisions: future2 (From the future); the newest "
                  "one compiled in is rename");
}

TEST_CASE("T33: an older revision that was not applied below newer ones has diverged") {
    SECTION("a gap") {
        check_refusal(applied({"users", "rename"}), ErrorKind::diverged,
                      "the history holds rename but not its parent skills");
    }
    SECTION("a gap below a step that was cut off") {
        for (const StepState state : {StepState::running, StepState::undoing}) {
            History history = applied({"skills"});
            history.rows[0].state = state;
            check_refusal(history, ErrorKind::diverged, "the history holds skills but not its parent users");
        }
    }
    tell_of_chains();
}

TEST_CASE("T33: an unknown revision that stands on nothing has diverged") {
    History history = applied({"users"});
    history.rows.push_back(unknown_row("future", "nowhere", false));
    check_refusal(history, ErrorKind::diverged, "the history holds future but not its parent nowhere");
    tell_of_chains();
}

TEST_CASE("the database of another chain is not touched") {
    History history;
    HistoryRow row = unknown_row("other", "", false);
    row.parents.clear();
    history.rows = {row};
    check_refusal(history, ErrorKind::diverged, "none of the applied revisions is compiled in: other");
}

TEST_CASE("a long list of unknown revisions is cut") {
    History history;
    for (int i = 0; i < 12; ++i) {
        history.rows.push_back(unknown_row("f" + std::to_string(i), "", false));
        history.rows.back().parents.clear();
    }
    check_refusal(history, ErrorKind::diverged,
                  "none of the applied revisions is compiled in: f0, f1, f2, f3, f4, f5, f6, f7 and 4 more");
}

TEST_CASE("T33: two builds that went different ways are not mixed") {
    History history = applied({"users"});
    history.rows.push_back(unknown_row("future", "users", false));
    const Error error = error_of(decide_upgrade(history, registry(), "head"));
    CHECK(error.kind() == ErrorKind::diverged);
    CHECK(summary(error) ==
          "the database holds unknown revisions (future) while this binary has others to apply (skills first)");
    tell_of_chains();
}

TEST_CASE("T33: an older revision on a branch of its own is applied when it comes in late") {
    static const Revision merge = {.message = "Merge", .revises = {"early", "late"}, .upgrade = [](Operations&) {}};
    static const Revision branch = {.message = "Branch", .revises = {"users"}, .upgrade = [](Operations&) {}};
    const Registry known = must(Registry::create(
        {all[0], {"early", "early.cpp", &branch}, {"late", "late.cpp", &branch}, {"merge", "merge.cpp", &merge}}));
    History history = applied({"users"});
    HistoryRow row = unknown_row("early", "users", false);
    row.checksum = checksum({});
    history.rows.push_back(row);
    CHECK(steps(must(decide_upgrade(history, known, "head"))) == "late merge");
    tell_of_chains();
}

TEST_CASE("T33: two revisions with one id are found without a database") {
    CHECK(summary(error_of(Registry::create({all[0], all[1], {"users", "copy.cpp", &make_skills}}))) ==
          "two revisions have the id users: users.cpp and copy.cpp");
    tell_of_chains();
}

TEST_CASE("a revision's own word on compatibility wins over its operations") {
    static const Revision says_additive = {.message = "m",
                                           .upgrade = [](Operations& op) { op.drop_table("unused"); },
                                           .compatibility = Compatibility::additive,
                                           .compatibility_reason = "nobody uses it"};
    static const Revision says_breaking = {.message = "m",
                                           .upgrade = [](Operations& op) { op.create_schema("s"); },
                                           .compatibility = Compatibility::breaking,
                                           .compatibility_reason = "rows mean something else"};
    const auto plan_of = [](const Revision& revision) {
        const Registry known = must(Registry::create({{"a", "a.cpp", &revision}}));
        return must(decide_upgrade({}, known, "head")).steps.at(0).breaking;
    };
    CHECK_FALSE(plan_of(says_additive));
    CHECK(plan_of(says_breaking));
}
