// What people read of each operation.
#include <catch2/catch.hpp>

#include "migrator/diff/describe.hpp"

using namespace migrator;

namespace {

// "operation | table | name | detail"
std::string told(const Operation& operation) {
    const OperationSummary summary = summarize(operation);
    return summary.operation + " | " + summary.table + " | " + summary.name + " | " + summary.detail;
}

Index index_of(ObjectName table) {
    Index index;
    index.name = "by_name";
    index.table = std::move(table);
    index.keys = {IndexKey("name").desc(), on_expression("lower(mail)")};
    return index;
}

}  // namespace

TEST_CASE("a change of a table says what changes") {
    CHECK(told(AlterTable{"t", {true, {}, RowSecurity::on}, {}}) ==
          "alter_table | public.t | t | unlogged, row security off -> on");
    CHECK(told(AlterTable{"t",
                          {false, {{"fillfactor", "70"}, {"autovacuum_enabled", "off"}}, RowSecurity::off},
                          {true, {{"fillfactor", "80"}, {"parallel_workers", "2"}}, RowSecurity::forced}}) ==
          "alter_table | public.t | t | logged, fillfactor 80 -> 70, autovacuum_enabled unset -> off, "
          "parallel_workers 2 -> unset, row security forced -> off");
}

TEST_CASE("a change of a sequence says what changes") {
    AlterSequence change;
    change.name = ObjectName("game", "s");
    change.options.cache = 20;
    change.options.increment = 1;
    change.options.cycle = true;
    CHECK(told(change) == "alter_sequence |  | game.s | increment 1, cache 20, cycle");
    change.former_options.emplace();
    change.former_options->cache = 1;
    change.former_options->increment = 1;
    change.former_options->cycle = true;
    change.type = bigint();
    change.former_type = integer();
    CHECK(told(change) == "alter_sequence |  | game.s | type integer -> bigint, cache 1 -> 20");
    AlterSequence owned;
    owned.name = "s";
    owned.owner = SequenceOwner{ObjectName("game", "t"), "id"};
    owned.former_owner = SequenceOwner{};
    CHECK(told(owned) == "alter_sequence |  | public.s | owned by nothing -> game.t.id");
}

TEST_CASE("a constraint says what it is, when it comes and when it goes") {
    const Constraint key = foreign_key({"a"}, "p", {"id"}, {.on_delete = ReferentialAction::cascade}).named("of p");
    CHECK(told(AddConstraint{"t", key}) ==
          "create_foreign_key | public.t | of p | FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE");
    CHECK(told(DropConstraint{"t", "of p", key}) ==
          "drop_constraint | public.t | of p | FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE");
    CHECK(told(DropConstraint{"t", "of p", {}}) == "drop_constraint | public.t | of p | ");
    CHECK(told(AddConstraint{"t", check("a > 0").named("c")}) ==
          "create_check_constraint | public.t | c | CHECK (a > 0)");
}

TEST_CASE("an index says what it is on, and carries its schema where its table is not told") {
    Index index = index_of({"game", "users"});
    CHECK(told(CreateIndex{index}) == "create_index | game.users | by_name | (name DESC, (lower(mail)))");
    index.options.unique = true;
    index.options.method = "hash";
    index.options.where = "id > 0";
    CHECK(told(DropIndex{{"game", "by_name"}, index}) ==
          "drop_index | game.users | by_name | unique USING hash (name DESC, (lower(mail))) WHERE (id > 0)");
    CHECK(told(DropIndex{"by_name", {}}) == "drop_index |  | public.by_name | ");
    CHECK(told(DropIndex{{"game", "by_name"}, {}}) == "drop_index |  | game.by_name | ");
    CHECK(told(RenameIndex{{"game", "by_name"}, "by_call"}) == "rename_index |  | game.by_call | was by_name");
}

TEST_CASE("a comment names what it is on: a part of a table, or an object with its schema") {
    using On = SetComment::On;
    CHECK(told(SetComment{"t", {}, "x", {}, On::table}) == "set_table_comment | public.t | t | x");
    CHECK(told(SetComment{"t", "a", "x", {}, On::table}) == "set_column_comment | public.t | a | x");
    CHECK(told(SetComment{"t", "c", "x", {}, On::constraint}) == "set_constraint_comment | public.t | c | x");
    CHECK(told(SetComment{{"game", "mood"}, {}, "x", {}, On::enum_type}) == "set_enum_comment |  | game.mood | x");
    CHECK(told(SetComment{"by_name", {}, "x", {}, On::index}) == "set_index_comment |  | public.by_name | x");
    CHECK(told(SetComment{"numbers", {}, "x", {}, On::sequence}) == "set_sequence_comment |  | public.numbers | x");
}
