// Each call of the recorder becomes one operation; what cannot work is noted as a problem.
#include <catch2/catch.hpp>

#include "migrator/operation/transactional.hpp"
#include "recorded.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

template <class Step>
std::vector<std::string> problems(Step step) {
    return record(step).problems;
}

using Problems = std::vector<std::string>;
const std::string too_long(64, 'n');
const std::string longest(63, 'n');

}  // namespace

TEST_CASE("operations are recorded in the order of the calls, with what they were given") {
    const Recording recording = record([](Operations& op) {
        op.create_schema("game");
        op.create_table({"game", "users"}, {column("id", bigint()).not_null()}, {primary_key({"id"})});
        op.add_column("users", column("name", varchar(50)).not_null().server_default("''"));
        op.rename_column("users", "name", "nick");
        op.execute("SELECT 1", "SELECT 2");
        op.run("fill", do_nothing);
    });
    CHECK(recording.problems.empty());
    REQUIRE(recording.operations.size() == 6);
    CHECK(recording.operations[0] == Operation(CreateSchema{"game"}));
    const auto& table = std::get<CreateTable>(recording.operations[1]).table;
    CHECK(table.name == ObjectName("game", "users"));
    CHECK(table.columns == std::vector<Column>{column("id", bigint()).not_null()});
    CHECK(table.constraints == std::vector<Constraint>{primary_key({"id"}).named("users_pkey")});
    CHECK(recording.operations[3] == Operation(RenameColumn{"users", "name", "nick"}));
    CHECK(recording.operations[4] == Operation(Execute{SqlText{"SELECT 1"}, SqlText{"SELECT 2"}}));
    CHECK(std::get<RunFunction>(recording.operations[5]).function == &do_nothing);
}

TEST_CASE("the options of create_table become part of the table") {
    TableOptions options;
    options.unlogged = true;
    options.partition_by = "RANGE (day)";
    options.with = {{"fillfactor", "70"}};
    options.tablespace = "fast";
    options.comment = "scores";
    const auto table = std::get<CreateTable>(recorded_one([&](Operations& op) {
                           op.create_table("scores", {column("day", date())}, {}, options);
                       })).table;
    CHECK(table.unlogged);
    CHECK(table.partition_by == "RANGE (day)");
    CHECK(table.with == std::vector<StorageParameter>{{"fillfactor", "70"}});
    CHECK(table.tablespace == "fast");
    CHECK(table.comment == "scores");
}

TEST_CASE("a drop with a definition keeps it, and takes the name from it") {
    const Column former = column("mp", integer()).not_null();
    CHECK(recorded_one([&](Operations& op) { op.drop_column("t", former); }) ==
          Operation(DropColumn{"t", "mp", former}));
    CHECK(recorded_one([](Operations& op) { op.drop_column("t", "mp"); }) ==
          Operation(DropColumn{"t", "mp", std::nullopt}));
    const Column both = column("both", integer()).generated_as("hp + mp");
    CHECK(recorded_one([&](Operations& op) { op.drop_expression("t", both); }) ==
          Operation(DropExpression{"t", "both", both}));
    CHECK(recorded_one([](Operations& op) { op.drop_expression("t", "both"); }) ==
          Operation(DropExpression{"t", "both", std::nullopt}));
    Index index;
    index.name = "ix";
    index.table = ObjectName("game", "t");
    index.keys = {"a"};
    CHECK(std::get<DropIndex>(recorded_one([&](Operations& op) { op.drop_index(index); })).name ==
          ObjectName("game", "ix"));
    CHECK(std::get<DropConstraint>(recorded_one([](Operations& op) { op.drop_constraint("t", unique({"a"})); })).name ==
          "t_a_key");
}

TEST_CASE("names are checked by bytes when they are given") {
    SECTION("63 bytes are kept, 64 are a problem that tells both numbers") {
        CHECK(problems([](Operations& op) { op.create_schema(longest); }).empty());
        CHECK(problems([](Operations& op) { op.create_schema(too_long); }) ==
              Problems{"the name of a schema \"" + too_long + "\" has 64 bytes; PostgreSQL keeps 63"});
    }
    SECTION("a name of 22 characters can have 66 bytes") {
        std::string name;
        for (int i = 0; i < 22; ++i)
            name += "語";
        CHECK(problems([&](Operations& op) { op.rename_table("t", name); }).size() == 1);
    }
    SECTION("an empty name") {
        CHECK(problems([](Operations& op) { op.rename_column("t", "a", ""); }) ==
              Problems{"the name of a column is empty"});
    }
    SECTION("a NUL byte") {
        CHECK(problems([](Operations& op) { op.create_enum(std::string("a\0b", 3), {"x"}); }) ==
              Problems{"the name of an enum type holds a NUL byte"});
    }
    SECTION("in each call that makes a name") {
        const auto one_problem = [](auto step) { CHECK(problems(step).size() == 1); };
        one_problem([](Operations& op) { op.create_table(too_long, {}); });
        one_problem([](Operations& op) { op.create_table({too_long, "t"}, {}); });
        one_problem([](Operations& op) { op.create_table("t", {column(too_long, text())}); });
        one_problem([](Operations& op) { op.create_table("t", {}, {check("true").named(too_long)}); });
        one_problem([](Operations& op) { op.rename_table("t", too_long); });
        one_problem([](Operations& op) { op.add_column("t", column(too_long, text())); });
        one_problem([](Operations& op) { op.rename_column("t", "a", too_long); });
        one_problem([](Operations& op) { op.add_constraint("t", unique({"a"}).named(too_long)); });
        one_problem([](Operations& op) { op.rename_constraint("t", "a", too_long); });
        one_problem([](Operations& op) { op.create_index(too_long, "t", {"a"}); });
        one_problem([](Operations& op) { op.rename_index("i", too_long); });
        one_problem([](Operations& op) { op.create_enum(too_long, {"a"}); });
        one_problem([](Operations& op) { op.create_enum("e", {"a", too_long}); });
        one_problem([](Operations& op) { op.add_enum_value("e", too_long); });
        one_problem([](Operations& op) { op.add_enum_value_before("e", too_long, "a"); });
        one_problem([](Operations& op) { op.add_enum_value_after("e", too_long, "a"); });
        one_problem([](Operations& op) { op.rename_enum_value("e", "a", too_long); });
        one_problem([](Operations& op) { op.recreate_enum("e", {too_long}, {}); });
        one_problem([](Operations& op) {
            Sequence sequence;
            sequence.name = too_long;
            op.create_sequence(sequence);
        });
    }
    SECTION("a default name that PostgreSQL would have to shorten") {
        CHECK(problems([](Operations& op) { op.add_constraint(longest, unique({"a"})); }).size() == 1);
    }
}

TEST_CASE("a constraint whose name depends on its expression needs a name") {
    CHECK(problems([](Operations& op) { op.add_constraint("skills", check("power >= 0")); }) ==
          Problems{"a constraint of \"skills\" needs a name: write .named(\"…\")"});
    CHECK(problems([](Operations& op) { op.add_constraint("skills", check("power >= 0").named("ck")); }).empty());
}

TEST_CASE("what PostgreSQL could not parse is a problem") {
    SECTION("a key without columns") {
        CHECK(problems([](Operations& op) { op.add_constraint("t", primary_key({})); }).size() == 1);
        CHECK(problems([](Operations& op) { op.add_constraint("t", unique({}).named("u")); }).size() == 1);
        CHECK(problems([](Operations& op) {
                  op.create_table("t", {}, {foreign_key({}, "u", {"id"}).named("f")});
              }).size() == 1);
        CHECK(problems([](Operations& op) { op.add_constraint("t", exclude({}).named("x")); }).size() == 1);
    }
    SECTION("but not one that takes over an index") {
        PrimaryKey key;
        key.using_index = "ix_users_id";
        CHECK(problems([&](Operations& op) { op.add_constraint("t", Constraint{"t_pkey", key}); }).empty());
    }
    SECTION("an index without keys") {
        CHECK(problems([](Operations& op) { op.create_index("ix", "t", {}); }) == Problems{"index \"ix\" has no keys"});
    }
    SECTION("a bulk insert without columns") {
        CHECK(problems([](Operations& op) { op.bulk_insert("t", {}, {{}}); }) ==
              Problems{"bulk_insert into \"t\" names no columns"});
    }
}

TEST_CASE("a column that becomes or was generated needs its expression") {
    const Column plain = column("both", integer());
    CHECK(problems([&](Operations& op) { op.add_expression("t", plain); }) ==
          Problems{"add_expression of \"both\" needs the expression: write .generated_as(\"…\")"});
    CHECK(problems([&](Operations& op) { op.drop_expression("t", plain); }) ==
          Problems{"drop_expression of \"both\" needs the expression: write .generated_as(\"…\")"});
}

TEST_CASE("a column change that changes nothing is a problem") {
    CHECK(problems([](Operations& op) { op.alter_column("t", "c", change()); }) ==
          Problems{"alter_column of \"c\" changes nothing"});
    CHECK(problems([](Operations& op) { op.alter_column("t", "c", change().from_type(text())); }) ==
          Problems{"alter_column of \"c\" has from_type() without type()"});
    CHECK(problems([](Operations& op) { op.alter_column("t", "c", change().drop_not_null()); }).empty());
}

TEST_CASE("the rows of a bulk insert have as many values as there are columns") {
    CHECK(problems([](Operations& op) {
              op.bulk_insert("t", {"a", "b"}, {{1LL, 2LL}, {3LL}});
          }) == Problems{"bulk_insert into \"t\": a row has 1 values for 2 columns"});
    CHECK(problems([](Operations& op) { op.bulk_insert("t", {"a"}, {{1LL}, {Value()}}); }).empty());
}

TEST_CASE("a function step needs a name and a function") {
    CHECK(problems([](Operations& op) { op.run("", do_nothing); }).size() == 1);
    CHECK(problems([](Operations& op) { op.run("fill", nullptr); }) ==
          Problems{"the function of step \"fill\" is null"});
}

TEST_CASE("column changes collect in any order") {
    const auto operation = std::get<AlterColumn>(recorded_one([](Operations& op) {
        op.alter_column("t", "c",
                        change()
                            .from_default("1")
                            .from_type(text(), "c::text")
                            .set_not_null()
                            .set_default("2")
                            .type(integer(), "c::int"));
    }));
    CHECK(operation.type == TypeChange{integer(), "c::int", text(), "c::text"});
    CHECK(operation.server_default == DefaultChange{"2", true, "1"});
    CHECK(operation.nullability == NullabilityChange{Nullability::not_null});
    CHECK_FALSE(operation.identity.has_value());
}

TEST_CASE("a step runs inside a transaction or outside, never both") {
    const auto mixture = [](auto step) { return problem_of_mixture(recorded(step)); };
    CHECK(mixture([](Operations&) {}).empty());
    CHECK(mixture([](Operations& op) {
              op.create_index_concurrently("a", "t", {"a"});
              op.drop_index_concurrently("b");
              op.backfill({"t", {"id"}, "a = 1", ""});
          }).empty());
    CHECK(mixture([](Operations& op) {
              op.create_index("a", "t", {"a"});
              op.drop_index("b");
          }).empty());
    CHECK(mixture([](Operations& op) {
              op.add_column("t", column("a", text()));
              op.create_index_concurrently("a", "t", {"a"});
          }) == "create_index runs outside a transaction, add_column inside one: split the step");
    Operations operations;
    operations.backfill({"t", {"id"}, "a = 1", ""});
    operations.execute("SELECT 1");
    CHECK(operations.take().problems.size() == 1);
}

TEST_CASE("what runs outside a transaction must say how a crash is found and cleaned up") {
    CHECK(problems([](Operations& op) {
              op.execute_outside_transaction({SqlText{"VACUUM"}, SqlText{}, SqlText{}});
          }).size() == 1);
    CHECK(problems([](Operations& op) { op.backfill({"t", {}, "a = 1", ""}); }).size() == 1);
    CHECK(problems([](Operations& op) { op.backfill({"t", {"id"}, "", ""}); }).size() == 1);
}
