// The inverse of each operation, or what it would need.
#include "migrator/operation/invert.hpp"

#include <catch2/catch.hpp>

#include "recorded.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// The operations that undo what `step` records.
template <class Step>
std::vector<Operation> inverse_of(Step step) {
    return must(invert(recorded(step)));
}

// Undoing what undoes `step` must be `step` again.
template <class Step>
Operation inverse_both_ways(Step step) {
    const std::vector<Operation> operations = recorded(step);
    const std::vector<Operation> inverse = must(invert(operations));
    CHECK(must(invert(inverse)) == operations);
    REQUIRE(inverse.size() == 1);
    return inverse.front();
}

template <class Step>
void check_refusal(Step step, const std::string& summary_text, const std::string& hint) {
    const Error error = error_of(invert(recorded(step)));
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(summary(error) == summary_text + " cannot be undone by itself");
    CHECK(error.details().hint == hint + ", or write a downgrade, or say why it is irreversible");
}

Table skills() {
    Table table;
    table.name = ObjectName("game", "skills");
    table.columns = {column("id", bigint()).not_null(), column("name", text())};
    table.constraints = {primary_key({"id"}).named("skills_pkey")};
    return table;
}

}  // namespace

TEST_CASE("what a step made is undone by dropping it, with the definition for the way forth") {
    CHECK(inverse_both_ways([](Operations& op) { op.create_schema("s"); }) == Operation(DropSchema{"s"}));
    CHECK(inverse_both_ways([](Operations& op) {
              op.create_table(skills().name, skills().columns, skills().constraints);
          }) == Operation(DropTable{skills().name, skills()}));
    const Column mp = column("mp", integer()).not_null().server_default("0");
    CHECK(inverse_both_ways([&](Operations& op) { op.add_column("t", mp); }) == Operation(DropColumn{"t", "mp", mp}));
    const Column both = column("both", integer()).generated_as("hp + mp");
    CHECK(inverse_both_ways([&](Operations& op) { op.add_expression("t", both); }) ==
          Operation(DropExpression{"t", "both", both}));
    const Constraint key = unique({"a"}).named("t_a_key");
    CHECK(inverse_both_ways([&](Operations& op) { op.add_constraint("t", key); }) ==
          Operation(DropConstraint{"t", "t_a_key", key}));
    const Index index{"ix", {"game", "t"}, {"a"}, {}};
    CHECK(inverse_both_ways([&](Operations& op) {
              op.create_index("ix", {"game", "t"}, {"a"});
          }) == Operation(DropIndex{{"game", "ix"}, index}));
    CHECK(inverse_both_ways([](Operations& op) {
              op.create_enum("e", {"a", "b"});
          }) == Operation(DropEnum{"e", {"a", "b"}}));
    Sequence sequence;
    sequence.name = "s";
    CHECK(inverse_both_ways([&](Operations& op) { op.create_sequence(sequence); }) ==
          Operation(DropSequence{"s", sequence}));
}

TEST_CASE("renames are undone by renaming back, in the same schema") {
    CHECK(inverse_both_ways([](Operations& op) {
              op.rename_table({"game", "a"}, "b");
          }) == Operation(RenameTable{{"game", "b"}, "a"}));
    CHECK(inverse_both_ways([](Operations& op) { op.rename_column("t", "a", "b"); }) ==
          Operation(RenameColumn{"t", "b", "a"}));
    CHECK(inverse_both_ways([](Operations& op) { op.rename_constraint("t", "a", "b"); }) ==
          Operation(RenameConstraint{"t", "b", "a"}));
    CHECK(inverse_both_ways([](Operations& op) {
              op.rename_index({"game", "a"}, "b");
          }) == Operation(RenameIndex{{"game", "b"}, "a"}));
    CHECK(inverse_both_ways([](Operations& op) { op.rename_enum_value("e", "a", "b"); }) ==
          Operation(RenameEnumValue{"e", "b", "a"}));
}

TEST_CASE("a column change is undone where the former state was told") {
    const auto inverse = [](ColumnChange change) {
        return std::get<AlterColumn>(
            inverse_both_ways([&](Operations& op) { op.alter_column("t", "c", std::move(change)); }));
    };
    CHECK(inverse(change().type(integer(), "c::int").from_type(text(), "c::text")).type ==
          TypeChange{text(), "c::text", integer(), "c::int"});
    CHECK(inverse(change().set_default("2").from_default("1")).server_default == DefaultChange{"1", true, "2"});
    CHECK(inverse(change().set_default("2").from_no_default()).server_default ==
          DefaultChange{std::nullopt, true, "2"});
    CHECK(inverse(change().drop_default().from_default("1")).server_default == DefaultChange{"1", true, std::nullopt});
    CHECK(inverse(change().set_not_null()).nullability == NullabilityChange{Nullability::nullable});
    CHECK(inverse(change().drop_not_null()).nullability == NullabilityChange{Nullability::not_null});
    const Identity identity{Identity::Kind::by_default, {}};
    CHECK(inverse(change().set_identity(identity)).identity == IdentityChange{std::nullopt, identity});
    CHECK(inverse(change().drop_identity(identity)).identity == IdentityChange{identity, std::nullopt});
    CHECK(inverse(change().set_identity(identity).from_identity({})).identity == IdentityChange{Identity{}, identity});
}

TEST_CASE("other changes are undone where the former state was told") {
    CHECK(inverse_both_ways([](Operations& op) {
              op.recreate_enum("e", {"a"}, {{"t", "c", {}}}, {"a", "b"});
          }) == Operation(RecreateEnum{"e", {"a", "b"}, {{"t", "c", {}}}, {"a"}}));
    SequenceOptions by_two;
    by_two.increment = 2;
    SequenceOptions by_one;
    by_one.increment = 1;
    CHECK(inverse_both_ways([&](Operations& op) { op.alter_sequence("s", by_two, by_one); }) ==
          Operation(AlterSequence{"s", by_one, by_two}));
    CHECK(inverse_both_ways([](Operations& op) { op.set_table_comment("t", "new", "old"); }) ==
          Operation(SetComment{"t", {}, "old", "new"}));
    CHECK(inverse_both_ways([](Operations& op) { op.set_column_comment("t", "c", "new", ""); }) ==
          Operation(SetComment{"t", "c", "", "new"}));
    CHECK(inverse_both_ways([](Operations& op) { op.execute("forth", "back"); }) ==
          Operation(Execute{SqlText{"back"}, SqlText{"forth"}}));
}

TEST_CASE("several operations are undone from the last to the first") {
    const auto inverse = inverse_of([](Operations& op) {
        op.create_schema("a");
        op.create_schema("b");
        op.rename_table("x", "y");
    });
    CHECK(inverse == std::vector<Operation>{RenameTable{"y", "x"}, DropSchema{"b"}, DropSchema{"a"}});
    CHECK(inverse_of([](Operations&) {}).empty());
}

TEST_CASE("what was not told is refused with what it would need") {
    check_refusal([](Operations& op) { op.drop_table("t"); }, "drop_table \"t\"", "give drop_table the definition");
    check_refusal([](Operations& op) { op.drop_column("t", "c"); }, "drop_column \"c\"",
                  "give drop_column the definition");
    check_refusal([](Operations& op) { op.drop_constraint("t", "c"); }, "drop_constraint \"c\"",
                  "give drop_constraint the definition");
    check_refusal([](Operations& op) { op.drop_index("ix"); }, "drop_index \"ix\"", "give drop_index the definition");
    check_refusal([](Operations& op) { op.drop_enum("e"); }, "drop_enum \"e\"", "give drop_enum the labels");
    check_refusal([](Operations& op) { op.drop_sequence("s"); }, "drop_sequence \"s\"",
                  "give drop_sequence the definition");
    check_refusal([](Operations& op) { op.alter_column("t", "c", change().type(text())); }, "the type of column \"c\"",
                  "add from_type()");
    check_refusal([](Operations& op) { op.alter_column("t", "c", change().set_default("1")); },
                  "the default of column \"c\"", "add from_default() or from_no_default()");
    check_refusal([](Operations& op) { op.recreate_enum("e", {"a"}, {}); }, "recreate_enum \"e\"",
                  "give recreate_enum the former labels");
    check_refusal([](Operations& op) { op.alter_sequence("s", {}); }, "alter_sequence \"s\"",
                  "give alter_sequence the former options");
    check_refusal([](Operations& op) { op.set_table_comment("t", "c"); }, "the comment on \"t\"",
                  "give the former comment");
    check_refusal([](Operations& op) { op.execute("x"); }, "execute", "give execute the SQL that undoes it");
}

TEST_CASE("what has no inverse is refused") {
    check_refusal([](Operations& op) { op.validate_constraint("t", "c"); }, "validate_constraint \"c\"",
                  "PostgreSQL cannot make a constraint NOT VALID again");
    check_refusal([](Operations& op) { op.add_enum_value("e", "a"); }, "add_enum_value \"a\" to \"e\"",
                  "PostgreSQL cannot remove a label: use recreate_enum in the downgrade");
    check_refusal([](Operations& op) { op.run("fill", do_nothing); }, "run \"fill\"", "code has no inverse");
    check_refusal([](Operations& op) { op.bulk_insert("t", {"a"}, {{1LL}}); }, "bulk_insert into \"t\"",
                  "rows carry no key to delete them by");
}

TEST_CASE("an option of a sequence whose former value was not told is refused, since ALTER would leave it") {
    SequenceOptions wide;
    wide.increment = 5;
    wide.cache = 10;
    SequenceOptions former;
    former.increment = 1;
    check_refusal([&](Operations& op) { op.alter_sequence("s", wide, former); }, "alter_sequence \"s\"",
                  "give the former value of each option that it sets");
    const Identity narrow{Identity::Kind::always, former};
    check_refusal(
        [&](Operations& op) {
            op.alter_column("t", "c", change().set_identity({Identity::Kind::always, wide}).from_identity(narrow));
        },
        "the identity of column \"c\"", "give the former value of each option that it sets");
}

TEST_CASE("the inverse of a concurrent index is as considerate") {
    const Index index{"ix", {"game", "t"}, {"a"}, {}};
    CHECK(inverse_of([](Operations& op) {
              op.create_index_concurrently("ix", {"game", "t"}, {"a"});
          }) == std::vector<Operation>{DropIndex{{"game", "ix"}, index, true}});
    CHECK(inverse_of([&](Operations& op) { op.drop_index_concurrently(index); }) ==
          std::vector<Operation>{CreateIndex{index, true}});
}
