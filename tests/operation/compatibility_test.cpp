// Which operations an older server survives.
#include "migrator/operation/compatibility.hpp"

#include <catch2/catch.hpp>

#include "recorded.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

template <class Step>
bool is_breaking(Step step) {
    const CompatibilityFinding finding = find_compatibility(recorded(step));
    CHECK(finding.breaking != finding.reason.empty());
    return finding.breaking;
}

Sequence sequence_named(const char* name) {
    Sequence sequence;
    sequence.name = name;
    return sequence;
}

}  // namespace

TEST_CASE("what only adds is additive") {
    CHECK_FALSE(is_breaking([](Operations&) {}));
    CHECK_FALSE(is_breaking([](Operations& op) { op.create_schema("s"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.create_table("t", {column("id", bigint()).not_null()}); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.create_index("ix", "t", {"a"}); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.create_enum("e", {"a"}); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.add_enum_value("e", "b"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.create_sequence(sequence_named("s")); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.alter_sequence("s", {}); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.set_table_comment("t", "c"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.bulk_insert("t", {"a"}, {{1LL}}); }));
}

TEST_CASE("what nobody's SQL names may go or change its name") {
    CHECK_FALSE(is_breaking([](Operations& op) { op.drop_constraint("t", "c"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.rename_constraint("t", "a", "b"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.validate_constraint("t", "c"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.drop_index("ix"); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.rename_index("a", "b"); }));
}

TEST_CASE("a new column is additive unless an older server would have to fill it") {
    CHECK_FALSE(is_breaking([](Operations& op) { op.add_column("t", column("a", text())); }));
    CHECK_FALSE(
        is_breaking([](Operations& op) { op.add_column("t", column("a", text()).not_null().server_default("''")); }));
    CHECK_FALSE(is_breaking(
        [](Operations& op) { op.add_column("t", column("a", text()).not_null().generated_as("b || 'x'")); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.add_column("t", column("a", bigint()).identity_always()); }));
    CHECK_FALSE(is_breaking([](Operations& op) { op.add_column("t", column("a", bigserial())); }));
    CHECK(is_breaking([](Operations& op) { op.add_column("t", column("a", text()).not_null()); }));
}

TEST_CASE("what takes something away or renames it breaks an older server") {
    CHECK(is_breaking([](Operations& op) { op.drop_schema("s"); }));
    CHECK(is_breaking([](Operations& op) { op.drop_table("t"); }));
    CHECK(is_breaking([](Operations& op) { op.rename_table("a", "b"); }));
    CHECK(is_breaking([](Operations& op) { op.drop_column("t", "a"); }));
    CHECK(is_breaking([](Operations& op) { op.rename_column("t", "a", "b"); }));
    CHECK(is_breaking([](Operations& op) { op.drop_enum("e"); }));
    CHECK(is_breaking([](Operations& op) { op.rename_enum_value("e", "a", "b"); }));
    CHECK(is_breaking([](Operations& op) { op.recreate_enum("e", {"a"}, {}); }));
    CHECK(is_breaking([](Operations& op) { op.drop_sequence("s"); }));
}

TEST_CASE("what may reject the rows of an older server breaks it") {
    CHECK(is_breaking([](Operations& op) { op.add_constraint("t", unique({"a"})); }));
    IndexOptions unique_index;
    unique_index.unique = true;
    CHECK(is_breaking([&](Operations& op) { op.create_index("ix", "t", {"a"}, unique_index); }));
}

TEST_CASE("a column that becomes generated or plain breaks an older server, unless the step has made its table") {
    const Column both = column("both", integer()).generated_as("hp + mp");
    CHECK(is_breaking([&](Operations& op) { op.drop_expression("t", both); }));
    CHECK(is_breaking([&](Operations& op) { op.add_expression("t", both); }));
    CHECK_FALSE(is_breaking([&](Operations& op) {
        op.create_table("t", {both});
        op.drop_expression("t", both);
        op.add_expression("t", both);
    }));
}

TEST_CASE("each change of a column has its own class") {
    const auto alter = [](ColumnChange change) {
        return is_breaking([&](Operations& op) { op.alter_column("t", "c", std::move(change)); });
    };
    CHECK(alter(change().type(bigint())));
    CHECK(alter(change().set_not_null()));
    CHECK(alter(change().drop_not_null()));
    CHECK(alter(change().drop_default()));
    CHECK_FALSE(alter(change().set_default("1")));
    CHECK(alter(change().drop_identity({})));
    CHECK_FALSE(alter(change().set_identity({})));
}

TEST_CASE("what cannot be judged is taken as breaking") {
    CHECK(is_breaking([](Operations& op) { op.execute("SELECT 1"); }));
    CHECK(is_breaking([](Operations& op) { op.run("fill", do_nothing); }));
    CHECK(is_breaking([](Operations& op) { op.backfill({"t", {"id"}, "a = 1", ""}); }));
    CHECK(is_breaking([](Operations& op) {
        op.execute_outside_transaction({SqlText{"VACUUM"}, SqlText{"SELECT true"}, SqlText{"SELECT 1"}});
    }));
}

TEST_CASE("an older server does not know the tables that the same step creates") {
    CHECK_FALSE(is_breaking([](Operations& op) {
        op.create_table({"game", "t"}, {column("a", text())});
        op.add_column({"game", "t"}, column("b", text()).not_null());
        op.add_constraint({"game", "t"}, unique({"a"}));
        op.alter_column({"game", "t"}, "a", change().set_not_null());
        IndexOptions unique_index;
        unique_index.unique = true;
        op.create_index("ix", {"game", "t"}, {"a"}, unique_index);
    }));
    CHECK(is_breaking([](Operations& op) {
        op.create_table({"game", "t"}, {});
        op.add_constraint("t", unique({"a"}));
    }));
}

TEST_CASE("another comment of an object breaks nothing, another definition does") {
    RawObject former;
    former.name = "v";
    former.definition = {"CREATE VIEW v AS SELECT 1"};
    RawObject object = former;
    object.comment = "one";
    CHECK_FALSE(is_breaking([&](Operations& op) { op.replace_object(object, former); }));
    object.definition.text += " AS number";
    CHECK(is_breaking([&](Operations& op) { op.replace_object(object, former); }));
}

TEST_CASE("the finding names the first operation that breaks") {
    const auto finding = find_compatibility(recorded([](Operations& op) {
        op.create_schema("s");
        op.rename_column("character_stats", "energy", "mp");
        op.drop_table("t");
    }));
    CHECK(finding.reason == "rename_column energy: an older server's SQL fails");
}
